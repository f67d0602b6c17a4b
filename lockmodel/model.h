/*
 * Lock primitives as data: what each modelled function does to locks, read from
 * model files (shipped: linux.model, pthread.model; user's: --model FILE).
 * lockorder-model(5) documents the format; model.c parses it.
 *
 * A file is lines; '#' starts a comment, a line ending in '\' goes on.
 *
 *   function NAME[,NAME...] [unscanned] [unless FUNCTION] EFFECT [; EFFECT]...
 *       says all that a call of NAME does, in this order; its body is not
 *       descended into, unless one of the effects is `descend`.  With
 *       `unless`, only in a tree that has no call of FUNCTION: there its own
 *       body says it (lock_acquire: a tree with lockdep's annotations).  With
 *       `unscanned`, only where no body of NAME was read: rtnl_lock(); with both,
 *       either is enough.  A
 *       NAME that ends in '*' stands for every function that starts so and
 *       has no line of its own; the longest one wins
 *   macro NAME[,NAME...] EFFECT [; EFFECT]...
 *       the same for a call of an unmodelled function, or for a store, that
 *       comes from an invocation of the macro: spin_lock_init() without
 *       lockdep is a store.  arg0 of a store is the lock stored to
 *   transparent RECORD FIELD [RECORD FIELD]...
 *       the address of the member is the lock of the whole: spinlock.rlock
 *   type RECORD[,RECORD...] kind=KIND
 *       a lock type, to tell the kind of a class and its default name
 *   slot RECORD.FIELD EFFECT [; EFFECT]...
 *       what a call through this function-pointer member does, instead of its
 *       targets (hubs, or lock operations behind an ops table)
 *   entry RECORD.FIELD|RECORD.* [called] [context=CONTEXT] [after=FIELD] [unless=FIELD] [hold=PLACE]... [(PLACE, ...)]
 *       a function stored in this member is started from outside with nothing
 *       held but the locks named; `object` is the record that holds the
 *       member.  Its first arguments may follow.  A call through it is not
 *       followed: its caller is the outside.  With `called` it is: the locks
 *       named are what every caller holds, scanned or not (ndo_stop and rtnl).
 *       With `after` so are those that the function in that member of the same
 *       record returns with (seq_operations: start, show, stop).  With `unless`
 *       nothing is held where the record, or a record in it, has a member of
 *       that name that is initialised to other than zero
 *   runs RECORD.FIELD|NAME[,...] context=CONTEXT[,CONTEXT...]
 *       functions in these members, or so named (NAME may end in '*'), are called in these contexts, by code that
 *       need not be among what is scanned; calls through them are followed
 *   walked RECORD.FIELD|RECORD.*[,...]
 *       who calls through the member walks a table or a list and calls what is stored in each: none of the functions
 *       is chosen, all run
 *   counter RECORD.FIELD softirq|hardirq
 *       code that adds to the member is in such an interrupt until it subtracts
 *   alias NAME = NAME
 *       NAME has the effects of the other (must come later in the file)
 *   include NAME
 *       reads a shipped model or a file beside this one
 *   key NAME = CLASS
 *       the class key variable NAME makes locks of this class name; the CLASS
 *       `novalidate` takes them out of the order graph
 *   class RECORD FIELD NAME [novalidate] [through=RECORD.FIELD] [in=PATH]
 *       what lockdep calls the class of that member where no initialisation of
 *       it was read: the unit that does it was not scanned.  Of several names
 *       the one with `through` is for objects got through that pointer, the one
 *       with `in` for code in files whose path begins so
 *   same NAME = pseudo:NAME
 *       the variable is that pseudo lock: __fs_reclaim_map and fs_reclaim
 *   shield pseudo:NAME CLASS
 *       while the pseudo lock is held, acquiring a lock of the class says
 *       nothing: memalloc_nofs_save() and fs_reclaim
 *   undo NAME[,NAME...] after MAKER[,MAKER...] CLASS
 *       who calls a MAKER and then one of the functions with the same first argument takes back what it has just made:
 *       nobody else holds the locks of the class that are taken there
 *   last-reference NAME[,NAME...]
 *       the function's result says whether a reference that was put was the last one: refcount_dec_and_test()
 *   trampoline NAME* = RECORD.*
 *       functions that begin so and have no body call through the member that
 *       the star stands for, without a number at its end
 *
 * EFFECT, each may end in [if COND] [when argN & MASK == VALUE]:
 *   acquire PLACE [shared|recursive|queued|read=argN] [reentrant] [try|try=argN] [nocheck|check=argN] [kind=KIND]
 *           [subclass=N|argN] [nest=PLACE]
 *   release PLACE [maybe]
 *   downgrade PLACE
 *   touch PLACE [...] [known]   acquire and release at once (an annotation, a wait for a lock); known: only where
 *                            scanned code names the member: what is inside a lock is no news in a driver
 *   order PLACE PLACE        somewhere else, with nothing else held, the second is taken under the first
 *   wait PLACE [kind=KIND]   waits for what runs under PLACE: a work item, a timer, a completion
 *   complete PLACE [kind=KIND]   the other side of a completion
 *   init PLACE [name=argN|name=textN|name="..."] [key=argN] [kind=KIND] [subclass=N|argN] [attr=PLACE|count=PLACE]
 *                            attr=: what was put there is the type of the mutex; count=: of a semaphore
 *   destroy PLACE            nobody may hold it
 *   setclass PLACE [name=...] [key=argN] [subclass=...]    of an initialised lock
 *   copyclass PLACE from=PLACE   the first is of the class of the second from now on
 *   novalidate PLACE
 *   irq off|on|save|restore, bh off|on, preempt off|on, hardirq enter|exit, softirq enter|exit
 *   mode PLACE context=CONTEXT   the function that an `entry` of this object starts runs in that context
 *   sleeps                   may sleep: is not called where that is forbidden
 *   noreturn
 *   ends                     the thread that calls it
 *   assume PLACE             returns only where that is not zero
 *   cut                      nothing else happens; not descended into
 *   descend                  the body is analysed as well
 *   returns PLACE            the value returned
 *   callback argN [context=process|work|thread|timer|softirq|hardirq|rcu|atomic|bh] [work=PLACE] [object=PLACE] [(PLACE, ...)]
 *                            stored and called later, with none of our locks and these first arguments; it holds
 *                            the class of object= or work=
 *   call argN [(PLACE, ...)] called now, in our context, with these arguments
 *   spawn argN [(PLACE)] [handle=PLACE]   a thread runs the function; its handle is stored at the place, or is `ret`
 *   join PLACE               the thread with that handle has ended
 *   put PLACE PLACE          the second is stored at the first
 *   result COND              the value returned
 *   register container=PLACE object=PLACE
 *   invoke container=PLACE slot=RECORD.FIELD [(PLACE, ...)]
 *                            calls that member of everything registered on the container
 *
 * PLACE: argN, ret, object, any:RECORD, global:NAME, pseudo:NAME, symbol:argN, each followed by any of
 *   ->FIELD (member of the object pointed at, through a load where what stands before is a member)
 *   .FIELD  (member, no load).  `arg0->wq.lock`: arg0 is a pointer, so the first -> adds no load.
 *   FIELD is NAME or RECORD:NAME: `arg0->blocking_notifier_head:rwsem`.
 *   `object` is the registered object in the arguments of invoke, and the record of an `entry`;
 *   `any:RECORD` is some object of that type, known by its class only: `any:rq.__lock`.
 * COND: zero nonzero null nonnull negative nonnegative positive   (of the value returned)
 *
 * A literal name may hold {argN}, the string argument N or the name of the
 * variable whose address it is, {textN}, argument N of the macro as written, and {fmtN,M}, the printf format in argument N with
 * arguments from M on.  Where name=argN is no known string, the class is named
 * by argument 0 of the macro as written, if there is one.  An effect with
 * `when` on an argument that is no known constant does not happen.
 */
