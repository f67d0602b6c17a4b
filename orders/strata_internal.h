/*
 * Private to the files of the strata: strata.c makes the sets of acquisitions,
 * strata_site.c says what an entry of a callee is at a call, strata_edges.c
 * makes the order edges, strata_found.c puts those together that threads find,
 * strata_passes.c runs it all.
 *
 * Threads work on functions of different components.  Each writes to the sets
 * of these functions and to its own LoStrataWorker, and reads sets that are
 * complete.  What they share finds ids for what they ask: for values, classes,
 * sets of conditions and of dropped locks, in any order.
 */
#pragma once

#include "callgraph/scc.h"
#include "common/keyset.h"
#include "common/mix.h"
#include "common/word_lists.h"
#include "orders/callers.h"
#include "orders/strata.h"
#include "orders/undone.h"

#define LO_MAX_STRATA 8

/*
 * An order between two locks of which a caller must say what they are, or
 * whether it happens: then it is shown from where both meet.
 */
typedef struct {
	LoHeld held;
	LoAcq acq;
	guint32 event;
	LoFnId meet;		/* LO_NO_ID: the locks are open */
	guint32 meet_event;
	LoHeld meet_held;
	guint8 meet_same;	/* as LoEdge.same_instance, there */
} LoOpenPair;

typedef struct {
	GArray *acqs;		/* LoAcq */
	LoKeySet keys;		/* hashes of the entries */
	GArray *pairs;		/* LoOpenPair */
	LoKeySet pair_keys;
	guint32 *cursor;	/* per event: entries of the callee or slot seen */
	guint32 *pair_cursor;
	guint32 snapshot;	/* entries at the end of the last stratum */
	guint32 closed;		/* pairs settled without a caller */
} LoFnSet;

/* What a merged member's targets take, once for all calls through it: as it was at the end of the last stratum. */
typedef struct {
	const GArray *targets;
	GArray *items;		/* LoSlotItem */
	LoKeySet keys;
	guint32 *seen;		/* per target: entries of it merged */
} LoSlotSet;

typedef struct {
	LoFnId fn;
	guint32 entry;
	LoAcq acq;		/* that entry: its set may grow, and move, meanwhile */
} LoSlotItem;

/*
 * What an id of a callee is at a call site: the callee's entries are many,
 * what they hold of locks, dropped sets and conditions little.  Each slot
 * holds the last id that fell on it.
 */
#define MEMO_SLOTS 4096

typedef struct {
	guint64 site;		/* LoSite.id that it is of */
	guint32 from, to;
} LoTranslated;

typedef enum { MEMO_LOCK, MEMO_DROPPED, MEMO_OWN_DROPPED, MEMO_CONDITIONS, MEMO__N } LoMemoKind;

typedef struct {
	LoClassId cls;
	gboolean shield;	/* a pseudo lock that only keeps others from counting */
	gboolean unseen;	/* closed, and lockdep does not follow it */
} LoHeldClass;

/*
 * An edge as one thread has found it.  Places are in the order in which a single
 * thread would come there: the pass, what is worked on in it, what it finds.
 */
typedef struct {
	LoEdge edge;		/* of all its witnesses the best, of equal ones the first */
	guint64 key;
	guint64 place;		/* of `edge` */
	guint64 first;		/* of the first witness */
} LoFoundEdge;

typedef struct {
	GArray *list;		/* LoFoundEdge */
	GHashTable *by_key;	/* key -> index + 1 */
} LoFoundEdges;

/* What one thread has to itself. */
typedef struct {
	LoStrata *s;
	LoVals *vals;		/* borrowed from the strata's, or these where there is one worker only */
	LoConditions *conditions;	/* borrowed */
	GArray *wanted;		/* guint8 per class: 0 not asked yet, 1 no, 2 yes */
	LoTranslated memo[MEMO__N][MEMO_SLOTS];
	guint64 sites;		/* so far: LoSite.id */
	GArray *helds;		/* LoHeldClass: of the site `helds_of` */
	guint64 helds_of;
	LoFoundEdges found;	/* in this pass */
	guint64 place;		/* of the next edge */
	guint64 new_acqs;
} LoStrataWorker;

