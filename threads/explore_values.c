/* What values may be, with what threads have stored in memory put in. */
#include "threads/explore_internal.h"

#define MAX_RESOLVING 3
#define MAX_EXPANDED 200

static void add_unique(LoVal *out, guint *n, LoVal v)
{
	for (guint i = 0; i < *n; i++)
		if (out[i] == v)
			return;
	if (*n < MAX_ALTERNATIVES)
		out[(*n)++] = v;
}

gboolean lo_explorer_is_open_element(const Explorer *e, LoVal addr)
{
	const LoValue *a = lo_val(e->vals, addr);

	for (; a->kind == LO_V_FIELD || a->kind == LO_V_INDEX; a = lo_val(e->vals, a->a))
		if (a->kind == LO_V_INDEX && (a->b || a->k < 0))
			return TRUE;
	return FALSE;
}

LoVal lo_explorer_any_element(Explorer *e, LoVal addr)
{
	const LoValue a = *lo_val(e->vals, addr);
	LoVal base = a.kind == LO_V_FIELD || a.kind == LO_V_INDEX ? lo_explorer_any_element(e, a.a) : LO_VAL_NONE;

	if (a.kind == LO_V_INDEX)
		return lo_val_index(e->vals, base ? base : a.a, -1);
	return base ? lo_val_field(e->vals, base, a.b) : LO_VAL_NONE;
}

/* What is stored there, else in elements of that array whose number nobody knows. */
static const GArray *stored_at(Explorer *e, LoVal place)
{
	const GArray *stored = g_hash_table_lookup(e->memory, GUINT_TO_POINTER(place));
	LoVal element = stored ? LO_VAL_NONE : lo_explorer_any_element(e, place);

	return element ? g_hash_table_lookup(e->memory, GUINT_TO_POINTER(element)) : stored;
}

static void expand_load(Explorer *e, LoVal id, LoVal addr, LoVal *out, guint *n, guint depth)
{
	LoVal places[MAX_ALTERNATIVES];
	guint n_places = 0;

	lo_explorer_expand(e, addr, places, &n_places, depth + 1);
	for (guint i = 0; i < n_places; i++) {
		const GArray *stored = stored_at(e, places[i]);
		for (guint k = 0; stored && depth < 6 && k < stored->len; k++)
			lo_explorer_expand(e, LO_AT(stored, LoVal, k), out, n, depth + 1);
		if (!stored)
			add_unique(out, n, places[i] == addr ? id : lo_val_load(e->vals, places[i]));
	}
}

LoVal lo_explorer_resolve(Explorer *e, LoVal v)
{
	const LoValue x = *lo_val(e->vals, v);
	LoVal out[MAX_ALTERNATIVES];
	guint n = 0;

	if (x.kind == LO_V_NOT)
		return lo_val_not(e->vals, lo_explorer_resolve(e, x.a));
	if (x.kind == LO_V_BIN)
		return lo_val_bin(e->vals, x.op, lo_explorer_resolve(e, x.a), lo_explorer_resolve(e, x.b));
	lo_explorer_expand(e, v, out, &n, 0);
	return n == 1 ? out[0] : v;
}

/* Memory may hold what is found by itself: not for ever. */
static LoVal element(Explorer *e, LoVal base, const LoValue *index)
{
	if (!index->b || e->resolving >= MAX_RESOLVING)
		return lo_val_index(e->vals, base, index->k);
	e->resolving++;
	LoVal v = lo_val_element(e->vals, base, lo_explorer_resolve(e, index->b));
	e->resolving--;
	return v;
}

void lo_explorer_expand(Explorer *e, LoVal v, LoVal *out, guint *n, guint depth)
{
	const LoValue x = *lo_val(e->vals, v);
	LoVal bases[MAX_ALTERNATIVES];
	guint n_bases = 0;

	if (!depth && !e->resolving)
		e->expanded = 0;
	if (e->expanded++ > MAX_EXPANDED) {
		add_unique(out, n, v);
		return;
	}
	switch ((LoValKind)x.kind) {
	case LO_V_EITHER:
		lo_explorer_expand(e, x.a, out, n, depth + 1);
		lo_explorer_expand(e, x.b, out, n, depth + 1);
		return;
	case LO_V_LOAD: expand_load(e, v, x.a, out, n, depth); return;
	case LO_V_FIELD:
	case LO_V_INDEX:
	case LO_V_CONT:
		lo_explorer_expand(e, x.a, bases, &n_bases, depth + 1);
		for (guint i = 0; i < n_bases; i++)
			add_unique(out, n, x.kind == LO_V_FIELD ? lo_val_field(e->vals, bases[i], x.b) :
				   x.kind == LO_V_CONT ? lo_val_cont(e->vals, bases[i], x.b) :
				   element(e, bases[i], &x));
		return;
	default: add_unique(out, n, v); return;
	}
}
