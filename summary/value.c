#include "summary/value_internal.h"

#include <string.h>

#define MAX_DEPTH 10
#define MAX_SMALL_FUNCTIONS 3000

static LoVal intern(LoVals *vs, LoValue v)
{
	guint32 hash = lo_value_hash(&v);
	LoVal *recent = &vs->recent[hash % LO_RECENT_VALUES];

	if (!*recent || !lo_value_equal(&v, lo_val(vs, *recent)))
		*recent = lo_value_table_add(vs->values, &v, hash);
	return *recent;
}

guint32 lo_vals_intern_string(LoVals *vs, const char *s)
{
	LoValueStrings *strings = vs->strings;

	g_mutex_lock(&strings->lock);
	guint id = GPOINTER_TO_UINT(g_hash_table_lookup(strings->ids, s));
	if (!id) {
		char *copy = g_strdup(s);
		g_ptr_array_add(strings->all, copy);
		id = strings->all->len;
		g_hash_table_insert(strings->ids, copy, GUINT_TO_POINTER(id));
	}
	g_mutex_unlock(&strings->lock);
	return id - 1;
}

const LoValue *lo_val(const LoVals *vs, LoVal v)
{
	return lo_value_table_get(vs->values, v);
}

guint32 lo_vals_count(const LoVals *vs)
{
	return lo_value_table_count(vs->values);
}

LoProgram *lo_vals_program(const LoVals *vs)
{
	return vs->program;
}

const LoModel *lo_vals_model(const LoVals *vs)
{
	return vs->model;
}

gboolean lo_vals_is_user(const LoVals *vs)
{
	return vs->user;
}

gboolean lo_vals_is_small(const LoVals *vs)
{
	return vs->small;
}

/* Kernels have main() functions too, in what boots them. */
static gboolean is_user_program(const LoProgram *p)
{
	LoFnId entry = lo_program_find_fn(p, "main", "");

	return entry != LO_NO_ID && *lo_program_fn(p, entry)->file && lo_program_find_fn(p, "_printk", "") == LO_NO_ID &&
		lo_program_find_fn(p, "printk", "") == LO_NO_ID;
}

LoVal lo_val_const(LoVals *vs, gint64 k)
{
	return intern(vs, (LoValue){ .kind = LO_V_CONST, .k = k });
}

LoVal lo_val_str(LoVals *vs, const char *s)
{
	return intern(vs, (LoValue){ .kind = LO_V_STR, .a = lo_vals_intern_string(vs, s) });
}

const char *lo_val_get_str(const LoVals *vs, LoVal v)
{
	const LoValue *x = lo_val(vs, v);

	if (x->kind != LO_V_STR && x->kind != LO_V_PSEUDO)
		return NULL;
	g_mutex_lock(&vs->strings->lock);
	const char *s = g_ptr_array_index(vs->strings->all, x->a);
	g_mutex_unlock(&vs->strings->lock);
	return s;
}

LoVal lo_val_param(LoVals *vs, guint32 i)
{
	return intern(vs, (LoValue){ .kind = LO_V_PARAM, .a = i, .flags = LO_VF_PARAM });
}

LoVal lo_val_var(LoVals *vs, LoVarId id)
{
	gpointer same;

	if (!g_hash_table_lookup_extended(vs->same, GUINT_TO_POINTER(id + 1), NULL, &same)) {
		const char *pseudo = lo_model_same(vs->model, lo_program_var(vs->program, id)->name);
		same = GUINT_TO_POINTER(pseudo ? lo_val_pseudo(vs, pseudo) : LO_VAL_NONE);
		g_hash_table_insert(vs->same, GUINT_TO_POINTER(id + 1), same);
	}
	return same ? GPOINTER_TO_UINT(same) : intern(vs, (LoValue){ .kind = LO_V_VAR, .a = id });
}

/* Where a line is for functions without a body and for trees without another function, either is enough. */
static gboolean applies(const LoVals *vs, const LoPrimitive *prim, LoFnId fn)
{
	gboolean scanned = *lo_program_fn(vs->program, fn)->file != '\0';	/* its body may not be in memory */

	/* a kernel's function, when the program has one of its own by that name */
	if (vs->user && scanned && !strcmp(prim->file, "linux.model"))
		return FALSE;
	if (!prim->unless)
		return !prim->unscanned || !scanned;
	return lo_program_find_fn(vs->program, prim->unless, "") == LO_NO_ID || (prim->unscanned && !scanned);
}

