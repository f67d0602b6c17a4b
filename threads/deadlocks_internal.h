/* What the parts of the search for deadlocks share.  Private to deadlocks*.c. */
#pragma once

#include "threads/deadlocks.h"

#define MAX_CYCLE 8
#define MAX_INSIDE 8

#define SURE 95
/* shown by default, the less sure of them too */
#define MAYBE_SAME_OBJECT (LO_CONFIDENCE_DEFAULT + 1)	/* one of several locks of an array or of a kind */
#define ANOTHER_OBJECT 25	/* of one kind, got through pointers */
#define ONE_OF_SEVERAL (LO_CONFIDENCE_DEFAULT + 6)	/* a pointer to one of several locks */
#define NOT_ITS_OWNER 40	/* a semaphore that whoever holds it waits for others to give back */
#define NEVER_TOLD (LO_CONFIDENCE_DEFAULT + 5)	/* a wait that no signal ends, where it comes to the wait */
#define AGAINST_RULES (LO_CONFIDENCE_DEFAULT + 10)
#define NOT_SURELY_HELD (LO_CONFIDENCE_DEFAULT + 3)
#define KINDS_DIFFER (LO_CONFIDENCE_DEFAULT + 6)	/* locks of different kinds, of objects that may be the same */

/* One side of a cycle: what it holds and asks for. */
typedef struct {
	guint32 act, held;	/* in acts, in helds */
} Side;

typedef struct {
	LoEdgeRow row;
	guint32 number;
} Row;

typedef struct {
	LoReportKind kind;
	GArray *edges;		/* guint32: in Search.rows */
	guint confidence;
	char *reasons;
} Found;

typedef struct {
	LoSolution *sol;
	const LoWitness *w;
	const LoExplored *x;
	const guint32 *class_rows;
	GHashTable *views;	/* name of an element -> row + 1 */
	GPtrArray *by_class;	/* per class: GArray of Side, that hold it */
	GArray *rows;		/* Row */
	GHashTable *row_keys;	/* (act, held) -> index in rows + 1 */
	GArray *found;		/* Found */
	GHashTable *found_keys;	/* text -> index + 1 */
	Side path[MAX_CYCLE];
	guint confidence[MAX_CYCLE + 1];
	guint steps, all_steps;
} Search;

static inline const LoAct *act_at(const Search *s, guint32 i)
{
	return &LO_AT(s->x->acts, LoAct, i);
}

static inline const LoHolding *held_at(const Search *s, guint32 i)
{
	return &LO_AT(s->x->helds, LoHolding, i);
}

/* The chains of an edge: paths in x->paths, LO_NO_ID for none. */
void lo_search_fill_chains(const Search *s, LoEdgeRow *row, guint32 from, guint32 to);
/* The row of a lock; an element of an array has its own. */
guint32 lo_search_class_row(Search *s, LoVal lock, LoClassId cls);
/* The thread that a report speaks of, as a class. */
guint32 lo_search_thread_row(Search *s, guint32 thread);
/* Gives the row away; its number in Search.rows. */
guint32 lo_search_push_row(Search *s, LoEdgeRow row);
GArray *lo_search_one_edge(guint32 row);
/* Of one kind over the same locks, the surest is kept.  Takes `edges` and `reasons`. */
void lo_search_add(Search *s, LoReportKind kind, GArray *edges, guint confidence, char *reasons);
const char *lo_search_thread_name(const Search *s, guint32 thread);
/* Where a lock was taken that a call returned with: the functions down to there, and their lines; how many. */
guint lo_search_inside(const Search *s, guint32 path, LoFnId out[MAX_INSIDE], guint32 lines[MAX_INSIDE]);
gboolean lo_holds_block(guint8 a, guint8 b);
gboolean lo_search_is_semaphore(const Search *s, LoClassId cls);

/* Is the semaphore given back by its owner only, as a mutex is? */
gboolean lo_search_is_like_mutex(const Search *s, guint32 thread, LoVal lock, LoClassId cls);

/* deadlocks_wait.c */
void lo_search_find_joins(Search *s);
void lo_search_find_waits(Search *s);
void lo_search_find_ends(Search *s);

/* deadlocks_misuse.c: after all others; of locks that no report names. */
void lo_search_add_misuses(Search *s);

/* deadlocks_noted.c.  Has a call that is over taken the lock, and does the same function ask again, where a variable that it
 * sets says so? */
gboolean lo_search_takes_as_noted(const Search *s, const LoHolding *h, const LoAct *a);
