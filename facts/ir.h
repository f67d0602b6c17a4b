/*
 * The intermediate representation: what one function body does, as a
 * control-flow graph of lock-agnostic events.
 *
 * The frontend builds it, the store keeps it as one self-contained blob per
 * function (its strings, symbols and terms are inside), and the solver reads
 * it.  It does not know what a lock is: a new lock model needs no new parse.
 *
 * Terms are the values that a body computes, hash-consed per function: two
 * equal expressions are one LoTermId, and an operand's id is always smaller
 * than the id of the term that uses it.  Every term is an r-value; the lvalue
 * `p->a.b` is the term of its address, FIELD(FIELD(value of p, a), b), and
 * reading it is LOAD of that.
 *
 * Ownership: an LoFunc owns everything it points at; strings returned by its
 * accessors are valid until lo_func_free().
 */
#pragma once

#include <glib.h>

typedef guint32 LoTermId;	/* index in LoFunc.terms */
typedef guint32 LoStrId;	/* index in LoFunc.strings; 0 is "" */
#define LO_NO_TERM G_MAXUINT32
#define LO_NO_SLOT (-1)

typedef enum {
	LO_TERM_UNKNOWN,	/* a value that the frontend does not follow */
	LO_TERM_CONST,		/* k: integer constant (null pointer is 0) */
	LO_TERM_STRING,		/* str: a string literal */
	LO_TERM_LOCAL,		/* slot: the present value of a local or parameter */
	LO_TERM_LOCAL_ADDR,	/* slot: the address of a local */
	LO_TERM_GLOBAL,		/* sym: the address of a global or static variable */
	LO_TERM_FUNC,		/* sym: the address of a function */
	LO_TERM_FIELD,		/* a + field: the address of a member of the object at a */
	LO_TERM_INDEX,		/* a[b]: the address of an element; b LO_NO_TERM if unknown */
	LO_TERM_LOAD,		/* *a: the value stored at address a */
	LO_TERM_CONTAINER,	/* container_of(a, field.record, field) */
	LO_TERM_NOT,		/* !a */
	LO_TERM_BINOP,		/* a op b */
	LO_TERM__N,
} LoTermKind;

typedef enum {
	LO_BINOP_EQ, LO_BINOP_NE, LO_BINOP_LT, LO_BINOP_LE, LO_BINOP_GT, LO_BINOP_GE,
	LO_BINOP_AND, LO_BINOP_OR, LO_BINOP_XOR,	/* bitwise */
	LO_BINOP_ADD, LO_BINOP_SUB,			/* integers only: pointer + n is INDEX */
	LO_BINOP_OTHER,					/* computed from a and b somehow */
	LO_BINOP_MUL, LO_BINOP_DIV, LO_BINOP_REM,
} LoBinop;

/* A member: its record's tag and its name.  The record of a member of an
 * anonymous struct or union is the nearest named record around it, followed by
 * the names of the named members in between: `struct cpuhp_step { union { int
 * (*single)(unsigned); } startup; }` gives record "cpuhp_step.startup", name
 * "single".  Tags are written without "struct"/"union"; typedef'd anonymous
 * records use the typedef's name. */
typedef struct {
	LoStrId record;
	LoStrId name;
	LoStrId type;		/* of the member, see LoLocal.type */
} LoField;

/* A function or variable.  `scope` is "" for external linkage, otherwise the
 * path of the file that defines it (function-local statics: "path:function"). */
typedef struct {
	LoStrId name;
	LoStrId scope;
	LoStrId type;		/* variables: as LoLocal.type; functions: canonical signature */
} LoSym;

typedef struct {
	guint8 kind;		/* LoTermKind */
	guint8 op;		/* LoBinop, of LO_TERM_BINOP */
	guint32 a;		/* operand: LoTermId; LOCAL*: slot; GLOBAL, FUNC: index in syms; STRING: LoStrId */
	guint32 b;		/* operand: LoTermId; FIELD, CONTAINER: index in fields */
	gint64 k;		/* CONST */
} LoTerm;

/* Parameters come first: slot i < n_params is parameter i, holding the
 * argument on entry. Temporaries for call results follow. */
typedef struct {
	LoStrId name;		/* "" for a temporary */
	LoStrId type;		/* "inode" for struct inode, "*inode" for a pointer to it,
				 * "**inode" and so on, "[]inode" an array; scalars by their
				 * canonical spelling ("int", "*char"), functions "()" */
} LoLocal;

typedef enum {
	LO_INSTR_SET,		/* slot = value */
	LO_INSTR_STORE,		/* *addr = value */
	LO_INSTR_CALL,		/* slot (or LO_NO_SLOT) = callee(args) */
	LO_INSTR_ASM_GOTO,	/* a marker; the block's terminator is LO_EXIT_CHOICE */
} LoInstrKind;

