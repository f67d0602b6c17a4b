/* Values as bytes and back, and what of them a changed variable takes along. */
#include "summary/value_internal.h"

#include "callgraph/scc.h"

#include <stdlib.h>
#include <string.h>

/* What operands are: bit 0 `a`, bit 1 `b`. */
static guint operands(const LoValue *v)
{
	switch ((LoValKind)v->kind) {
	case LO_V_FIELD:
	case LO_V_LOAD:
	case LO_V_CONT:
	case LO_V_NOT:
	case LO_V_SUB: return 1;
	case LO_V_INDEX:
	case LO_V_BIN:
	case LO_V_GATE:
	case LO_V_SUBARG:
	case LO_V_EITHER: return 3;
	case LO_V_NONE:
	case LO_V_CONST:
	case LO_V_STR:
	case LO_V_PARAM:
	case LO_V_VAR:
	case LO_V_FN:
	case LO_V_LOCAL:
	case LO_V_OPAQUE:
	case LO_V_PSEUDO: break;
	}
	return 0;
}

static int compare_numbers(guint64 a, guint64 b)
{
	return a < b ? -1 : a > b;
}

static int compare_variables(const LoVals *vs, LoVarId a, LoVarId b)
{
	const LoVar *v = lo_program_var(vs->program, a), *w = lo_program_var(vs->program, b);
	int order = strcmp(v->name, w->name);

	return order ? order : strcmp(v->scope, w->scope);
}

static int compare_members(const LoVals *vs, LoFieldId a, LoFieldId b)
{
	const LoFieldInfo *f = lo_program_field(vs->program, a), *g = lo_program_field(vs->program, b);
	int order = strcmp(f->record, g->record);

	return order ? order : strcmp(f->name, g->name);
}

/* Functions are in the order of the program; members, and strings, may be met in any. */
static int compare_operand(const LoVals *vs, gboolean value, guint32 a, guint32 b)
{
	return value ? lo_val_compare(vs, a, b) : compare_numbers(a, b);
}

int lo_val_compare(const LoVals *vs, LoVal a, LoVal b)
{
	const LoValue *x = lo_val(vs, a), *y = lo_val(vs, b);

	if (a == b)
		return 0;
	int order = compare_numbers(x->kind, y->kind);
	if (!order)
		order = compare_numbers(x->op, y->op);
	if (!order && (x->kind == LO_V_STR || x->kind == LO_V_PSEUDO))
		return strcmp(lo_val_get_str(vs, a), lo_val_get_str(vs, b));
	if (!order && x->kind == LO_V_VAR)
		return compare_variables(vs, x->a, y->a);
	if (!order)
		order = compare_operand(vs, operands(x) & 1, x->a, y->a);
	if (!order && (x->kind == LO_V_FIELD || x->kind == LO_V_CONT))
		order = compare_members(vs, x->b, y->b);
	else if (!order)
		order = compare_operand(vs, operands(x) & 2, x->b, y->b);
	return order ? order : x->k < y->k ? -1 : x->k > y->k;
}

/* Operands have smaller ids than what is made of them.  Returns how many are used. */
static guint close_used(const LoVals *vs, guint8 *used)
{
	guint n = 0;

	for (guint i = 0; i < vs->initials->len; i++)
		used[LO_AT(vs->initials, LoInitial, i).addr] = used[LO_AT(vs->initials, LoInitial, i).value] = 1;
	for (guint32 i = lo_vals_count(vs); i-- > 1;) {
		const LoValue *v = lo_val(vs, i);
		guint ops = used[i] ? operands(v) : 0;
		n += used[i];
		if (ops & 1)
			used[v->a] = 1;
		if (ops & 2)
			used[v->b] = 1;
	}
	return n;
}

static void pack_table_keys(GHashTable *table, GByteArray *out)
{
	guint n;
	g_autofree gpointer *keys = g_hash_table_get_keys_as_array(table, &n);
	g_autoptr(GArray) ids = g_array_new(FALSE, FALSE, sizeof(guint32));

	for (guint i = 0; i < n; i++) {
		guint32 id = GPOINTER_TO_UINT(keys[i]);
		g_array_append_val(ids, id);
	}
	g_array_sort(ids, lo_compare_ids);
	lo_pack_array(out, ids, sizeof(guint32));
}