struct LoStrata {
	gboolean kernel;	/* spinlocks do not let sleep */
	LoVals *vals;
	LoProgram *program;
	LoSummary *const *summaries;
	guint n;
	LoClasses *classes;
	LoTargets *targets;
	guint strata;
	LoUndone *undone;	/* shared */
	const guint8 *live;	/* NULL: all */
	GHashTable *only;	/* of LoStrataOptions */
	void (*beside)(LoVals *vals, gpointer data);
	GThread *beside_thread;	/* NULL: it does not run */
	gpointer beside_data;
	LoVals *beside_vals;
	const LoStrataDelta *delta;
	LoFnSet **sets;
	guint8 *called;		/* directly, by another function */
	guint8 *taken;		/* its address: who calls it is not known */
	GHashTable *slots;	/* GArray * of targets -> LoSlotSet * */
	GPtrArray *slot_list;	/* of these */
	GArray *starts;		/* LoStart */
	GArray *edges;		/* LoEdge */
	GArray *places;		/* guint64: of LoFoundEdge, for each */
	GHashTable *edge_keys;	/* key -> index + 1 */
	LoWordLists *dropsets;	/* sorted */
	LoConditions *conditions;
	LoCallers *callers;
	LoScc *scc;		/* of the direct calls */
	LoGraph *direct_callers;	/* from callee to caller */
	gboolean lent;		/* starts but for their cursors, callers, conditions, taken, scc and direct_callers are of LoStrataOptions.like */
	LoStrataWorker **workers;
	guint n_workers;
	LoStratumStats stats[LO_MAX_STRATA];
	guint stratum;
};

/* In a set of dropped locks: a value that is still open, not a class. */
#define LO_DROP_OPEN 0x80000000u

/* One event of a function, for what its callee's entries are there. */
typedef struct {
	LoStrata *s;
	LoStrataWorker *w;
	LoFnId fn;		/* the caller */
	const LoSummary *sum;
	const LoEvent *ev;
	guint32 event;
	const LoVal *args;
	guint n_args;
	guint64 id;		/* of this use of the site, for what is kept of it meanwhile */
	gboolean tainting;	/* an event of s->delta */
} LoSite;

/* ---- strata.c ---- */

/* What the function takes itself and of its callees' sets, as far as it has not yet. */
void lo_strata_process(LoStrataWorker *w, LoFnId fn);
/* For all slots that calls go through; then, in each stratum, for one of them. */
void lo_strata_find_slots(LoStrata *s);
void lo_slot_set_refresh(LoStrata *s, LoSlotSet *set);

/* ---- strata_found.c ---- */

void lo_found_edges_init(LoFoundEdges *f);
void lo_found_edges_clear(LoFoundEdges *f);
/* `pass`: below 8; `unit`: what is worked on, in the order of a single thread. */
void lo_worker_begin(LoStrataWorker *w, guint pass, guint32 unit);
void lo_worker_find(LoStrataWorker *w, const LoEdge *e);
/* What the workers have found since then becomes the strata's. */
void lo_strata_collect(LoStrata *s);

/* ---- strata_site.c ---- */

/* Is the class among those that were asked for? */
gboolean lo_acq_is_wanted(LoStrataWorker *w, LoClassId cls);
/* Does all that the function takes come of the change (LoStrataDelta)? */
gboolean lo_acq_is_entered(const LoStrata *s, LoFnId fn);
/* Is the entry one of fn's set? */
gboolean lo_acq_is_followed(const LoStrata *s, LoFnId fn, const LoAcq *a);
/* The class of a lock that is taken; NONE for one that was not asked for. */
LoClassId lo_acq_class(LoStrataWorker *w, LoVal lock, LoLockKind kind);
/* An event of a function that has a summary. */
LoSite lo_site_of(LoStrataWorker *w, LoFnId fn, guint32 event);
/* May a value of the callee's be here in terms of the caller's own parameters? */
gboolean lo_site_may_open(const LoSite *at, LoVal v);
/* A value of the callee's, with the arguments put in. */
LoVal lo_site_subst(const LoSite *at, LoVal v);
/* The callee's dropped locks as they are here; then also those that the caller itself has dropped at the event. */
guint32 lo_site_dropped(const LoSite *at, guint32 callee_set);
guint32 lo_site_add_own_dropped(const LoSite *at, guint32 set_id);
/* The callee's conditions as they are here, and those of the event itself.  FALSE: it does not happen. */
gboolean lo_site_conditions(const LoSite *at, guint32 callee_set, guint32 *out);
/* `cls`: of the lock, or LO_CLASS_OPEN, when it must be the same value. */
gboolean lo_acq_is_dropped(const LoStrata *s, guint32 set_id, LoClassId cls, LoVal lock);

/* ---- strata_edges.c ---- */

/* What follows after a sleep is no path under such a lock. */
gboolean lo_strata_forbids_sleep(const LoStrata *s, LoClassId held);
/* An edge, if it is wanted and can be. */
void lo_worker_add_edge(LoStrataWorker *w, const LoEdge *e);
/* As LoEdge.same_instance. */
guint8 lo_compare_instances(const LoVals *vals, LoVal a, LoVal b);
/* A pair of the callee's, in the caller's terms by now: an edge, or a pair of the caller's. */
void lo_site_emit_pair(const LoSite *at, const LoOpenPair *p);
/* `held` and then `acq`, in fn: an edge, or a pair for the callers to decide. */
void lo_site_emit(const LoSite *at, const LoHeld *held, const LoAcq *acq);