typedef enum {
	LO_CALL_CLEANUP = 1 << 0,	/* a `cleanup` attribute's call at scope exit */
	LO_CALL_NORETURN = 1 << 1,	/* does not come back; its block is LO_EXIT_NONE */
	LO_CALL_VARIADIC = 1 << 2,
} LoCallFlags;

typedef struct {
	guint8 kind;		/* LoInstrKind */
	guint8 flags;		/* LoCallFlags */
	gint32 slot;		/* SET, CALL */
	LoTermId addr;		/* STORE: address; CALL: callee (LO_TERM_FUNC when direct) */
	LoTermId value;		/* SET, STORE */
	guint32 first_arg;	/* CALL: index in LoFunc.args, LoTermId each */
	guint32 n_args;
	guint32 line;		/* of the expansion, in LoFunc's file; 1-based */
	LoStrId text;		/* CALL from a macro, first STORE of a record that one assigns: the invocation as
				 * written, `mutex_init(&s->lock)`, else 0 */
	LoStrId sig;		/* CALL, indirect: canonical type of the callee, else 0 */
} LoInstr;

typedef enum {
	LO_EXIT_JUMP,		/* to targets[0] */
	LO_EXIT_BRANCH,		/* cond != 0: targets[0], else targets[1] */
	LO_EXIT_SWITCH,		/* cond; cases[i] (a LoCase) or targets[n-1], the default */
	LO_EXIT_CHOICE,		/* any of the targets (asm goto, computed goto) */
	LO_EXIT_RETURN,		/* cond: the value, or LO_NO_TERM */
	LO_EXIT_NONE,		/* control does not get here or does not go on */
} LoExitKind;

typedef struct {
	gint64 lo, hi;		/* inclusive */
} LoCase;

typedef struct {
	guint32 first_instr, n_instrs;
	guint8 exit;		/* LoExitKind */
	LoTermId cond;
	guint32 line;		/* of the terminator */
	guint32 first_target, n_targets;	/* in LoFunc.targets, block numbers */
	guint32 first_case;	/* SWITCH: in LoFunc.cases, n_targets - 1 of them, parallel to targets */
} LoBlock;

typedef enum {
	LO_FUNC_STATIC = 1 << 0,
	LO_FUNC_INLINE = 1 << 1,
	LO_FUNC_HEADER = 1 << 2,	/* the body is in an included file */
	LO_FUNC_NORETURN = 1 << 3,
	LO_FUNC_VARIADIC = 1 << 4,
	LO_FUNC_INIT = 1 << 5,		/* in a section named *init.text */
	LO_FUNC_EXIT = 1 << 6,		/* in a section named *exit.text */
	LO_FUNC_PARTIAL = 1 << 7,	/* a construct was too deep or unknown and was left out */
	LO_FUNC_PER_THREAD = 1 << 8,	/* of a variable: each thread has its own */
} LoFuncFlags;

/* One function body.  Block 0 is the entry; blocks are in source order of
 * their first statement as far as the lowering keeps it. */
typedef struct {
	LoStrId name, scope, file, sig;
	guint32 line, end_line;
	guint32 flags;		/* LoFuncFlags */
	guint32 n_params;
	LoStrId ret_type;

	GPtrArray *strings;	/* char *; [0] is "" */
	GArray *syms;		/* LoSym */
	GArray *fields;		/* LoField */
	GArray *terms;		/* LoTerm */
	GArray *locals;		/* LoLocal */
	GArray *blocks;		/* LoBlock */
	GArray *instrs;		/* LoInstr */
	GArray *args;		/* LoTermId */
	GArray *targets;	/* guint32 */
	GArray *cases;		/* LoCase */

	char *string_block;	/* what `strings` points into when the function was decoded, else NULL */
} LoFunc;

static inline const char *lo_func_str(const LoFunc *f, LoStrId s)
{
	return g_ptr_array_index(f->strings, s);
}

#define LO_AT(array, type, i) (g_array_index((array), type, (i)))

/* A variable with static storage and what its initialiser puts where.  It uses
 * the same term pool layout as a function: an LoFunc without params whose only
 * block stores the initialiser's parts, STORE(FIELD(GLOBAL self, ...), value),
 * and returns.  Only parts that are function or object addresses, strings or
 * non-zero constants are kept.  `text` of the LoInstr is the macro invocation
 * that made it, such as `DEFINE_MUTEX(flush_lock)`, on the first store; a
 * variable with no kept part has no store. */
typedef struct {
	LoFunc *body;		/* name, scope, file, line, sig (= type of the variable) */
} LoGlobal;

