/*
 * Internal to frontend/: lowering libclang's AST to facts/ir.h.
 *
 * An LoReader lives as long as one translation unit is read; it caches what
 * the AST says about files, records, functions and variables.  An LoLower
 * lives as long as one body is lowered.  Cursors are valid while the unit is.
 *
 * The files split by concept: unit.c (the unit, the work list), types.c (names
 * of types, members and symbols), attrs.c (attributes), source.c (what only the
 * text tells), lower_flow.c (blocks, scopes, labels), and lower_*.c by what is
 * lowered.
 */
#pragma once

#include <clang-c/Index.h>

#include "facts/ir.h"
#include "frontend/prefix.h"

/* Deeper nesting than this is left out, and the function marked partial.  Terms
 * are as deep as expressions, and whoever reads them may recurse. */
#define LO_MAX_EXPR_DEPTH 1000
#define LO_MAX_STMT_DEPTH 12000
/* Looking below parentheses and casts ends here: no more than clang's bracket depth. */
#define LO_MAX_STRIP 300

typedef struct {
	CXFile handle;
	char *path;		/* relative to the root, or absolute */
	const char *text;	/* by lo_source_text(); NULL when libclang does not have it */
	gsize len;
	gboolean text_known;
	gboolean main;
	gboolean header;	/* by its name: what it defines is lowered on demand */
} LoSource;

typedef struct {
	char *record, *name, *type;
	CXType ctype;
	gboolean anonymous;	/* a struct or union without a name: its members are the parent's */
} LoFieldInfo;

typedef struct {
	CXCursor decl;		/* the definition when there is one */
	char *name, *scope, *sig;
	char *alias;		/* of the `alias` attribute, or NULL */
	guint flags;		/* LoFuncFlags */
	gboolean defined, queued;
} LoFuncInfo;

typedef struct {
	CXCursor decl;		/* the one with the initialiser when there is one */
	char *name, *scope, *type;
	gboolean queued;
} LoVarInfo;

typedef struct {
	CXTranslationUnit tu;
	LoUnit *unit;		/* borrowed */
	const char *root, *directory;
	const char *const *args;
	const LoPrefix *prefix;	/* that the unit was parsed with, or NULL */
	gboolean whole_prefix;	/* its declarations are visited too */
	gboolean again;		/* one of them is missed */
	GPtrArray *absent;	/* char *, owned: files that were looked for and not found, as `deps` */
	CXFile main_file;
	GHashTable *sources;	/* CXFile -> LoSource */
	GHashTable *records;	/* cursor -> char *: name of a record */
	GHashTable *members;	/* cursor -> GPtrArray of LoFieldInfo: a record's fields in order */
	GHashTable *fields;	/* cursor -> LoFieldInfo */
	GHashTable *funcs;	/* canonical cursor -> LoFuncInfo */
	GHashTable *vars;	/* canonical cursor -> LoVarInfo */
	GHashTable *statics;	/* "scope name" -> how many function-local statics have it */
	GHashTable *by_name;	/* name -> boxed cursor of a file-scope function; made when asked for */
	GQueue todo_funcs;	/* LoFuncInfo, borrowed */
	GQueue todo_vars;	/* LoVarInfo, borrowed */
} LoReader;

/* A variable whose `cleanup` function is due; `outer` was declared before it. */
typedef struct LoCleanup {
	struct LoCleanup *outer;
	gint32 slot;
	LoFuncInfo *fn;
} LoCleanup;

/* A block that comes into being when something jumps to it; LO_LAZY until then. */
typedef gint32 LoLazyBlock;
#define LO_LAZY (-1)

typedef struct LoLoop {
	struct LoLoop *outer;
	LoLazyBlock *on_break, *on_continue;	/* on_continue NULL: a switch */
	LoCleanup *cleanup;	/* due when it was entered */
} LoLoop;

typedef struct LoSwitch {
	struct LoSwitch *outer;
	GArray *cases;		/* LoCase */
	GArray *targets;	/* guint32, parallel */
	LoLazyBlock fallback;	/* default: */
	LoTermId value;
	gboolean constant;	/* value is known: one case is taken */
	gint64 k;
	LoLazyBlock taken;
} LoSwitch;

typedef struct {
	LoLazyBlock block;
	gboolean placed;	/* the LabelStmt was met */
	gboolean jumped;	/* a goto names it */
	gboolean addressed;	/* && names it */
	LoCleanup *cleanup;	/* due at the label */
} LoLabel;