#pragma once

#include "facts/solution.h"

typedef enum {
	LO_EFFECT_ACQUIRE, LO_EFFECT_RELEASE, LO_EFFECT_DOWNGRADE, LO_EFFECT_TOUCH, LO_EFFECT_WAIT, LO_EFFECT_COMPLETE,
	LO_EFFECT_INIT, LO_EFFECT_DESTROY, LO_EFFECT_SETCLASS, LO_EFFECT_NOVALIDATE,
	LO_EFFECT_CONTEXT,	/* irq, bh, preempt state: `context` */
	LO_EFFECT_NORETURN, LO_EFFECT_CUT, LO_EFFECT_DESCEND, LO_EFFECT_RETURNS,
	LO_EFFECT_CALLBACK, LO_EFFECT_CALL, LO_EFFECT_REGISTER, LO_EFFECT_INVOKE,
	LO_EFFECT_ORDER, LO_EFFECT_COPYCLASS, LO_EFFECT_SPAWN, LO_EFFECT_JOIN, LO_EFFECT_PUT, LO_EFFECT_RESULT,
	LO_EFFECT_SLEEPS, LO_EFFECT_MODE, LO_EFFECT_ENDS, LO_EFFECT_ASSUME,
} LoEffectKind;

typedef enum {
	LO_CTX_NONE,
	LO_CTX_IRQ_OFF, LO_CTX_IRQ_ON, LO_CTX_IRQ_SAVE, LO_CTX_IRQ_RESTORE,
	LO_CTX_BH_OFF, LO_CTX_BH_ON, LO_CTX_PREEMPT_OFF, LO_CTX_PREEMPT_ON,
	LO_CTX_HARDIRQ_ENTER, LO_CTX_HARDIRQ_EXIT, LO_CTX_SOFTIRQ_ENTER, LO_CTX_SOFTIRQ_EXIT,
	LO_CTX_RCU_ENTER, LO_CTX_RCU_EXIT,
	/* where a callback runs */
	LO_CTX_PROCESS, LO_CTX_WORK, LO_CTX_THREAD, LO_CTX_TIMER, LO_CTX_SOFTIRQ, LO_CTX_HARDIRQ, LO_CTX_RCU,
	LO_CTX_ATOMIC,	/* a process, hard interrupts off */
	LO_CTX_BH,	/* a process, softirqs off */
	LO_CTX_EXIT,	/* the main thread, when it has returned */
} LoContext;

