/*
 * Acquisition sets and order edges, stratum by stratum.
 *
 * A function's set holds the locks that a call of it may take first, that is
 * while it holds no other: lockdep, too, records an order only from the last
 * lock held that was not got by trylock (check_prevs_add() in
 * kernel/locking/lockdep.c), and everything further follows transitively.
 * Stratum 0 is over direct calls and indirect ones whose target a call site
 * shows; stratum k adds one call through a merged member to what stratum k-1
 * knows of its targets.  Sets only grow, so an entry's index is its name.
 */
#pragma once

#include "orders/classes.h"
#include "summary/conditions.h"
#include "summary/targets.h"

typedef struct {
	LoClassId cls;		/* or LO_CLASS_OPEN: `lock` decides at the caller */
	LoVal lock;		/* the instance in the function's own terms; NONE: unknown */
	/* there are tens of millions of these; slept: before it, on every way from the function's entry;
	 * tainted: through an event of LoStrataDelta */
	guint8 hold : 2, try : 1, wait : 1, slept : 1, tainted : 1;
	guint8 fixed : 1;	/* `lock` is the same in whatever terms */
	guint8 lock_kind;
	guint8 hops;		/* stratum */
	guint8 depth;		/* calls between the function and the acquisition */
	guint8 irq;		/* LO_IRQ_OFF...: irq state at the acquisition, as far as the chain sets it */
	guint16 fan;		/* most targets that one hop had to choose from */
	guint32 dropped;	/* set of the caller's classes that are released by then */
	guint32 conds;		/* set of conditions on the parameters under which it happens */
	guint32 event;		/* in the function's summary */
	LoFnId callee;		/* the chain goes on with entry `next` of it; LO_NO_ID: taken by the event itself */
	guint32 next;
} LoAcq;

typedef struct {
	LoClassId from, to;
	guint8 from_hold, to_hold, from_try;
	guint8 same_instance;	/* of equal classes: 1 proven the same, 0 unknown, 2 proven another */
	guint8 wait;
	guint8 before;		/* `from` is a completion, signalled after `to` is taken */
	guint8 hops;
	guint8 depth;		/* as in LoAcq */
	guint16 fan;
	LoFnId fn;		/* where both meet */
	guint32 event;
	LoHeld held;		/* how `from` is held there */
	LoFnId callee;		/* how `to` is taken: as in LoAcq */
	guint32 next;
	guint32 witnesses;	/* how many places make this edge */
} LoEdge;

/* Hops after the first go through members of at most so many targets, but where one of both is of one or two. */
#define LO_MAX_FAN_BEYOND_FIRST 16
#define LO_HARDLY_A_FAN 2

/*
 * Only what comes of a few events is followed: the entries that are read there,
 * and from there up.  Edges are those that such an entry makes.
 */
typedef struct {
	const guint8 *whole;	/* per function: LoWhole, which of its entries count, for some such event reads them */
	const guint8 *entered;	/* per function: a call of it through a slot is such an event */
	guint n;		/* functions of both arrays */
	GHashTable *events;	/* set of lo_delta_event() */
	GHashTable *bases;	/* set of LoClass.base + 1 */
} LoStrataDelta;

typedef enum {
	LO_WHOLE_NO,		/* those that come of such an event */
	LO_WHOLE_BASES,		/* and those of classes with these bases */
	LO_WHOLE,		/* all */
} LoWhole;

gpointer lo_delta_event(LoFnId fn, guint32 event);
LoFnId lo_delta_event_fn(gconstpointer event);
guint32 lo_delta_event_index(gconstpointer event);

typedef struct {
	guint strata;			/* highest stratum, 0..7 */
	const guint8 *live;		/* per function, does what it does count? NULL: all do; lent while the strata are made */
	GHashTable *only;		/* set of lo_class_label(): no edge from or to another, nothing is told of it; NULL: of all; lent */
	const LoStrataDelta *delta;	/* NULL: everything is followed; lent while the strata are made */
	/* called once, in a thread of its own while what depends on the program only is found: sets `live` and `delta` as above; it may
	 * ask for classes; NULL: they are set */
	void (*narrow)(const guint8 **live, const LoStrataDelta **delta, gpointer data);
	gpointer narrow_data;
	/* called once, in a thread of its own while others make the last stratum, with values to ask for; it may ask for classes */
	void (*beside)(LoVals *vals, gpointer data);
	gpointer beside_data;
	const struct LoStrata *like;		/* others of the same program, lent: what does not depend on options is taken from there; NULL: none */
} LoStrataOptions;

typedef struct {
	guint64 new_acqs, new_edges;
	guint32 largest_component;
} LoStratumStats;

typedef struct LoStrata LoStrata;

LoStrata *lo_strata_new(LoVals *vals, LoSummary *const *summaries, guint n, LoClasses *classes, LoTargets *targets,
			const LoStrataOptions *opt);
void lo_strata_free(LoStrata *s);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(LoStrata, lo_strata_free)

/* Would the edge sleep under a spinlock?  Nothing does in a kernel; FALSE for other programs. */
gboolean lo_strata_sleeps_spinning(const LoStrata *s, const LoEdge *e);

/* What an event of fn takes, in fn's terms. For more edges, by lo_waits_connect(), before lo_strata_new() returns. */
typedef void (*LoAcqVisitor)(const LoAcq *a, gpointer data);
void lo_strata_each_acq(LoStrata *s, LoFnId fn, guint32 event, LoAcqVisitor visit, gpointer data);
void lo_strata_add_edge(LoStrata *s, const LoEdge *e);

LoConditions *lo_strata_conditions(const LoStrata *s);		/* the sets that LoAcq.conds are of; lent */
const GArray *lo_strata_acqs(const LoStrata *s, LoFnId fn);	/* LoAcq; NULL when none */
const GArray *lo_strata_edges(const LoStrata *s);		/* LoEdge, in the order found */
const LoStratumStats *lo_strata_stats(const LoStrata *s, guint stratum);
