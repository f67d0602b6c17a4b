/*
 * The linked program: every function body and variable of the store, with the
 * symbols and members that they name resolved to dense ids shared by all.
 *
 * Ids are given in the store's fixed order, so equal facts give equal ids.
 * The program owns everything; pointers are valid until lo_program_free().
 */
#pragma once

#include "facts/solution.h"
#include "facts/store.h"

typedef guint32 LoFnId;
typedef guint32 LoVarId;
typedef guint32 LoFieldId;
#define LO_NO_ID G_MAXUINT32

/* A function: with a body, or only named by callers (ir is NULL). */
typedef struct {
	const char *name;
	const char *scope;	/* "" for external linkage, else the defining file */
	const char *file;	/* of the body, "" without one */
	guint32 flags;		/* LoFuncFlags of the body */
	LoFunc *ir;		/* NULL: none, or dropped */
	LoFnId *fn_of_sym;	/* per ir->syms: the function of that name and scope, made on demand */
	LoVarId *var_of_sym;
	LoFieldId *field_of;	/* per ir->fields */
	const char *hop_name, *hop_file;	/* name and file as hops have them, once lo_fn_hop() was asked; atomic */
} LoFn;

typedef struct {
	const char *name;
	const char *scope;
	const char *type;	/* as LoLocal.type */
	const char *file;
	guint32 line;
	const char *text;	/* the macro that defined it, "" if none */
	LoFn *init;		/* its initialiser as a body, or NULL */
} LoVar;

typedef struct {
	const char *record;
	const char *name;
	const char *type;
} LoFieldInfo;

typedef struct {
	GPtrArray *fns;		/* LoFn * */
	GPtrArray *vars;	/* LoVar * */
	GArray *fields;		/* LoFieldInfo */
	GStringChunk *names;
	GHashTable *fn_by_key, *var_by_key, *field_by_key;	/* "name\1scope" -> id + 1 */
	GHashTable *static_by_name;	/* file-scope variables: name -> id + 1, or 0 for several */
	GMutex lock;			/* of fields, variables and names */
	guint most_fields, most_vars;	/* while it is shared; else 0: no bound */
} LoProgram;

/* `sources`: of these units only; NULL: of all. */
LoProgram *lo_program_load(LoStore *store, const GPtrArray *sources, GError **error);
void lo_program_free(LoProgram *p);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(LoProgram, lo_program_free)

static inline LoFn *lo_program_fn(const LoProgram *p, LoFnId id)
{
	return g_ptr_array_index(p->fns, id);
}
/* A hop in that function; several threads may ask. */
LoHop lo_fn_hop(LoFn *fn, guint32 line, const char *note);

static inline LoVar *lo_program_var(const LoProgram *p, LoVarId id)
{
	return g_ptr_array_index(p->vars, id);
}

static inline const LoFieldInfo *lo_program_field(const LoProgram *p, LoFieldId id)
{
	return &g_array_index(p->fields, LoFieldInfo, id);
}

/*
 * From now on several threads read it, and may intern members and variables, or not.  Of what is interned while they do
 * there is room for LO_SHARED_ROOM of each, which no model comes near: what is beyond is the last one.
 */
#define LO_SHARED_ROOM (1u << 16)
void lo_program_share(LoProgram *p, gboolean shared);

/* Frees the functions' bodies, when no more is asked of them than name and file. */
void lo_program_drop_bodies(LoProgram *p);

/*
 * Building one by hand, or changing one that is there.  Names are kept once each.
 */
LoProgram *lo_program_new(void);
const char *lo_program_intern_name(LoProgram *p, const char *s);	/* NULL becomes "" */
LoFnId lo_program_intern_fn(LoProgram *p, const char *name, const char *scope);
/* Takes `ir`, links it and frees the body that was there; NULL: it has none any more. */
void lo_program_set_body(LoProgram *p, LoFnId id, LoFunc *ir);
/* Takes `ir`, a variable with its initialiser, instead of what was known of it. */
LoVarId lo_program_set_variable(LoProgram *p, LoFunc *ir);
void lo_program_index_static(LoProgram *p, LoVarId id);	/* for lo_program_find_global() */

/* The external function of that name, or LO_NO_ID. */
LoFnId lo_program_find_fn(const LoProgram *p, const char *name, const char *scope);
LoVarId lo_program_find_var(const LoProgram *p, const char *name, const char *scope);
/* The variable that a model means: the external one, else the only static one of a file, or LO_NO_ID. */
LoVarId lo_program_find_global(const LoProgram *p, const char *name);
LoFieldId lo_program_find_field(const LoProgram *p, const char *record, const char *name);	/* or LO_NO_ID */
/* The member's id, made when it is new. */
LoFieldId lo_program_intern_field(LoProgram *p, const char *record, const char *name, const char *type);
LoVarId lo_program_intern_var(LoProgram *p, const char *name, const char *scope, const char *type);
