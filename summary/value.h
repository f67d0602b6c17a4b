/*
 * Symbolic values, hash-consed over the whole program: equal values are one
 * LoVal, comparing is comparing ids.
 *
 * A summary speaks of its function's own parameters (LO_VAL_PARAM); a call site
 * substitutes the arguments, which is what makes `(memory_chain).rwsem` out of
 * `&nh->rwsem`.  Values are bounded in depth; beyond, the inner part becomes
 * LO_VAL_NONE, "some value", under which members still name a class.
 */
#pragma once

#include "callgraph/program.h"
#include "common/pack.h"
#include "lockmodel/model.h"

typedef guint32 LoVal;
#define LO_VAL_NONE 0

typedef enum {
	LO_V_NONE,
	LO_V_CONST,	/* k */
	LO_V_STR,	/* a: index in strings */
	LO_V_PARAM,	/* a: number */
	LO_V_VAR,	/* a: LoVarId; its address */
	LO_V_FN,	/* a: LoFnId */
	LO_V_FIELD,	/* a: base address, b: LoFieldId */
	LO_V_INDEX,	/* a: base address, k: constant index or -1, b: index in terms of a parameter or NONE */
	LO_V_LOAD,	/* a: address */
	LO_V_CONT,	/* a: member's address, b: LoFieldId */
	LO_V_LOCAL,	/* a: function, b: slot; a stack object's address */
	LO_V_OPAQUE,	/* a: function, b: site; something new made there; k: 1 if it differs per iteration */
	LO_V_NOT,	/* a */
	LO_V_BIN,	/* op, a, b */
	LO_V_GATE,	/* a: lock, taken only if (b & k >> 32) == (k & 0xffffffff) */
	LO_V_PSEUDO,	/* a: index in strings; a lock without an object */
	LO_V_SUB,	/* a: lock, k: subclass, or LO_SUB_ANY */
	LO_V_SUBARG,	/* a: lock, b: value of the subclass, not yet constant */
	LO_V_EITHER,	/* a or b: two paths joined */
} LoValKind;

/* What a value contains: parameters; opaques or stack; something that differs per iteration; a memory read. */
enum { LO_VF_PARAM = 1, LO_VF_LOCAL = 2, LO_VF_LOOP = 4, LO_VF_LOAD = 8 };

typedef struct {
	guint8 kind, op, depth, flags;
	guint32 a, b;
	gint64 k;
} LoValue;

typedef struct LoVals LoVals;

LoVals *lo_vals_new(LoProgram *p, const LoModel *m);
void lo_vals_free(LoVals *vs);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(LoVals, lo_vals_free)
/*
 * The same values, for another thread to make more of, while its lender lives and notes nothing new about the program.
 * Before and after there are several, the lender is told: that others end does not end one's own.
 */
LoVals *lo_vals_borrow(const LoVals *whole);
void lo_vals_share(LoVals *vs, gboolean shared);
gboolean lo_vals_is_borrowed(const LoVals *vs);

const LoValue *lo_val(const LoVals *vs, LoVal v);	/* as long as vs */
guint32 lo_vals_count(const LoVals *vs);
/* < 0, 0, > 0: an order by what they are, whereas ids come as they come. */
int lo_val_compare(const LoVals *vs, LoVal a, LoVal b);

LoVal lo_val_const(LoVals *vs, gint64 k);
LoVal lo_val_str(LoVals *vs, const char *s);
const char *lo_val_get_str(const LoVals *vs, LoVal v);	/* of STR and PSEUDO, else NULL */
LoVal lo_val_param(LoVals *vs, guint32 i);
LoVal lo_val_var(LoVals *vs, LoVarId id);
LoVal lo_val_fn(LoVals *vs, LoFnId id);
LoVal lo_val_field(LoVals *vs, LoVal base, LoFieldId f);
LoVal lo_val_index(LoVals *vs, LoVal base, gint64 k);
LoVal lo_val_element(LoVals *vs, LoVal base, LoVal index);
LoVal lo_val_load(LoVals *vs, LoVal addr);	/* of a variable's known initial pointer: that pointer */
LoVal lo_val_cont(LoVals *vs, LoVal base, LoFieldId f);
LoVal lo_val_local(LoVals *vs, LoFnId fn, guint32 slot);
/* Sites below are calls, by their instruction; then threads, joins of paths, what a call may have changed. */
enum { LO_SITE_THREAD = 1 << 29, LO_SITE_JOIN = 1 << 30, LO_SITE_MEMBER = 5 << 28, LO_SITE_CLOBBER = 3 << 29 };
LoVal lo_val_opaque(LoVals *vs, LoFnId fn, guint32 site, gboolean loop);
/* Is it the address of a function's own variable, or of a callee's? */
gboolean lo_val_is_variable(const LoVals *vs, LoVal v);
LoVal lo_val_not(LoVals *vs, LoVal a);
LoVal lo_val_bin(LoVals *vs, LoBinop op, LoVal a, LoVal b);
guint32 lo_val_possible_bits(const LoVals *vs, LoVal v);	/* that can be set: masks bound what is unknown */
LoVal lo_val_gate(LoVals *vs, LoVal lock, LoVal cond, guint32 mask, guint32 value);	/* NONE when it is never taken */
LoVal lo_val_pseudo(LoVals *vs, const char *name);
/* A subclass that code finds at run time: of the class itself, but not to be held against another one. */
#define LO_SUB_ANY -1
LoVal lo_val_sub(LoVals *vs, LoVal lock, LoVal subclass);
/* NONE when they are not of the kinds that are kept apart, or too many; in a loop these are function
 * pointers only, since others go on for ever. */
