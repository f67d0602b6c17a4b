/*
 * What a function does, in terms of its own parameters: the result of
 * interpreting its body once, bottom-up over the direct calls.
 *
 * Held sets, dropped locks and argument lists are ranges in `vals`/`helds` of
 * the summary, so that a summary is a handful of allocations.
 */
#pragma once

#include "summary/irq_state.h"
#include "summary/value.h"

typedef struct {
	LoVal lock;
	guint8 hold;		/* LoHold */
	guint8 try;
	guint8 inner;		/* got inside the call at `event`, not by it */
	guint8 nocheck;		/* makes no edges */
	guint8 unsure;		/* returns that it went through which may also come without it */
	guint8 through;		/* got by one of so many functions that a pointer may be, the most on the way; 0: by name */
	guint32 event;		/* index in LoSummary.events: how it was got; G_MAXUINT32 unknown */
	LoFnId via;		/* the one of these, where the event is a call through a pointer */
} LoHeld;

typedef enum {
	LO_EV_ACQUIRE,		/* lock */
	LO_EV_CALL,		/* callee */
	LO_EV_ICALL,		/* lock: value of the function pointer */
	LO_EV_INVOKE,		/* lock: container; slot: of what is registered on it */
	LO_EV_ORDER,		/* lock is taken elsewhere under the only held one */
	LO_EV_ENABLE,		/* interrupts are let in that were off */
	LO_EV_SPAWN,		/* lock: value of the function that a new thread runs; token */
	LO_EV_JOIN,		/* lock: the handle of the thread that is waited for */
	LO_EV_COMPLETE,		/* lock: a completion is signalled */
	LO_EV_MISUSE,		/* lock; hold: a LoMisuse */
	LO_EV_END,		/* the thread ends */
} LoEventKind;

/* A value made of parameters, and what it must be (LO_MASK_*). */
typedef struct {
	LoVal v;
	guint8 mask;
} LoCondition;

#define LO_EVENT_CONDS 3

/* A thread started by a function or its callees. */
typedef struct {
	LoVal token;		/* stands for the thread: what its handle holds */
	LoVal handle;		/* address of the handle, or NONE */
	guint32 many;		/* started again while it may still run; as wide as the others: sets are compared as bytes */
} LoRunning;

/* Which threads may run, and which of the callers' have ended. */
typedef struct {
	guint32 first_running, n_running;	/* in LoSummary.running */
	guint32 first_joined, n_joined;		/* in vals */
} LoThreadSet;

typedef struct {
	guint8 kind;		/* LoEventKind */
	guint8 hold, try;	/* ACQUIRE */
	guint8 wait;		/* ACQUIRE: waits for what runs under the lock */
	guint8 lock_kind;	/* ACQUIRE: LoLockKind of the model */
	guint8 irq;		/* LO_IRQ_*... so far in this function */
	guint8 reentrant;	/* ACQUIRE: whoever has it may take it again */
	guint8 nested;		/* ACQUIRE: another lock serialises those of the class */
	guint8 slept;		/* every way here has slept, or could have, since the entry */
	guint8 inherited;	/* ICALL, INVOKE, CALL: stands for via_event of via_fn, one call down */
	guint32 instr, line;
	LoVal lock;
	LoFnId callee;
	LoFieldId slot;		/* ICALL through a member, INVOKE; else LO_NO_ID */
	guint32 first_held, n_held;		/* in helds, oldest first */
	guint32 first_dropped, n_dropped;	/* in vals: locks of the caller that are released here */
	guint32 first_arg, n_args;		/* in vals */
	LoFnId via_fn;
	guint32 via_event;
	guint32 first_known, n_known;		/* CALL: in vals, pairs: value, mask that it has there */
	guint32 first_stored, n_stored;		/* CALL: in vals, pairs: address, number that was stored there, or NONE */
	LoVal zeroed;		/* CALL: a new object that is given away, or a part of it is; NONE: none */
	guint32 first_touched, n_touched;	/* in vals: its members, sorted, that are not known to be zero */
	LoCondition conds[LO_EVENT_CONDS];	/* it happens only if; v NONE: none */
	LoVal token;		/* SPAWN: as LoRunning */
	guint32 threads;	/* in LoSummary.thread_sets */
} LoEvent;

enum { LO_MASK_ZERO = 1, LO_MASK_POS = 2, LO_MASK_NEG = 4, LO_MASK_ANY = 7 };