typedef struct {
	LoReader *r;
	LoBuilder *b;
	const LoSource *source;
	CXCursor decl;
	gboolean variable;	/* lowering a variable's initialiser, not a function */
	gboolean dead;		/* nothing gets here: emit nothing */
	gint32 fresh;		/* a label's block with nothing in it yet, or LO_LAZY */
	GHashTable *slots;	/* cursor -> slot + 1 */
	GHashTable *labels;	/* LabelStmt -> LoLabel */
	GPtrArray *label_order;	/* LoLabel, borrowed, in source order; NULL until asked for */
	GPtrArray *cleanups;	/* LoCleanup, owned */
	GArray *gotos;		/* LoPendingGoto */
	LoCleanup *cleanup;	/* innermost due */
	LoLoop *loop;
	LoSwitch *switches;
	guint expr_depth, stmt_depth;
	gboolean varargs;	/* a va_list was seen */
	guint n_literals;	/* compound literals of a variable */
	char *text;		/* of the variable's macro, until its first store took it */
} LoLower;

/* Where a value goes. */
typedef enum { LO_DEST_NONE, LO_DEST_SLOT, LO_DEST_ADDR } LoDestKind;
typedef struct {
	LoDestKind kind;
	gint32 slot;
	LoTermId addr;
} LoDest;

/* ---- unit.c ---- */

void lo_reader_note(LoReader *r, const char *format, ...) G_GNUC_PRINTF(2, 3);
/* Children of a cursor, in order. Declare with g_auto(LoKids) = LO_KIDS_INIT. */
typedef struct {
	CXCursor few[4];
	CXCursor *v;
	guint n, size;
	gboolean member_refs;	/* MemberRef children: an offsetof() or a designator */
} LoKids;
#define LO_KIDS_INIT { .n = 0 }
typedef enum { LO_KIDS_ALL, LO_KIDS_CODE /* expressions and statements only */ } LoKidsWhat;

void lo_kids(CXCursor c, LoKidsWhat what, LoKids *out);
void lo_kids_clear(LoKids *k);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(LoKids, lo_kids_clear)

guint lo_cursor_hash(gconstpointer c);
gboolean lo_cursor_equal(gconstpointer a, gconstpointer b);
CXCursor *lo_cursor_box(CXCursor c);

/* ---- types.c ---- */

char *lo_take_string(CXString s);		/* a copy; disposes of s */
char *lo_decl_name(CXCursor decl);		/* without the number that __COUNTER__ gave it */
CXType lo_canonical(CXCursor c);		/* canonical type of an expression or declaration */
gboolean lo_type_is_pointer(CXType t);		/* or array */
gboolean lo_type_is_array(CXType t);
gboolean lo_type_is_record(CXType t);
gboolean lo_type_is_function(CXType t);
gboolean lo_type_is_integer(CXType t);
CXType lo_type_element(CXType array);
char *lo_type_name(LoReader *r, CXType t);	/* as LoLocal.type says */
char *lo_type_signature(CXType function);	/* canonical, without attributes and places */
LoFieldInfo *lo_field_info(LoReader *r, CXCursor field);
GPtrArray *lo_record_fields(LoReader *r, CXType record);	/* LoFieldInfo, borrowed */
void lo_field_info_free(gpointer f);

LoFuncInfo *lo_func_info(LoReader *r, CXCursor function);	/* and queues its body when it is a header's */
LoFuncInfo *lo_func_by_name(LoReader *r, const char *name);
LoVarInfo *lo_var_info(LoReader *r, CXCursor variable);
void lo_func_info_free(gpointer f);
void lo_var_info_free(gpointer v);
void lo_func_queue(LoReader *r, LoFuncInfo *f);
void lo_var_queue(LoReader *r, LoVarInfo *v);

/* ---- attrs.c ---- */

guint lo_attrs_of_function(CXCursor decl, CXType type, char **alias);	/* LoFuncFlags; *alias allocated or NULL */
gboolean lo_type_is_noreturn(CXType function);
char *lo_attr_cleanup(CXCursor variable);	/* name of its cleanup function, or NULL */

/* ---- source.c ---- */

char *lo_source_path(const LoReader *r, const char *name);	/* as facts have it: relative to the root when below it */
const LoSource *lo_source(LoReader *r, CXFile file);
const LoSource *lo_source_of(LoReader *r, CXCursor c, guint *line);	/* file and line of the expansion */
guint lo_line(CXCursor c);
guint lo_end_line(CXCursor c);
/* The macro invocation, with its arguments, that makes `c`; NULL when there is none,
 * when it is spelled `name` itself, and, unless `of_arguments`, when `c` only stands
 * in its arguments. */
