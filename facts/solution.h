/*
 * What the solver found, as plain rows: the store keeps them, report/ and the
 * commands read them.  Everything is sorted (classes by name, edges by from,
 * to, site; reports by rank) and ids are positions in these arrays, so that
 * the same facts give the same bytes.
 */
#pragma once

#include <glib.h>

/* How a lock is held or asked for, lockdep's way. */
typedef enum {
	LO_HOLD_EXCLUSIVE,	/* "X" */
	LO_HOLD_SHARED,		/* "R"  readers that a waiting writer blocks */
	LO_HOLD_RECURSIVE,	/* "RR" readers that pass a waiting writer */
} LoHold;

typedef enum {
	LO_LOCK_UNKNOWN, LO_LOCK_MUTEX, LO_LOCK_SPIN, LO_LOCK_RWLOCK, LO_LOCK_RWSEM, LO_LOCK_PERCPU_RWSEM,
	LO_LOCK_SEMAPHORE, LO_LOCK_SEQCOUNT, LO_LOCK_RT_MUTEX, LO_LOCK_WW_MUTEX, LO_LOCK_LOCAL, LO_LOCK_BIT,
	LO_LOCK_SRCU, LO_LOCK_RCU, LO_LOCK_PSEUDO, LO_LOCK_WORK, LO_LOCK_WORKQUEUE, LO_LOCK_TIMER, LO_LOCK_COMPLETION,
	LO_LOCK_IRQ, LO_LOCK_THREAD, LO_LOCK__N,
} LoLockKind;

const char *lo_lock_kind_name(LoLockKind k);	/* "mutex", "spinlock", ... */
/* Not a lock: who asks for it waits for what runs under it, a work item or a thread. */
gboolean lo_lock_is_waited_for(LoLockKind k);
const char *lo_hold_name(LoHold h);

/* One lock class.  `names` are lockdep's names for it: one, or several where the
 * key is chosen at run time (an inode's i_rwsem has one per kind of inode). */
typedef struct {
	char *name;		/* the first of names; shown in reports */
	GPtrArray *names;	/* char *, owned, sorted */
	LoLockKind kind;
	char *file;		/* where it is defined or initialised, "" if unknown */
	guint32 line;
} LoClassRow;

/* One hop of a chain, outermost first; the last one is where the lock is taken.  There are millions, of few strings:
 * equal ones are one, g_intern_string()'s, and stay; "" is any.  (GRefString's interned ones are no choice: a thread may get one that
 * another is about to free.) */
typedef struct {
	const char *function;
	const char *file;
	guint32 line;		/* in file: of the call of the next hop, or of the acquisition */
	const char *note;	/* "" or, of a call that is indirect, why: "through file_operations.write_iter, 1 of 312" */
} LoHop;

/* From a class held to a class acquired, at one place. */
typedef struct {
	guint32 from, to;	/* classes */
	LoHold from_hold, to_hold;
	gboolean from_try;	/* the held one was got by a trylock */
	gboolean same_instance;	/* from == to: proven the same lock */
	guint8 hops;		/* indirect hops in the chain: the stratum */
	guint8 confidence;	/* 0..100 */
	gboolean own;		/* of a change's versions: it comes of what they differ in; not stored */
	GArray *from_chain;	/* LoHop: how `from` is taken, from the function where both meet */
	GArray *to_chain;	/* LoHop: how `to` is taken, from the same function */
} LoEdgeRow;

typedef enum {
	LO_REPORT_CYCLE,	/* "cycle" */
	LO_REPORT_RECURSION,	/* "recursion": the same instance taken again (AA) */
	LO_REPORT_IRQ,		/* "irq" */
	LO_REPORT_WAIT,		/* "wait": a cycle through a wait */
	LO_REPORT_IMBALANCE,	/* "imbalance": released unheld, or returned held on some paths only */
} LoReportKind;

const char *lo_report_kind_name(LoReportKind k);