const LoPrimitive *lo_vals_primitive(LoVals *vs, LoFnId fn)
{
	gpointer known = g_hash_table_lookup(vs->primitives, GUINT_TO_POINTER(fn + 1));

	if (!known) {
		const LoPrimitive *prim = lo_model_function(vs->model, lo_program_fn(vs->program, fn)->name);
		known = prim && applies(vs, prim, fn) ? (gpointer)prim : vs;
		g_hash_table_insert(vs->primitives, GUINT_TO_POINTER(fn + 1), known);
	}
	return known == vs ? NULL : known;
}

LoVal lo_val_fn(LoVals *vs, LoFnId id)
{
	return intern(vs, (LoValue){ .kind = LO_V_FN, .a = id });
}

LoVal lo_val_local(LoVals *vs, LoFnId fn, guint32 slot)
{
	return intern(vs, (LoValue){ .kind = LO_V_LOCAL, .a = fn, .b = slot, .flags = LO_VF_LOCAL });
}

LoVal lo_val_opaque(LoVals *vs, LoFnId fn, guint32 site, gboolean loop)
{
	return intern(vs, (LoValue){ .kind = LO_V_OPAQUE, .a = fn, .b = site, .k = loop,
				     .flags = LO_VF_LOCAL | (loop ? LO_VF_LOOP : 0) });
}

LoVal lo_val_pseudo(LoVals *vs, const char *name)
{
	return intern(vs, (LoValue){ .kind = LO_V_PSEUDO, .a = lo_vals_intern_string(vs, name) });
}

/* A node over one operand; the operand is forgotten where it is too deep. */
static LoVal unary(LoVals *vs, LoValue v)
{
	const LoValue *a = lo_val(vs, v.a);

	if (a->depth >= MAX_DEPTH)
		a = lo_val(vs, v.a = LO_VAL_NONE);
	v.depth = a->depth + 1;
	v.flags = a->flags | (v.kind == LO_V_LOAD ? LO_VF_LOAD : 0);
	return intern(vs, v);
}

static gboolean is_transparent(LoVals *vs, LoFieldId f)
{
	if (f >= vs->n_transparent) {
		guint32 n = f + f / 2 + 64;
		vs->transparent = g_realloc(vs->transparent, n);
		memset(vs->transparent + vs->n_transparent, -1, n - vs->n_transparent);
		vs->n_transparent = n;
	}
	if (vs->transparent[f] < 0) {
		const LoFieldInfo *info = lo_program_field(vs->program, f);
		vs->transparent[f] = lo_model_is_transparent(vs->model, info->record, info->name);
	}
	return vs->transparent[f];
}

LoVal lo_val_field(LoVals *vs, LoVal base, LoFieldId f)
{
	const LoValue *b = lo_val(vs, base);

	if (is_transparent(vs, f))
		return base;
	if (b->kind == LO_V_CONT && b->b == f)
		return b->a;
	return unary(vs, (LoValue){ .kind = LO_V_FIELD, .a = base, .b = f });
}

LoVal lo_val_index(LoVals *vs, LoVal base, gint64 k)
{
	/* p[0] through pointer arithmetic is p itself; p[i][j] keeps one unknown step */
	const LoValue *b = lo_val(vs, base);
	/* an element of a row of a small program's array has its own */
	gboolean row = vs->small && b->kind == LO_V_INDEX && (b->k >= 0 || b->b) && lo_val(vs, b->a)->kind != LO_V_INDEX;
	if (b->kind == LO_V_INDEX && (!row || !k))
		return base;
	return unary(vs, (LoValue){ .kind = LO_V_INDEX, .a = base, .k = k });
}