/* One way to return: which locks are then held and dropped, for which values returned. */
typedef struct {
	guint8 mask;		/* LO_MASK_* of the value returned */
	LoIrqState irq;		/* relative to the entry */
	guint32 written;	/* bits of the first 32 parameters, see LoState */
	guint8 slept;
	LoVal ret;		/* NONE: unknown */
	guint32 first_held, n_held;
	guint32 first_dropped, n_dropped;
	guint32 first_maybe, n_maybe;	/* in vals: released if the caller holds them */
	guint32 first_out, n_outs;	/* in vals, pairs: address (made of parameters), value put there */
	guint32 first_part, n_parts;	/* in vals, pairs: member, value; of a record returned by value */
	guint32 first_cond, n_conds;	/* in vals, pairs: value made of parameters, mask it must have */
	LoVal zeroed;			/* a new object that is returned, or a part of it is; NONE: none */
	guint32 first_touched, n_touched;	/* as in LoEvent */
	guint32 threads;		/* in LoSummary.thread_sets */
} LoExit;

/* A name given after initialisation: to the lock in any case, or to some only. */
typedef enum { LO_SETCLASS_NO, LO_SETCLASS_ALL, LO_SETCLASS_SOME } LoSetClass;

typedef struct {
	LoVal lock, name, key;
	LoVal variant;		/* type of a mutex, count of a semaphore */
	guint8 lock_kind;
	guint8 setclass;	/* LoSetClass */
	guint32 line;
	LoFnId fn;		/* where it stands */
} LoInitFact;

typedef struct {
	LoFieldId slot;		/* LO_NO_ID: see addr */
	LoVal addr, value;
} LoStoreFact;

typedef enum { LO_REG_CONTAINER, LO_REG_CALLBACK, LO_REG_MODE } LoRegKind;

typedef struct {
	guint8 kind;		/* LoRegKind */
	guint8 context;		/* CALLBACK: LoContext */
	LoVal container;	/* CALLBACK: work= */
	LoVal object;		/* CALLBACK: the function */
	LoVal args[2];		/* CALLBACK: its first arguments */
	LoFnId fn;
	guint32 line, instr;
} LoRegFact;

/* A lock that one return leaves held, and every other has released. */
typedef struct {
	LoVal lock;
	guint32 event;		/* how it was got */
	guint32 line;		/* of the return */
	guint32 fails;		/* it returns an error code */
} LoLeak;

/* Two events: the one may happen before the other, which signals a completion. */
typedef struct {
	guint32 earlier, later;
} LoBefore;

typedef struct {
	GArray *events;		/* LoEvent */
	GArray *exits;		/* LoExit */
	GArray *helds;		/* LoHeld */
	GArray *vals;		/* LoVal */
	GArray *opens;		/* guint32: events whose target a caller may know */
	GArray *inits;		/* LoInitFact: name or key still a parameter, or final in this function */
	GArray *stores;		/* LoStoreFact: function pointers and locks put in members */
	GArray *regs;		/* LoRegFact */
	GArray *running;	/* LoRunning */
	GArray *thread_sets;	/* LoThreadSet; [0] is empty */
	GArray *leaks;		/* LoLeak */
	GArray *modified;	/* LoFieldId, sorted: members that the body, or a callee, stores to */
	GArray *befores;	/* LoBefore */
	gboolean done, truncated;
	guint32 completes;	/* calls to the next complete(), plus one; 0: none near */
	guint32 sorts;		/* a branch asks which of two objects comes first, by a member or by address */
	guint32 changes;	/* lo_summary_passes_locks_on(), by what it calls by name */
} LoSummary;

/* The members of a range in `vals`; NULL for none. */
static inline const LoFieldId *lo_touched_at(const LoSummary *s, guint32 first, guint n)
{
	return n ? &g_array_index(s->vals, LoFieldId, first) : NULL;
}

/* Can the function not return without having slept?  Then it is not called where nobody may sleep. */
gboolean lo_summary_sleeps(const LoSummary *s);

LoSummary *lo_summary_new(void);
void lo_summary_free(LoSummary *s);

typedef struct LoIndirect LoIndirect;

/* Where the summaries of what a body calls are; NULL from `find`: there is none, or not yet. */
typedef struct {
	const LoSummary *(*find)(LoFnId fn, gpointer data);
	gpointer data;
} LoKnownSummaries;

LoKnownSummaries lo_known_summaries(LoSummary **all);	/* per function; lent */
/* Interprets one body with the summaries of what it calls (none: no effect); `indirect` may be NULL. */
LoSummary *lo_interpret(LoVals *vals, LoFnId fn, LoKnownSummaries known, LoIndirect *indirect);
/* Does it return with locks held or released, in any way? */
gboolean lo_summary_changes_locks(const LoSummary *s);
/* The same, what it only releases for a while left out. */
gboolean lo_summary_passes_locks_on(const LoVals *vals, const LoSummary *s);