#define LO_CONFIDENCE_DEFAULT 75	/* of what a reader is shown when he does not ask for more */
#define LO_CONFIDENCE_NEW 25		/* of what a change adds: he reads that anyway, and it is little */
#define LO_CONFIDENCE_LEAST 15		/* below, a report is held back */
#define LO_CONFIDENCE_HIGH 90		/* "high": every step is known and short */

typedef struct {
	LoReportKind kind;
	GArray *classes;	/* guint32, in the order of the cycle */
	GArray *edges;		/* guint32: edge i goes from classes[i] to classes[i+1 mod n] */
	guint8 confidence;	/* 0..100 */
	char *reasons;		/* in words, "; " between them */
	char *key;		/* stable across line moves: hash of names, functions, kind */
	char *held_back;	/* "" or why the default view leaves it out */
	GArray *context;	/* LoHop: IRQ: the interrupting chain */
	guint32 variant_of;	/* 0, or 1 + position of an earlier report that has the same root cause */
	guint32 root;		/* position in edges: the order that is most likely the wrong one */
} LoReportRow;

typedef struct {
	char *name;		/* "stratum.0.scc", "phase.link.usec" */
	char *value;
} LoStatRow;

struct LoSolution {
	GArray *classes;	/* LoClassRow */
	GArray *edges;		/* LoEdgeRow, sorted by (from, to, confidence desc, site) */
	GArray *reports;	/* LoReportRow, sorted by (confidence desc, kind, names); variants after all others */
	GArray *stats;		/* LoStatRow, in the order to be shown */
	struct LoChainSource *source;	/* where the chains of edges are, when they are not read yet; or NULL */
};
typedef struct LoSolution LoSolution;

/* Who wants parts of a solution as soon as they are as they will stay, to store them meanwhile.  The arrays of the
 * solution may still grow; the calls come from the thread that solves. */
typedef struct {
	void (*state)(GBytes *state, gpointer data);	/* what lo_solve_change() starts from; comes first */
	void (*edges)(const LoSolution *sol, gpointer data);
	void (*reports)(const LoSolution *sol, gpointer data);	/* and classes */
	gpointer data;
} LoSolutionSink;

/* The order graph of a solution alone, without what makes the edges. */
typedef struct {
	GPtrArray *names;	/* char *, owned: of each class, its name, "\1" and its file */
	GArray *orders;		/* LoOrder */
	GArray *cycles;		/* LoOnCycle: the locks of reports that are no variants and not held back, in order */
	GArray *reports;	/* LoReportRow, those held back too that are not of orders alone: kind, key, classes (in names), confidence */
} LoOrders;

typedef struct {
	guint32 report, cls;	/* position in names */
} LoOnCycle;

typedef struct {
	guint32 from, to;	/* positions in names */
	guint8 from_hold, to_hold, from_try, same_instance;	/* as in LoEdgeRow */
	guint8 confidence;
} LoOrder;

void lo_orders_free(LoOrders *o);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(LoOrders, lo_orders_free)

LoSolution *lo_solution_new(void);	/* arrays with clear functions set: freeing the solution frees all */
void lo_solution_free(LoSolution *s);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(LoSolution, lo_solution_free)

/* The edge with its chains; they are empty when a database turns out to be damaged. */
const LoEdgeRow *lo_solution_edge(const LoSolution *sol, guint32 edge);

GArray *lo_hops_new(void);	/* LoHop */
GArray *lo_report_rows_new(void);	/* LoReportRow, with its clear function */
LoHop lo_hop(const char *function, const char *file, guint32 line, const char *note);
void lo_hop_set_note(LoHop *h, const char *note);

/* The order in which a solution has them. */
int lo_compare_class_rows(const void *a, const void *b);	/* of what begins with an LoClassRow */
int lo_compare_edge_rows(const void *a, const void *b);	/* of what begins with an LoEdgeRow */