/* A parameter, or one and a constant: what a caller may turn into a constant. */
static gboolean is_open_index(const LoVals *vs, LoVal index)
{
	const LoValue *i = lo_val(vs, index);

	if (vs->small)	/* what its threads make of it tells elements apart */
		return i->kind != LO_V_NONE && i->kind != LO_V_STR;
	if (i->kind == LO_V_BIN && (i->op == LO_BINOP_ADD || i->op == LO_BINOP_SUB))
		return lo_val(vs, i->a)->kind == LO_V_PARAM && lo_val(vs, i->b)->kind == LO_V_CONST;
	return i->kind == LO_V_PARAM;
}

LoVal lo_val_element(LoVals *vs, LoVal base, LoVal index)
{
	const LoValue b = *lo_val(vs, base), i = *lo_val(vs, index);

	/* no element of a row: arithmetic on the pointer that `base` is */
	if (b.kind == LO_V_INDEX && i.kind == LO_V_CONST && i.k < 0)
		return b.b ? lo_val_element(vs, b.a, lo_val_bin(vs, LO_BINOP_ADD, b.b, index)) :
			b.k >= 0 ? lo_val_index(vs, b.a, b.k + i.k) : base;
	if (i.kind == LO_V_CONST)
		return lo_val_index(vs, base, i.k);
	if ((b.kind == LO_V_INDEX && (!vs->small || lo_val(vs, b.a)->kind == LO_V_INDEX)) || b.depth >= MAX_DEPTH || !is_open_index(vs, index))
		return lo_val_index(vs, base, -1);
	return intern(vs, (LoValue){ .kind = LO_V_INDEX, .a = base, .b = index, .k = -1, .depth = b.depth + 1,
				     .flags = b.flags | i.flags | (vs->small ? 0 : LO_VF_PARAM) });
}

LoVal lo_val_cont(LoVals *vs, LoVal base, LoFieldId f)
{
	const LoValue *b = lo_val(vs, base);

	if (is_transparent(vs, f))
		return base;
	if (b->kind == LO_V_FIELD && b->b == f)
		return b->a;
	if (b->kind == LO_V_INDEX && lo_val(vs, b->a)->kind == LO_V_FIELD && lo_val(vs, b->a)->b == f)
		return lo_val(vs, b->a)->a;
	return unary(vs, (LoValue){ .kind = LO_V_CONT, .a = base, .b = f });
}

LoVal lo_val_load(LoVals *vs, LoVal addr)
{
	LoVal known = lo_val_initial(vs, addr);

	if (addr == LO_VAL_NONE)
		return LO_VAL_NONE;
	/* Integers change at run time; tables of functions rarely do, and members that nothing assigns never. */
	if (known && (lo_val(vs, known)->kind == LO_V_FN || lo_val(vs, known)->kind == LO_V_STR ||
		      (lo_val(vs, known)->kind == LO_V_VAR && lo_val_is_fixed_member(vs, addr))))
		return known;
	if (lo_val_is_fixed_number(vs, addr))
		return known ? known : lo_val_const(vs, 0);
	return unary(vs, (LoValue){ .kind = LO_V_LOAD, .a = addr });
}

LoVal lo_val_not(LoVals *vs, LoVal a)
{
	const LoValue *x = lo_val(vs, a);

	if (x->kind == LO_V_CONST)
		return lo_val_const(vs, !x->k);
	if (x->kind == LO_V_NOT && lo_val(vs, x->a)->kind == LO_V_NOT)
		return x->a;
	if (a == LO_VAL_NONE)
		return a;
	return unary(vs, (LoValue){ .kind = LO_V_NOT, .a = a });
}

static gboolean fold(LoBinop op, gint64 a, gint64 b, gint64 *out)
{
	switch (op) {
	case LO_BINOP_EQ: *out = a == b; return TRUE;
	case LO_BINOP_NE: *out = a != b; return TRUE;
	case LO_BINOP_LT: *out = a < b; return TRUE;
	case LO_BINOP_LE: *out = a <= b; return TRUE;
	case LO_BINOP_GT: *out = a > b; return TRUE;
	case LO_BINOP_GE: *out = a >= b; return TRUE;
	case LO_BINOP_AND: *out = a & b; return TRUE;
	case LO_BINOP_OR: *out = a | b; return TRUE;
	case LO_BINOP_XOR: *out = a ^ b; return TRUE;
	case LO_BINOP_ADD: *out = (gint64)((guint64)a + (guint64)b); return TRUE;
	case LO_BINOP_SUB: *out = (gint64)((guint64)a - (guint64)b); return TRUE;
	case LO_BINOP_MUL: *out = (gint64)((guint64)a * (guint64)b); return TRUE;
	case LO_BINOP_DIV:	/* of small numbers only: others may be of an unsigned type */
	case LO_BINOP_REM:
		if (a < 0 || b <= 0)
			return FALSE;
		*out = op == LO_BINOP_DIV ? a / b : a % b;
		return TRUE;
	case LO_BINOP_OTHER: break;
	}
	return FALSE;
}