LoVal lo_val_either(LoVals *vs, LoVal a, LoVal b, gboolean loop);
/* The values that v may be, at most 8, in `out`; their number. */
guint lo_val_alternatives(const LoVals *vs, LoVal v, LoVal out[8]);
gboolean lo_val_contains(const LoVals *vs, LoVal v, LoVal what);	/* is `what` v, or part of what it is computed from? */
LoVal lo_val_base_lock(const LoVals *vs, LoVal v);	/* without GATE and SUB */

/*
 * The values as bytes and back, with the ids that they have.  Of the values only those in `used` (one
 * byte for each) and what they are made of: the ids of the others stand for nothing afterwards.
 */
void lo_vals_pack(const LoVals *vs, guint8 *used, GByteArray *out);
/* Never NULL; to be thrown away when the reader is bad after it. */
LoVals *lo_vals_unpack(LoProgram *p, const LoModel *m, LoUnpacker *u);
/* Does some body store to the member? */
gboolean lo_vals_is_assigned(const LoVals *vs, LoFieldId f);
/* Bodies and variables that have changed: what was read off them is read again. */
void lo_vals_note_body(LoVals *vs, LoFnId id);
void lo_vals_forget_variable(LoVals *vs, LoVarId id);
void lo_vals_note_variable(LoVals *vs, LoVarId id);

/* May it be another object the next time: an element whose index is not known, one per iteration?  With `any_index`
 * also an element of a known index, which per-cpu data have in all their copies. */
gboolean lo_val_is_one_of_many(const LoVals *vs, LoVal v, gboolean any_index);

/* v with the callee's parameters replaced; its stack and opaques become the caller's at `site`. */
LoVal lo_val_subst(LoVals *vs, LoVal v, const LoVal *args, guint n_args, LoFnId caller, guint32 site);

/* The same where the caller knows some of what its memory holds: NONE from `load` means it does not. */
/* v with the parameters replaced, the function's own objects left as they are. */
LoVal lo_val_bind(LoVals *vs, LoVal v, const LoVal *args, guint n_args);

typedef LoVal (*LoMemory)(LoVal addr, gconstpointer data);
LoVal lo_val_subst_in(LoVals *vs, LoVal v, const LoVal *args, guint n_args, LoFnId caller, guint32 site,
		      LoMemory load, gconstpointer data);

/* A term of fn's body that has no locals (an initialiser's). */
LoVal lo_val_of_static_term(LoVals *vs, const LoFn *fn, LoTermId t);
/* What initialisers put at addr (made of VAR, FIELD, INDEX), or NONE. */
LoVal lo_val_initial(const LoVals *vs, LoVal addr);
typedef void (*LoInitialVisitor)(LoVals *vs, LoVal addr, LoVal value, LoVarId var, gpointer data);
void lo_vals_each_initial(LoVals *vs, LoInitialVisitor visit, gpointer data);	/* in program order */

LoProgram *lo_vals_program(const LoVals *vs);
const LoModel *lo_vals_model(const LoVals *vs);
gboolean lo_vals_is_user(const LoVals *vs);	/* a program with a main() of its own, no kernel */
gboolean lo_vals_is_small(const LoVals *vs);	/* and small enough to tell its values apart in full */
/* The model's lines for a function, NULL if it has none that apply in this program. */
const LoPrimitive *lo_vals_primitive(LoVals *vs, LoFnId fn);
char *lo_val_to_string(const LoVals *vs, LoVal v);	/* for people */