char *lo_macro_text(LoReader *r, CXCursor c, const char *name, gboolean of_arguments);
gboolean lo_from_macro(CXCursor c);
/* Which of a for statement's three parts are there; FALSE: the text does not tell. */
gboolean lo_for_parts(LoReader *r, CXCursor c, gboolean part[3]);
/* The types of a _Generic's branches as written; NULL: the text does not tell. */
GPtrArray *lo_generic_types(LoReader *r, CXCursor c);
/* How an asm statement is written. */
typedef struct {
	gboolean known;		/* the operands below are */
	gboolean jumps;		/* asm goto */
	gboolean empty;		/* its template is "" */
	GPtrArray *outputs, *inputs;	/* char *: text before each operand's parenthesis, "[name] \"=r\"" */
} LoAsmText;
void lo_asm_text(LoReader *r, CXCursor c, LoAsmText *out);
void lo_asm_text_clear(LoAsmText *t);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(LoAsmText, lo_asm_text_clear)

/* ---- lower_flow.c ---- */

void lo_flow_jump(LoLower *l, LoLazyBlock *to, guint line);
void lo_flow_branch(LoLower *l, LoTermId cond, LoLazyBlock *yes, LoLazyBlock *no, guint line);
void lo_flow_start(LoLower *l, const LoLazyBlock *at);	/* go on there; dead when nothing jumps to it */
void lo_flow_enter(LoLower *l, LoLazyBlock *at, guint line);	/* fall into it and go on there */
void lo_flow_end(LoLower *l, LoExitKind kind, LoTermId value, guint line);	/* RETURN, NONE */
void lo_flow_choice(LoLower *l, const guint32 *targets, guint n, guint line);
guint32 lo_flow_block(LoLower *l, LoLazyBlock *lazy);

void lo_set(LoLower *l, gint32 slot, LoTermId value, guint line);
void lo_store(LoLower *l, LoTermId addr, LoTermId value, guint line);
void lo_put(LoLower *l, const LoDest *dest, LoTermId value, guint line);

void lo_scope_add_cleanup(LoLower *l, gint32 slot, LoFuncInfo *fn);
void lo_scope_unwind(LoLower *l, LoCleanup *until, guint line);	/* emits the calls; the scope stays open */
void lo_scope_close(LoLower *l, LoCleanup *outer, guint line);

LoLabel *lo_label(LoLower *l, CXCursor label_stmt);
void lo_label_place(LoLower *l, LoLabel *label, guint line);
void lo_goto(LoLower *l, LoLabel *label, guint line);
GArray *lo_gotos_new(void);
GPtrArray *lo_labels(LoLower *l);	/* every label of the function, with `jumped` and `addressed` known */
void lo_flow_finish(LoLower *l, guint line);	/* pending gotos, labels never met, the closing return */

gboolean lo_enter_expr(LoLower *l);	/* one level deeper; FALSE: too deep, leave it out */
static inline void lo_leave_expr(LoLower *l) { l->expr_depth--; }
gboolean lo_enter_stmt(LoLower *l);
static inline void lo_leave_stmt(LoLower *l) { l->stmt_depth--; }

/* ---- lower_stmt.c ---- */

void lo_stmt(LoLower *l, CXCursor c);
void lo_compound(LoLower *l, CXCursor c, const LoDest *value);	/* the last statement's value goes to `value` */
LoTermId lo_compound_value(LoLower *l, CXCursor c);	/* of a statement expression */
gint32 lo_local_slot(LoLower *l, CXCursor variable);

/* ---- lower_loop.c, lower_switch.c ---- */

void lo_loop_body(LoLower *l, CXCursor body, LoLazyBlock *on_break, LoLazyBlock *on_continue);
void lo_while(LoLower *l, CXCursor c);
void lo_do(LoLower *l, CXCursor c);
void lo_for(LoLower *l, CXCursor c);
void lo_switch(LoLower *l, CXCursor c);
void lo_case(LoLower *l, CXCursor c);
void lo_default(LoLower *l, CXCursor c);

/* ---- lower_function.c ---- */

void lo_lower_function(LoReader *r, LoFuncInfo *f);

/* ---- lower_term.c ---- */