/* An address is not null. */
static gboolean is_address(const LoValue *v)
{
	return v->kind == LO_V_VAR || v->kind == LO_V_FN || v->kind == LO_V_STR || v->kind == LO_V_LOCAL;
}

/* `x >= -4095` is IS_ERR(x), of an unsigned x. */
static gboolean is_error_test(LoBinop op, const LoValue *y)
{
	return op == LO_BINOP_GE && y->kind == LO_V_CONST && y->k < -1 && y->k >= -4096;
}

guint32 lo_val_possible_bits(const LoVals *vs, LoVal id)
{
	const LoValue *v = lo_val(vs, id);

	if (v->kind == LO_V_CONST)
		return (guint32)v->k;
	if (v->kind == LO_V_BIN && v->op == LO_BINOP_AND)
		return lo_val_possible_bits(vs, v->a) & lo_val_possible_bits(vs, v->b);
	if (v->kind == LO_V_BIN && v->op == LO_BINOP_OR)
		return lo_val_possible_bits(vs, v->a) | lo_val_possible_bits(vs, v->b);
	return G_MAXUINT32;
}

/* x & mask without the masks and bits inside x that do not matter to it, so that flags handed through many
 * functions stay short. */
static LoVal mask_bits(LoVals *vs, LoVal x, gint64 mask)
{
	const LoValue *v = lo_val(vs, x);

	for (; v->kind == LO_V_BIN && lo_val(vs, v->b)->kind == LO_V_CONST; v = lo_val(vs, x)) {
		gint64 k = lo_val(vs, v->b)->k;
		if (v->op == LO_BINOP_OR && mask && (k & mask) == mask)
			return lo_val_const(vs, mask);
		if (v->op == LO_BINOP_AND)
			mask &= k;
		else if (v->op != LO_BINOP_OR || (k & mask))
			break;
		x = v->a;
	}
	if (v->kind == LO_V_CONST)
		return lo_val_const(vs, v->k & mask);
	if (mask >= 0 && mask <= G_MAXUINT32 && !((guint32)mask & lo_val_possible_bits(vs, x)))
		return lo_val_const(vs, 0);
	/* the mask that is known goes to the value, the one that is not stays outside */
	LoVal other = v->kind == LO_V_BIN && v->op == LO_BINOP_AND ? v->b : LO_VAL_NONE;
	LoVal k = other ? other : lo_val_const(vs, mask);
	if (other)
		x = mask_bits(vs, v->a, mask);
	v = lo_val(vs, x);
	return intern(vs, (LoValue){ .kind = LO_V_BIN, .op = LO_BINOP_AND, .a = x, .b = k,
				     .depth = MAX(v->depth, lo_val(vs, k)->depth) + 1, .flags = v->flags | lo_val(vs, k)->flags });
}

/* Which of two objects has the lower address is not known, but it stays the same. */
static gboolean fold_order(LoBinop op, gint64 a, gint64 b, gint64 *out)
{
	return op >= LO_BINOP_LT && op <= LO_BINOP_GE && fold(op, a, b, out);
}

/* One object or argument, wherever the value is met. */
static gboolean stays_the_same(const LoValue *v)
{
	if (v->flags & (LO_VF_LOOP | LO_VF_LOAD))
		return FALSE;
	return v->kind == LO_V_PARAM || v->kind == LO_V_VAR || v->kind == LO_V_LOCAL || v->kind == LO_V_FIELD ||
		(v->kind == LO_V_OPAQUE && (v->b < LO_SITE_THREAD || v->b >= LO_SITE_CLOBBER));
}