typedef enum { LO_COND_ALWAYS, LO_COND_ZERO, LO_COND_NONZERO, LO_COND_NULL, LO_COND_NONNULL,
	       LO_COND_NEGATIVE, LO_COND_NONNEGATIVE, LO_COND_POSITIVE } LoCond;

typedef enum { LO_PLACE_NONE, LO_PLACE_ARG, LO_PLACE_RET, LO_PLACE_GLOBAL, LO_PLACE_PSEUDO,
	       LO_PLACE_OBJECT, LO_PLACE_ANY, LO_PLACE_SYMBOL } LoPlaceRoot;

typedef struct {
	char *record;		/* "": not written, take the type of what stands before */
	char *field;
	gboolean load;		/* ->: load the value before taking the member */
} LoPlaceStep;

typedef struct {
	LoPlaceRoot root;
	guint arg;		/* ARG; SYMBOL: the function named by this string */
	char *name;		/* GLOBAL, PSEUDO; ANY: the record */
	GArray *steps;		/* LoPlaceStep; the -> directly after argN or ret has load FALSE */
} LoPlace;

typedef enum { LO_NAME_DEFAULT, LO_NAME_ARG, LO_NAME_TEXT, LO_NAME_LITERAL } LoNameFrom;

typedef struct {
	LoEffectKind kind;
	LoPlace place;		/* the lock; CALLBACK, CALL: the function; REGISTER, INVOKE: the container */
	LoPlace nest;		/* nest= */
	LoPlace object;		/* REGISTER object=, CALLBACK work=/object=, SPAWN handle=, ORDER and PUT the second, COPYCLASS from= */
	LoPlace variant;	/* INIT attr=, count= */
	gboolean variant_stored;	/* attr=: the value stored there */
	LoHold hold;
	gint read_arg;		/* 0 exclusive, 1 shared, 2 recursive in that argument; -1: `hold` says */
	gint try_arg;		/* nonzero: a trylock; -1: `try` says */
	gint check_arg;		/* zero: makes no edges; -1: `nocheck` says */
	gboolean nocheck;
	gboolean queued;	/* hold is SHARED, but RECURSIVE in an interrupt: queued rwlocks */
	gboolean known;		/* TOUCH: only where scanned code names the member */
	gboolean reentrant;	/* ACQUIRE: the owner may take it again */
	gboolean maybe;		/* RELEASE: fine when it is not held */
	gboolean try;
	LoCond cond;
	LoLockKind lock_kind;
	gint subclass;		/* constant */
	gint subclass_arg;	/* -1: none */
	gint when_arg;		/* -1: always */
	guint64 when_mask, when_value;
	LoNameFrom name_from;
	gint name_arg;		/* ARG: argument that is a string; TEXT: argument N of the macro as written */
	char *name;		/* LITERAL, with {arg}, {text}, {fmt} not yet replaced */
	gint key_arg;		/* -1: none */
	LoContext context;
	char *slot_record, *slot_field;	/* INVOKE */
	GArray *args;		/* LoPlace, CALL, INVOKE and SPAWN */
	gboolean has_args;	/* an argument list was written, maybe empty */
	guint32 line;		/* in the model file, for messages */
} LoEffect;