void lo_vals_pack(const LoVals *vs, guint8 *used, GByteArray *out)
{
	guint n = close_used(vs, used);
	g_autoptr(GArray) ids = g_array_sized_new(FALSE, FALSE, sizeof(guint32), n);
	g_autoptr(GArray) values = g_array_sized_new(FALSE, FALSE, sizeof(LoValue), n);

	for (guint32 i = 1; i < lo_vals_count(vs); i++) {
		if (!used[i])
			continue;
		g_array_append_val(ids, i);
		g_array_append_vals(values, lo_val(vs, i), 1);
	}
	lo_pack_u32(out, lo_vals_count(vs));
	lo_pack_array(out, ids, sizeof(guint32));
	lo_pack_array(out, values, sizeof(LoValue));
	lo_pack_u32(out, vs->strings->all->len);
	for (guint i = 0; i < vs->strings->all->len; i++) {
		const char *s = g_ptr_array_index(vs->strings->all, i);
		lo_pack_data(out, s, strlen(s) + 1);
	}
	lo_pack_array(out, vs->initials, sizeof(LoInitial));
	pack_table_keys(vs->assigned, out);
}

static gboolean is_sound(const LoVals *vs, const LoValue *v, LoVal id)
{
	guint ops = operands(v);

	if (v->kind > LO_V_EITHER || ((ops & 1) && v->a >= id) || ((ops & 2) && v->b >= id))
		return FALSE;
	switch ((LoValKind)v->kind) {
	case LO_V_STR:
	case LO_V_PSEUDO: return v->a < vs->strings->all->len;
	case LO_V_VAR: return v->a < vs->program->vars->len;
	case LO_V_FN:
	case LO_V_LOCAL:
	case LO_V_OPAQUE: return v->a < vs->program->fns->len;
	case LO_V_FIELD:
	case LO_V_CONT: return v->b < vs->program->fields->len;
	default: return TRUE;
	}
}

static void unpack_values(LoVals *vs, const GArray *ids, const GArray *values, guint32 count, LoUnpacker *u)
{
	u->bad |= ids->len != values->len || !count || count > (guint32)1 << 30;
	if (u->bad)
		count = 1;
	lo_value_table_reserve(vs->values, count);
	for (guint i = 0; !u->bad && i < ids->len; i++) {
		guint32 id = LO_AT(ids, guint32, i);
		u->bad = !id || id >= count || !is_sound(vs, &LO_AT(values, LoValue, i), id);
	}
	if (!u->bad)
		lo_value_table_restore_all(vs->values, (const LoVal *)(gconstpointer)ids->data, (const LoValue *)(gconstpointer)values->data, ids->len);
}

static void unpack_strings(LoVals *vs, LoUnpacker *u)
{
	guint32 n = lo_unpack_u32(u);
	gsize len;

	for (guint32 i = 0; i < n && !u->bad; i++) {
		const char *s = lo_unpack_data(u, &len);
		if (!s || !len || s[len - 1] || lo_vals_intern_string(vs, s) != i)
			u->bad = TRUE;
	}
}

static void unpack_initials(LoVals *vs, LoUnpacker *u)
{
	vs->initials = lo_unpack_array(u, sizeof(LoInitial));
	for (guint i = 0; i < vs->initials->len; i++) {
		const LoInitial *it = &LO_AT(vs->initials, LoInitial, i);
		if (it->addr >= lo_vals_count(vs) || it->value >= lo_vals_count(vs) || it->var >= vs->program->vars->len)
			u->bad = TRUE;
		g_hash_table_insert(vs->initial, GUINT_TO_POINTER(it->addr), GUINT_TO_POINTER(it->value));
	}
}

LoVals *lo_vals_unpack(LoProgram *p, const LoModel *m, LoUnpacker *u)
{
	LoVals *vs = lo_vals_alloc(p, m);
	guint32 count = lo_unpack_u32(u);
	g_autoptr(GArray) ids = lo_unpack_array(u, sizeof(guint32)), values = lo_unpack_array(u, sizeof(LoValue));

	unpack_strings(vs, u);
	unpack_values(vs, ids, values, count, u);
	g_array_unref(vs->initials);
	unpack_initials(vs, u);
	g_autoptr(GArray) assigned = lo_unpack_array(u, sizeof(guint32));
	for (guint i = 0; i < assigned->len; i++)
		g_hash_table_add(vs->assigned, GUINT_TO_POINTER(LO_AT(assigned, guint32, i)));
	return vs;
}

void lo_vals_forget_variable(LoVals *vs, LoVarId id)
{
	guint n = 0;

	for (guint i = 0; i < vs->initials->len; i++) {
		const LoInitial it = LO_AT(vs->initials, LoInitial, i);
		if (it.var == id)
			g_hash_table_remove(vs->initial, GUINT_TO_POINTER(it.addr));
		else
			LO_AT(vs->initials, LoInitial, n++) = it;
	}
	g_array_set_size(vs->initials, n);
}