LoVal lo_val_bin(LoVals *vs, LoBinop op, LoVal a, LoVal b)
{
	const LoValue *x = lo_val(vs, a), *y = lo_val(vs, b);
	gint64 k;

	if (x->kind == LO_V_CONST && is_error_test(op, y))
		return lo_val_const(vs, x->k < 0 && x->k >= y->k);
	if (x->kind == LO_V_CONST && y->kind == LO_V_CONST && fold(op, x->k, y->k, &k))
		return lo_val_const(vs, k);
	if (is_address(x) && y->kind == LO_V_CONST && (op == LO_BINOP_EQ || op == LO_BINOP_NE) && !y->k)
		return lo_val_const(vs, op == LO_BINOP_NE);
	if (x->kind == LO_V_VAR && y->kind == LO_V_VAR && (op == LO_BINOP_EQ || op == LO_BINOP_NE))
		return lo_val_const(vs, (x->a == y->a) == (op == LO_BINOP_EQ));
	if (x->kind == y->kind && (x->kind == LO_V_VAR || x->kind == LO_V_LOCAL) && fold_order(op, lo_val_compare(vs, a, b), 0, &k))
		return lo_val_const(vs, k);
	if (vs->small && a == b && op <= LO_BINOP_GE && stays_the_same(x))
		return lo_val_const(vs, op == LO_BINOP_EQ || op == LO_BINOP_LE || op == LO_BINOP_GE);
	if (is_address(x) && is_error_test(op, y))
		return lo_val_const(vs, 0);
	if (a == LO_VAL_NONE && b == LO_VAL_NONE)
		return LO_VAL_NONE;
	if (op == LO_BINOP_AND && a != LO_VAL_NONE && y->kind == LO_V_CONST && x->depth < MAX_DEPTH)
		return mask_bits(vs, a, y->k);
	if (MAX(x->depth, y->depth) >= MAX_DEPTH)
		return LO_VAL_NONE;
	return intern(vs, (LoValue){ .kind = LO_V_BIN, .op = op, .a = a, .b = b, .depth = MAX(x->depth, y->depth) + 1,
				     .flags = x->flags | y->flags });
}

LoVal lo_val_gate(LoVals *vs, LoVal lock, LoVal cond, guint32 mask, guint32 value)
{
	const LoValue *c = lo_val(vs, cond);

	if (c->kind == LO_V_CONST)
		return ((guint32)c->k & mask) == value ? lock : LO_VAL_NONE;
	if (value & mask & ~lo_val_possible_bits(vs, cond))
		return LO_VAL_NONE;
	if (!(c->flags & LO_VF_PARAM))
		return lock;
	return intern(vs, (LoValue){ .kind = LO_V_GATE, .a = lock, .b = cond, .k = (gint64)((guint64)mask << 32 | value),
				     .depth = c->depth, .flags = c->flags | lo_val(vs, lock)->flags });
}

LoVal lo_val_sub(LoVals *vs, LoVal lock, LoVal subclass)
{
	const LoValue *s = lo_val(vs, subclass);

	if (s->kind == LO_V_CONST)
		return s->k ? unary(vs, (LoValue){ .kind = LO_V_SUB, .a = lock, .k = s->k }) : lock;
	if (!(s->flags & LO_VF_PARAM))
		return unary(vs, (LoValue){ .kind = LO_V_SUB, .a = lock, .k = LO_SUB_ANY });
	return intern(vs, (LoValue){ .kind = LO_V_SUBARG, .a = lock, .b = subclass, .depth = lo_val(vs, lock)->depth,
				     .flags = s->flags | lo_val(vs, lock)->flags });
}

guint lo_val_alternatives(const LoVals *vs, LoVal v, LoVal out[8])
{
	guint n = 0;

	for (; lo_val(vs, v)->kind == LO_V_EITHER && n < 7; v = lo_val(vs, v)->b)
		out[n++] = lo_val(vs, v)->a;
	out[n++] = v;
	return n;
}