/* What one unit says. */
typedef struct {
	char *source;		/* as in the compile command, made absolute or relative to the tree */
	GPtrArray *funcs;	/* LoFunc *, owned: bodies in the main file, and those of header
				 * functions that they reach */
	GPtrArray *globals;	/* LoFunc *, owned: variables, as LoGlobal says */
	GPtrArray *deps;	/* char *, owned: files read, the main file first; then those looked for and missing */
	GPtrArray *notes;	/* char *, owned: diagnostics worth telling, "file:line: text" */

	/* GBytes, owned, parallel to funcs and globals: the bytes that they were decoded from, so
	 * that the store need not encode them again.  NULL for a unit that was built here. */
	GPtrArray *func_code, *global_code;
} LoUnit;

LoFunc *lo_func_new(void);
void lo_func_free(LoFunc *f);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(LoFunc, lo_func_free)

LoUnit *lo_unit_new(const char *source);
void lo_unit_free(LoUnit *u);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(LoUnit, lo_unit_free)

/*
 * Building.  A builder wraps an LoFunc with the hash tables for interning;
 * lo_builder_finish() gives the function away and frees the tables; it also
 * tidies the graph (ir_simplify.h), so block, term, symbol and member numbers
 * given before do not hold after it.
 * Instructions and exits for a block that has an exit already are dead and dropped.
 */
typedef struct LoBuilder LoBuilder;

LoBuilder *lo_builder_new(void);
LoFunc *lo_builder_func(LoBuilder *b);		/* borrowed: set name, file, flags there */
LoFunc *lo_builder_finish(LoBuilder *b);	/* transfer full */

LoStrId lo_build_str(LoBuilder *b, const char *s);
guint32 lo_build_sym(LoBuilder *b, const char *name, const char *scope, const char *type);
guint32 lo_build_field(LoBuilder *b, const char *record, const char *name, const char *type);
gint32 lo_build_local(LoBuilder *b, const char *name, const char *type);	/* the new slot */

LoTermId lo_build_unknown(LoBuilder *b);
LoTermId lo_build_const(LoBuilder *b, gint64 k);
LoTermId lo_build_string(LoBuilder *b, const char *s);
LoTermId lo_build_leaf(LoBuilder *b, LoTermKind kind, guint32 slot_or_sym);
LoTermId lo_build_field_addr(LoBuilder *b, LoTermId base, guint32 field);
LoTermId lo_build_index(LoBuilder *b, LoTermId base, LoTermId index);
LoTermId lo_build_load(LoBuilder *b, LoTermId addr);	/* LOAD(LOCAL_ADDR s) becomes LOCAL s */
LoTermId lo_build_container(LoBuilder *b, LoTermId base, guint32 field);	/* undoes FIELD of the same field */
LoTermId lo_build_not(LoBuilder *b, LoTermId a);
LoTermId lo_build_binop(LoBuilder *b, LoBinop op, LoTermId l, LoTermId r);	/* folds constants */

guint32 lo_build_block(LoBuilder *b);			/* a new, empty block; returns its number */
void lo_build_position(LoBuilder *b, guint32 block);	/* instructions go there from now on */
guint32 lo_build_current(LoBuilder *b);
gboolean lo_build_terminated(LoBuilder *b);		/* has the current block an exit? then what follows is dead */
void lo_build_set(LoBuilder *b, gint32 slot, LoTermId value, guint32 line);
void lo_build_store(LoBuilder *b, LoTermId addr, LoTermId value, guint32 line, const char *text);
void lo_build_call(LoBuilder *b, gint32 slot, LoTermId callee, const LoTermId *args, guint n_args,
		   guint32 line, const char *text, const char *sig, guint flags);
void lo_build_asm_goto(LoBuilder *b, guint32 line);
void lo_build_exit(LoBuilder *b, LoExitKind kind, LoTermId cond, const guint32 *targets, guint n_targets,
		   const LoCase *cases, guint32 line);

/*
 * The stored form: varints and strings, with a version byte first.  Decoding
 * untrusted bytes either gives a function in which every index is in range,
 * operands precede their users and every block has its exit, or an error.
 */
GBytes *lo_func_encode(const LoFunc *f);
LoFunc *lo_func_decode(const guint8 *data, gsize len, GError **error);
GBytes *lo_unit_encode(const LoUnit *u);		/* worker to writer */
LoUnit *lo_unit_decode(const guint8 *data, gsize len, GError **error);

/* A readable listing, for `lockorder dump` and the golden cases. */
void lo_func_print(const LoFunc *f, GString *out);
void lo_global_print(const LoFunc *f, GString *out);	/* the same for a variable and its initialiser */
void lo_term_print(const LoFunc *f, LoTermId t, GString *out);