typedef struct {
	char *name;
	GArray *effects;	/* LoEffect */
	gboolean descend;
	gboolean unscanned;	/* not where a body of it is known */
	const char *unless;	/* NULL, or not in a tree that calls this function; owned by the model */
	const char *file;	/* of the model, owned by the model */
	guint32 line;
} LoPrimitive;

/* A function-pointer member whose functions are started from outside. */
typedef struct {
	LoContext context;
	GArray *hold;		/* LoPlace: `object` or a global, held on entry */
	GArray *args;		/* LoPlace: the first arguments, as far as they are known */
	gboolean called;	/* calls through the member are followed as well */
	char *after;		/* owned; NULL, or the member of the same record whose function has returned, with the locks
				 * that it leaves held */
	char *unless;		/* owned; NULL, or nothing is held where the record, or one that is a member of it, has a member of
				 * this name that is initialised to other than zero */
	char *unscanned;	/* owned; NULL, or it holds only where no body of this function was scanned */
	const char *file;
	guint32 line;
} LoEntry;

typedef struct LoModel LoModel;

LoModel *lo_model_new(void);
void lo_model_free(LoModel *m);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(LoModel, lo_model_free)

/* Adds a file's definitions; a later definition of a name replaces the earlier one.
 * Errors are "file:line: what is wrong" and leave the model as it was. */
gboolean lo_model_add_file(LoModel *m, const char *path, GError **error);
gboolean lo_model_add_text(LoModel *m, const char *name, const char *text, gssize len, GError **error);
/* The shipped models, compiled in as GResource or byte arrays: "linux", "pthread". */
gboolean lo_model_add_shipped(LoModel *m, const char *name, GError **error);

const LoPrimitive *lo_model_function(const LoModel *m, const char *name);	/* NULL: not modelled */
/* The member (transfer full) of *record that a function without a body calls through; NULL: none. */
char *lo_model_trampoline(const LoModel *m, const char *name, const char **record);
const LoPrimitive *lo_model_macro(const LoModel *m, const char *name);
const LoEntry *lo_model_entry(const LoModel *m, const char *record, const char *field);
gboolean lo_model_is_flag(const LoModel *m, const char *field);	/* named by some entry's `unless` */
const LoPrimitive *lo_model_slot(const LoModel *m, const char *record, const char *field);
/* A name for the class of a member; `through` is "record.field" or "", `in` begins the paths of files, or is "". */
typedef struct {
	const char *name, *through, *in;
	gboolean novalidate;
} LoMemberClass;

const GArray *lo_model_member_classes(const LoModel *m, const char *record, const char *field);	/* LoMemberClass; NULL for none */
/* LO_CTX_SOFTIRQ or LO_CTX_HARDIRQ where the member counts these; else LO_CTX_NONE. */
/* Bits 1 << LoContext: how else the functions in the member are called; 0: nothing is said. */
guint lo_model_runs(const LoModel *m, const char *record, const char *field);
guint lo_model_runs_function(const LoModel *m, const char *name);	/* of the function itself */
/* Who calls through the member walks a table or a list, and calls every function that is stored there. */
gboolean lo_model_is_walked(const LoModel *m, const char *record, const char *field);
LoContext lo_model_counter(const LoModel *m, const char *record, const char *field);
gboolean lo_model_is_transparent(const LoModel *m, const char *record, const char *field);
LoLockKind lo_model_type(const LoModel *m, const char *record);	/* LO_LOCK_UNKNOWN: no lock type */
const char *lo_model_key(const LoModel *m, const char *variable);
const char *lo_model_same(const LoModel *m, const char *variable);	/* the pseudo lock's name, or NULL */
/* Is there a function that takes back what this one has made? */
gboolean lo_model_is_undone(const LoModel *m, const char *maker);
/* Does the function do so, and what it does to locks of the class says nothing then?  class_name NULL: some class. */
gboolean lo_model_undoes(const LoModel *m, const char *function, const char *maker, const char *class_name);
/* Does it return an object whose bytes are all zero? */
gboolean lo_model_is_zeroing(const LoModel *m, const char *function);
gboolean lo_model_is_last_reference(const LoModel *m, const char *function);
/* class_name NULL: is it a shield of anything? */
gboolean lo_model_shields(const LoModel *m, const char *pseudo, const char *class_name);	/* NULL: any class at all */
/* Every modelled function, sorted by name: for listings and for the solver's roots. */
char **lo_model_names(const LoModel *m);	/* transfer full: g_strfreev() */
/* Hash of everything in it: a solution made with another model is stale. */
char *lo_model_hash(const LoModel *m);