/* A function's address, or a function pointer out of a member or variable; outside of loops any pointer. */
static gboolean is_choice(const LoVals *vs, LoVal id, gboolean loop)
{
	const LoValue *v = lo_val(vs, id);

	if (!loop && (v->kind == LO_V_FIELD || v->kind == LO_V_LOAD || v->kind == LO_V_PARAM) && !(v->flags & LO_VF_LOOP))
		return v->depth <= 6;

	if (v->kind == LO_V_FN || v->kind == LO_V_EITHER)
		return TRUE;
	if (v->kind == LO_V_VAR || v->kind == LO_V_PARAM || (v->kind == LO_V_CONST && v->k == 0))
		return TRUE;
	if (v->kind != LO_V_LOAD)
		return FALSE;
	v = lo_val(vs, v->a);
	while (v->kind == LO_V_INDEX)
		v = lo_val(vs, v->a);
	return v->kind == LO_V_FIELD && strstr(lo_program_field(vs->program, v->b)->type, "()");
}

/* Alternatives are a list in order, so that equal sets are one value. */
LoVal lo_val_either(LoVals *vs, LoVal a, LoVal b, gboolean loop)
{
	LoVal items[8], all[16];
	guint n = 0, m;

	if (a == b)
		return a;
	if (!is_choice(vs, a, loop) || !is_choice(vs, b, loop))
		return LO_VAL_NONE;
	m = lo_val_alternatives(vs, a, items);
	for (guint i = 0; i < m; i++)
		all[n++] = items[i];
	m = lo_val_alternatives(vs, b, items);
	for (guint i = 0; i < m; i++) {
		guint at = 0;
		while (at < n && lo_val_compare(vs, all[at], items[i]) < 0)
			at++;
		if (at < n && all[at] == items[i])
			continue;
		memmove(all + at + 1, all + at, (n - at) * sizeof(LoVal));
		all[at] = items[i];
		n++;
	}
	if (!n || n > 8)
		return LO_VAL_NONE;
	LoVal v = all[n - 1];
	for (guint i = n - 1; i-- > 0;) {
		const LoValue *x = lo_val(vs, all[i]), *y = lo_val(vs, v);
		v = intern(vs, (LoValue){ .kind = LO_V_EITHER, .a = all[i], .b = v, .depth = MAX(x->depth, y->depth),
					  .flags = x->flags | y->flags });
	}
	return v;
}

LoVal lo_val_base_lock(const LoVals *vs, LoVal v)
{
	const LoValue *x = lo_val(vs, v);

	while (x->kind == LO_V_GATE || x->kind == LO_V_SUB || x->kind == LO_V_SUBARG) {
		v = x->a;
		x = lo_val(vs, v);
	}
	return v;
}

gboolean lo_val_contains(const LoVals *vs, LoVal v, LoVal what)
{
	const LoValue *x = lo_val(vs, v);

	if (v == what)
		return TRUE;
	switch ((LoValKind)x->kind) {
	case LO_V_BIN: return lo_val_contains(vs, x->a, what) || lo_val_contains(vs, x->b, what);
	case LO_V_FIELD:
	case LO_V_INDEX:
	case LO_V_LOAD:
	case LO_V_CONT:
	case LO_V_NOT: return lo_val_contains(vs, x->a, what);
	default: return FALSE;
	}
}

typedef struct {
	LoVals *vs;
	const LoVal *args;
	guint n_args;
	LoFnId caller;
	guint32 site;
	LoMemory load;
	gconstpointer data;
} Subst;

#define RENAMED (1u << 31)
#define KINDS 32	/* sites of renamed objects: variables in the upper half of 64 */

gboolean lo_val_is_variable(const LoVals *vs, LoVal v)
{
	const LoValue *x = lo_val(vs, v);

	return x->kind == LO_V_LOCAL || (x->kind == LO_V_OPAQUE && x->b & RENAMED && x->b & KINDS);
}

/* The callee's own objects become one of a few new ones per call site. */
static LoVal rename_local(const Subst *s, LoVal id)
{
	const LoValue *v = lo_val(s->vs, id);
	guint32 site = s->site * 2 * KINDS + (lo_val_is_variable(s->vs, id) ? KINDS : 0) + v->b % (KINDS - 1) + RENAMED;

	return lo_val_opaque(s->vs, s->caller, site, v->flags & LO_VF_LOOP);
}

