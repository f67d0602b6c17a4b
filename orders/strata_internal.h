/*
 * Private to the files of the strata: strata.c makes the sets of acquisitions,
 * strata_site.c says what an entry of a callee is at a call, strata_edges.c
 * makes the order edges.
 */
#pragma once

#include "callgraph/scc.h"
#include "common/keyset.h"
#include "common/mix.h"
#include "orders/callers.h"
#include "orders/strata.h"

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

/* What a merged member's targets take, once for all calls through it. */
typedef struct {
	const GArray *targets;
	GArray *items;		/* LoSlotItem */
	LoKeySet keys;
	guint32 *seen;		/* per target: entries of it merged */
	gboolean indirect;
} LoSlotSet;

typedef struct {
	LoFnId fn;
	guint32 entry;
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

struct LoStrata {
	gboolean kernel;	/* spinlocks do not let sleep */
	LoVals *vals;
	LoProgram *program;
	LoSummary *const *summaries;
	guint n;
	LoClasses *classes;
	LoTargets *targets;
	guint strata;
	const guint8 *live;	/* NULL: all */
	GHashTable *only;	/* of LoStrataOptions */
	const LoStrataDelta *delta;
	GArray *wanted;		/* guint8 per class: 0 not asked yet, 1 no, 2 yes */
	LoFnSet **sets;
	guint8 *called;		/* directly, by another function */
	guint8 *taken;		/* its address: who calls it is not known */
	GHashTable *slots;	/* GArray * of targets -> LoSlotSet * */
	GArray *starts;		/* LoStart */
	GArray *edges;		/* LoEdge */
	GHashTable *edge_keys;	/* key -> index + 1 */
	GPtrArray *dropsets;	/* GArray of guint32, sorted */
	LoConditions *conditions;
	LoCallers *callers;
	GHashTable *dropset_ids;/* hash -> id + 1 */
	LoScc *scc;		/* of the direct calls */
	gboolean lent;		/* starts but for their cursors, callers, conditions, taken and scc are of LoStrataOptions.like */
	LoTranslated memo[MEMO__N][MEMO_SLOTS];
	guint64 sites;		/* so far: LoSite.id */
	GArray *helds;		/* LoHeldClass: of the site `helds_of` */
	guint64 helds_of;
	LoStratumStats stats[LO_MAX_STRATA];
	guint stratum;
};

/* In a set of dropped locks: a value that is still open, not a class. */
#define LO_DROP_OPEN 0x80000000u

/* One event of a function, for what its callee's entries are there. */
typedef struct {
	LoStrata *s;
	LoFnId fn;		/* the caller */
	const LoSummary *sum;
	const LoEvent *ev;
	guint32 event;
	const LoVal *args;
	guint n_args;
	guint64 id;		/* of this use of the site, for what is kept of it meanwhile */
	gboolean tainting;	/* an event of s->delta */
} LoSite;

/* ---- strata_site.c ---- */

/* Is the class among those that were asked for? */
gboolean lo_acq_is_wanted(LoStrata *s, LoClassId cls);
/* Does all that the function takes come of the change (LoStrataDelta)? */
gboolean lo_acq_is_entered(const LoStrata *s, LoFnId fn);
/* Is the entry one of fn's set? */
gboolean lo_acq_is_followed(const LoStrata *s, LoFnId fn, const LoAcq *a);
/* The class of a lock that is taken; NONE for one that was not asked for. */
LoClassId lo_acq_class(LoStrata *s, LoVal lock, LoLockKind kind);
/* An event of a function that has a summary. */
LoSite lo_site_of(LoStrata *s, LoFnId fn, guint32 event);
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
/* As LoEdge.same_instance. */
guint8 lo_compare_instances(const LoVals *vals, LoVal a, LoVal b);
/* A pair of the callee's, in the caller's terms by now: an edge, or a pair of the caller's. */
void lo_site_emit_pair(const LoSite *at, const LoOpenPair *p);
/* `held` and then `acq`, in fn: an edge, or a pair for the callers to decide. */
void lo_site_emit(const LoSite *at, const LoHeld *held, const LoAcq *acq);
