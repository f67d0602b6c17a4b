/* Private to the interpreter: the run of one body. */
#pragma once

#include "summary/flow.h"
#include "summary/indirect.h"
#include "summary/state.h"

#define LO_MAX_EXITS 12

typedef struct {
	LoVals *vals;
	LoProgram *program;
	const LoModel *model;
	LoKnownSummaries known;
	LoIndirect *indirect;	/* NULL: not known yet */
	LoFnId fn;
	const LoFn *body;
	LoSummary *out;
	GPtrArray **blocks;	/* per block: LoState *, the disjuncts at its entry */
	LoFlow flow;
	guint8 *waiting;	/* per place in the flow's order: states there have not been run */
	/* members and objects, as lo_lock_place() has them, that the body or a callee releases while held here; takes */
	GHashTable *released, *acquired;
	GArray *returns;	/* private to leaks.c */
	GHashTable *modified;	/* LoFieldId + 1 of the members that the body or a callee stores to */
	GHashTable *seen_callees;	/* whose summaries are in `modified` */
	gboolean unbalanced[LO_MAX_EXITS];	/* per exit */
	GHashTable *seen_events;/* hash of event -> index + 1 */
	GArray *loop_joins;	/* LoLoopJoin */
	GArray *misuses;	/* of misuse.c */
	guint32 budget;
	gboolean careful;	/* states that differ in locals are not joined, up to a limit */
} LoRun;

/* What a value of the callee's is in the caller; v NONE: none yet. */
#define LO_PUTS 64
typedef struct {
	LoVal v, here;
} LoPut;

/* One call in one state. Follow-up states (the ways the callee returns) are added to `next`. */
typedef struct {
	LoRun *run;
	LoState *s;		/* owned by the caller until put in `next` */
	const LoInstr *in;
	guint32 instr;
	LoFnId callee;		/* LO_NO_ID: indirect */
	LoVal target;
	LoVal *args;
	guint n_args;
	GPtrArray *next;	/* LoState * */
	gboolean forks;		/* an effect may leave several states, in `ways` */
	GPtrArray *ways;	/* LoState * */
	guint8 through;		/* a pointer, one of so many functions; 0: called by name */
	LoPut *puts;		/* LO_PUTS, while many of the callee's values are put in with arguments and state unchanged; or NULL */
} LoCallSite;

const LoSummary *lo_find_summary(const LoRun *run, LoFnId fn);	/* NULL: none, or not yet */
LoVal lo_eval(LoRun *run, const LoState *s, LoTermId t);
LoVal lo_zero_number(const LoRun *run, const LoState *s, LoVal addr);	/* 0 where a number in a new object is not set yet, or NONE */
LoVal lo_load_known(LoRun *run, const LoState *s, LoVal addr);	/* what the path has stored at addr, else a load of it */
/* TRUE when the call is done with (modelled and not to be descended into). */
gboolean lo_apply_primitive(LoCallSite *c, const LoPrimitive *prim);
/* A store that a macro of the model makes: what the macro does to the lock that is stored to. */
void lo_apply_store_macro(LoCallSite *c, LoVal addr);
const LoPrimitive *lo_macro_primitive(const LoCallSite *c);	/* of the invocation that the instruction comes from, or NULL */
/* Interrupts are let in: the locks that the state holds may be taken by them. */
void lo_note_enabled(LoCallSite *c, LoState *s);
/* A store that counts a kind of interrupt up or down (model: counter). */
void lo_apply_counter(LoRun *run, LoState *s, LoVal addr, LoVal value);
void lo_add_reg(LoCallSite *c, LoRegFact f);	/* once, with the place of the call */
guint32 lo_record_event(LoCallSite *c, LoEvent ev);
void lo_do_call(LoCallSite *c);	/* the call, whatever it is */
void lo_apply_summary(LoCallSite *c, const LoSummary *g, guint32 event);	/* the callee returns */
LoVal lo_to_caller(LoCallSite *c, LoVal v);	/* a value in the callee's terms */
/*
 * What the functions that the event may call through a pointer leave held: LoState * for each way to return, owned by the
 * caller, c->s being left as it is; NULL: nothing.  *others: it may be one that changes nothing as well.
 */
GPtrArray *lo_carry(LoCallSite *c, guint32 event, gboolean *others);
LoFieldId lo_slot_of(LoVals *vals, LoVal target);	/* the member that it is loaded from, or LO_NO_ID */
/* What is given away by address may come back changed: the arguments of these bits. */
void lo_clobber_outs(LoCallSite *c, LoState *s, guint32 written);
void lo_note_exit(LoRun *run, LoState *s, LoVal ret, gint32 slot);	/* a return; slot: of the local returned whole, or -1 */
gboolean lo_is_own_local(const LoRun *run, LoVal addr);	/* in one of the variables of the function itself */
void lo_note_modified(LoRun *run, LoVal addr);	/* something is stored at addr */
void lo_modify(LoCallSite *c, LoState *s, const LoSummary *g);	/* what the callee stores to is no longer what it was */
void lo_add_modified(LoCallSite *c, const LoSummary *g);
void lo_summarise_modified(LoRun *run);
GArray *lo_returns_new(void);
void lo_note_return(LoRun *run, const LoState *s, guint32 block, LoVal ret);
void lo_find_leaks(LoRun *run);	/* locks that one return forgets */
void lo_drop_unbalanced_exits(LoRun *run);
gpointer lo_lock_place(const LoVals *vals, LoVal lock);	/* the same for one member of different objects */
void lo_record_store(LoRun *run, LoVal addr, LoVal value);
void lo_note_acquired(LoRun *run, LoVal lock);
void lo_release(LoCallSite *c, LoState *s, LoVal lock);
void lo_release_maybe(LoCallSite *c, LoState *s, LoVal lock);
void lo_set_result(LoCallSite *c, LoState *s, LoVal v);
LoVal lo_fresh_result(LoCallSite *c, LoState *s);
void lo_put_out(LoCallSite *c, LoState *s, LoVal addr, LoVal value);	/* *addr = value, of a local too */