static LoVal subst(const Subst *s, LoVal id);

static LoVal subst_load(const Subst *s, LoVal id, LoVal addr)
{
	LoVal to = subst(s, addr);
	LoVal known = s->load ? s->load(to, s->data) : LO_VAL_NONE;

	if (known)
		return known;
	return to == addr ? id : lo_val_load(s->vs, to);
}

/* Who hands on what he was given himself hands on the same members of it. */
static LoVal subst_field(const Subst *s, LoVal id, const LoValue *v)
{
	LoVal to = subst(s, v->a);

	return to == v->a ? id : lo_val_field(s->vs, to, v->b);
}

static LoVal subst(const Subst *s, LoVal id)
{
	LoVals *vs = s->vs;
	LoValue v = *lo_val(vs, id);

	if (!(v.flags & (LO_VF_PARAM | LO_VF_LOCAL)))
		return id;
	switch ((LoValKind)v.kind) {
	case LO_V_PARAM: return v.a < s->n_args ? s->args[v.a] : LO_VAL_NONE;
	case LO_V_LOCAL:
	case LO_V_OPAQUE: return s->caller == LO_NO_ID ? id : rename_local(s, id);
	case LO_V_FIELD: return subst_field(s, id, &v);
	case LO_V_INDEX:
		return v.b ? lo_val_element(vs, subst(s, v.a), subst(s, v.b)) : lo_val_index(vs, subst(s, v.a), v.k);
	case LO_V_LOAD: return subst_load(s, id, v.a);
	case LO_V_CONT: return lo_val_cont(vs, subst(s, v.a), v.b);
	case LO_V_NOT: return lo_val_not(vs, subst(s, v.a));
	case LO_V_BIN: return lo_val_bin(vs, v.op, subst(s, v.a), subst(s, v.b));
	case LO_V_GATE:
		return lo_val_gate(vs, subst(s, v.a), subst(s, v.b), (guint64)v.k >> 32, (guint32)v.k);
	case LO_V_SUB: return lo_val_sub(vs, subst(s, v.a), lo_val_const(vs, v.k));
	case LO_V_SUBARG: return lo_val_sub(vs, subst(s, v.a), subst(s, v.b));
	case LO_V_EITHER: return lo_val_either(vs, subst(s, v.a), subst(s, v.b), FALSE);
	case LO_V_NONE:
	case LO_V_CONST:
	case LO_V_STR:
	case LO_V_VAR:
	case LO_V_FN:
	case LO_V_PSEUDO: break;
	}
	return id;
}

LoVal lo_val_subst(LoVals *vs, LoVal v, const LoVal *args, guint n_args, LoFnId caller, guint32 site)
{
	Subst s = { .vs = vs, .args = args, .n_args = n_args, .caller = caller, .site = site };

	return subst(&s, v);
}

LoVal lo_val_subst_in(LoVals *vs, LoVal v, const LoVal *args, guint n_args, LoFnId caller, guint32 site,
		      LoMemory load, gconstpointer data)
{
	Subst s = { vs, args, n_args, caller, site, load, data };

	return subst(&s, v);
}

gboolean lo_val_is_one_of_many(const LoVals *vs, LoVal id, gboolean any_index)
{
	const LoValue *v = lo_val(vs, id);

	if (v->flags & LO_VF_LOOP)
		return TRUE;
	for (; v->kind == LO_V_FIELD || v->kind == LO_V_INDEX || v->kind == LO_V_LOAD || v->kind == LO_V_CONT; v = lo_val(vs, v->a))
		if (v->kind == LO_V_INDEX && (any_index || (v->k < 0 && !v->b)))
			return TRUE;
	return v->kind == LO_V_NONE;	/* a member of some object */
}

LoVal lo_val_bind(LoVals *vs, LoVal v, const LoVal *args, guint n_args)
{
	Subst s = { .vs = vs, .args = args, .n_args = n_args, .caller = LO_NO_ID };

	return subst(&s, v);
}