const LoTerm *lo_term(LoLower *l, LoTermId t);	/* valid until a term is added */
gboolean lo_const_of(LoLower *l, LoTermId t, gint64 *k);
static inline LoTermId lo_unknown(LoLower *l) { return lo_build_unknown(l->b); }
gint32 lo_temp(LoLower *l, CXType type);
LoTermId lo_field_term(LoLower *l, LoTermId base, const LoFieldInfo *f);
guint32 lo_func_sym(LoLower *l, const LoFuncInfo *f);
gboolean lo_evaluate(CXCursor c, gint64 *k);
LoTermId lo_evaluated(LoLower *l, CXCursor c);
gboolean lo_is_cast(LoLower *l, CXCursor c, const LoKids *k);	/* an UnexposedExpr that is an implicit cast */
CXCursor lo_generic_choice(LoReader *r, CXCursor c, const LoKids *k);	/* r NULL: null when the text would have to tell */
CXCursor lo_strip(CXCursor c);		/* without parentheses and casts that change nothing */
LoTermId lo_spill(LoLower *l, CXCursor c);	/* puts the value where it has an address, and gives that */
LoTermId lo_through_temp(LoLower *l, CXCursor c);
LoTermId lo_loaded(LoLower *l, CXCursor c, LoTermId addr);	/* the value of lvalue c, which is at addr */

/* ---- lower_expr.c, lower_lvalue.c ---- */

LoTermId lo_value(LoLower *l, CXCursor c);
LoTermId lo_value_of(LoLower *l, CXCursor c, gboolean want);	/* lo_value() without counting depth */
LoTermId lo_addr(LoLower *l, CXCursor c);
LoTermId lo_call_value(LoLower *l, CXCursor c);
LoTermId lo_unknown_kids(LoLower *l, CXCursor c);	/* only the effects are followed */
LoTermId lo_name_value(LoLower *l, CXCursor c);
LoTermId lo_member_addr(LoLower *l, CXCursor c);
LoTermId lo_subscript_addr(LoLower *l, CXCursor c);
LoTermId lo_literal_addr(LoLower *l, CXCursor c);
LoTermId lo_index_term(LoLower *l, LoTermId base, LoTermId index, gboolean array);
gboolean lo_is_function_at(LoLower *l, CXType t, LoTermId addr);
gboolean lo_decays(CXCursor c);		/* an array used as a pointer */

/* ---- lower_operator.c ---- */

LoTermId lo_unary_value(LoLower *l, CXCursor c, gboolean want);
LoTermId lo_binary_value(LoLower *l, CXCursor c);
LoTermId lo_compound_assign_value(LoLower *l, CXCursor c);
LoTermId lo_assign(LoLower *l, const LoKids *k);	/* gives the lvalue's address */
gboolean lo_is_logical(CXCursor c);
gboolean lo_is_negated_logical(CXCursor c);

/* ---- lower_unexposed.c ---- */

typedef enum {
	LO_UNEXPOSED_CAST,
	LO_UNEXPOSED_CHOOSE,	/* __builtin_choose_expr */
	LO_UNEXPOSED_ELVIS,	/* a ?: b */
	LO_UNEXPOSED_ATOMIC,	/* __atomic_load_n(p, order) and the like */
	LO_UNEXPOSED_OTHER,	/* offsetof, types_compatible_p, va_arg, ... */
} LoUnexposed;

LoUnexposed lo_unexposed_kind(LoLower *l, CXCursor c, const LoKids *k);
LoTermId lo_unexposed_value(LoLower *l, CXCursor c);
LoTermId lo_unexposed_addr(LoLower *l, CXCursor c);
/* p - offsetof(type, member) and p + offsetof(type, member); FALSE: it is neither */
gboolean lo_offset_value(LoLower *l, CXCursor left, CXCursor right, gboolean add, LoTermId *out);
/* A pointer cast to another type: a record that begins with the other is around it, as container_of() would say. */
gboolean lo_cast_moves(LoLower *l, CXType from, CXType to);	/* whether lo_cast_record() would change it */
LoTermId lo_cast_record(LoLower *l, LoTermId t, CXType from, CXType to);

/* ---- lower_cond.c ---- */

void lo_value_into(LoLower *l, CXCursor c, const LoDest *dest);
void lo_effect(LoLower *l, CXCursor c);
void lo_cond(LoLower *l, CXCursor c, LoLazyBlock *yes, LoLazyBlock *no);

/* ---- lower_call.c ---- */

void lo_call(LoLower *l, CXCursor c, gint32 slot);	/* its value goes to `slot` unless LO_NO_SLOT */
gboolean lo_is_builtin(CXCursor call);
LoTermId lo_builtin(LoLower *l, CXCursor call);		/* what a builtin computes, with its effects */

/* ---- lower_init.c ---- */

void lo_init_into(LoLower *l, LoTermId addr, CXType type, CXCursor init);
void lo_lower_variable(LoReader *r, LoVarInfo *v);

/* ---- lower_asm.c ---- */

void lo_asm(LoLower *l, CXCursor c);