LoVal lo_val_of_static_term(LoVals *vs, const LoFn *fn, LoTermId id)
{
	if (id == LO_NO_TERM)
		return LO_VAL_NONE;
	const LoTerm t = LO_AT(fn->ir->terms, LoTerm, id);

	switch ((LoTermKind)t.kind) {
	case LO_TERM_CONST: return lo_val_const(vs, t.k);
	case LO_TERM_STRING: return lo_val_str(vs, lo_func_str(fn->ir, t.a));
	case LO_TERM_GLOBAL: return lo_val_var(vs, fn->var_of_sym[t.a]);
	case LO_TERM_FUNC: return lo_val_fn(vs, fn->fn_of_sym[t.a]);
	case LO_TERM_FIELD: return lo_val_field(vs, lo_val_of_static_term(vs, fn, t.a), fn->field_of[t.b]);
	case LO_TERM_INDEX: {
		gint64 k = t.b != LO_NO_TERM && LO_AT(fn->ir->terms, LoTerm, t.b).kind == LO_TERM_CONST ?
			LO_AT(fn->ir->terms, LoTerm, t.b).k : -1;
		return lo_val_index(vs, lo_val_of_static_term(vs, fn, t.a), k);
	}
	case LO_TERM_UNKNOWN:
	case LO_TERM_LOCAL:
	case LO_TERM_LOCAL_ADDR:
	case LO_TERM_LOAD:
	case LO_TERM_CONTAINER:
	case LO_TERM_NOT:
	case LO_TERM_BINOP:
	case LO_TERM__N: break;
	}
	return LO_VAL_NONE;
}

static void note_nothing(LoVals *vs)
{
	vs->primitives = g_hash_table_new(NULL, NULL);
	vs->same = g_hash_table_new(NULL, NULL);
}

static LoValueStrings *strings_new(void)
{
	LoValueStrings *s = g_new0(LoValueStrings, 1);

	g_mutex_init(&s->lock);
	s->all = g_ptr_array_new_with_free_func(g_free);
	s->ids = g_hash_table_new(g_str_hash, g_str_equal);
	return s;
}

static void strings_free(LoValueStrings *s)
{
	g_hash_table_unref(s->ids);
	g_ptr_array_unref(s->all);
	g_mutex_clear(&s->lock);
	g_free(s);
}

LoVals *lo_vals_alloc(LoProgram *p, const LoModel *m)
{
	LoVals *vs = g_new0(LoVals, 1);

	vs->program = p;
	vs->model = m;
	vs->user = is_user_program(p);
	vs->small = vs->user && p->fns->len < MAX_SMALL_FUNCTIONS;
	vs->values = lo_value_table_new();
	vs->strings = strings_new();
	vs->touched = lo_word_lists_new();
	vs->initial = g_hash_table_new(NULL, NULL);
	vs->initials = g_array_new(FALSE, FALSE, sizeof(LoInitial));
	vs->assigned = g_hash_table_new(NULL, NULL);
	note_nothing(vs);
	return vs;
}

LoVals *lo_vals_new(LoProgram *p, const LoModel *m)
{
	LoVals *vs = lo_vals_alloc(p, m);

	for (LoFnId id = 0; id < p->fns->len; id++)
		lo_vals_note_body(vs, id);
	for (LoVarId id = 0; id < p->vars->len; id++)
		lo_vals_note_variable(vs, id);
	return vs;
}

LoVals *lo_vals_borrow(const LoVals *whole)
{
	LoVals *vs = g_memdup2(whole, sizeof(*whole));

	vs->lender = whole;
	vs->transparent = NULL;
	vs->n_transparent = 0;
	note_nothing(vs);
	return vs;
}

void lo_vals_share(LoVals *vs, gboolean shared)
{
	lo_value_table_share(vs->values, shared);
}

gboolean lo_vals_is_borrowed(const LoVals *vs)
{
	return vs->lender != NULL;
}

void lo_vals_free(LoVals *vs)
{
	if (!vs)
		return;
	if (!vs->lender) {
		lo_value_table_free(vs->values);
		strings_free(vs->strings);
		lo_word_lists_free(vs->touched);
		g_hash_table_unref(vs->initial);
		g_hash_table_unref(vs->assigned);
		g_array_unref(vs->initials);
	}
	g_hash_table_unref(vs->primitives);
	g_hash_table_unref(vs->same);
	g_free(vs->transparent);
	g_free(vs);
}
