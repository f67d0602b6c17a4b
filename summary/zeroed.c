#include "summary/zeroed.h"

#include "callgraph/scc.h"
#include "summary/value_internal.h"

#include <stdlib.h>
#include <string.h>

static LoVal base_of(const LoVals *vals, LoVal v)
{
	const LoValue *x = lo_val(vals, v);

	for (; x->kind == LO_V_FIELD || x->kind == LO_V_INDEX; x = lo_val(vals, v))
		v = x->a;
	return v;
}

static void remove_at(LoState *s, guint i)
{
	memmove(s->zeroed + i, s->zeroed + i + 1, (s->n_zeroed - i - 1) * sizeof(LoZeroed));
	s->n_zeroed--;
}

void lo_zeroed_forget(LoState *s, LoVal object)
{
	for (guint i = s->n_zeroed; i-- > 0;)
		if (s->zeroed[i].object == object)
			remove_at(s, i);
}

void lo_zeroed_add(LoVals *vals, LoState *s, LoVal object, const LoFieldId *touched, guint n)
{
	guint kept = 0;

	if (lo_val(vals, object)->kind != LO_V_OPAQUE)
		return;
	lo_zeroed_forget(s, object);
	for (guint i = 0; i < s->n_mem; i++)
		if (base_of(vals, s->mem[i].addr) != object)
			s->mem[kept++] = s->mem[i];
	s->n_mem = kept;
	if (s->n_zeroed == LO_MAX_ZEROED)
		remove_at(s, 0);
	s->zeroed[s->n_zeroed++] = (LoZeroed){ object, lo_word_lists_add(vals->touched, touched, n) };
}

const LoFieldId *lo_zeroed_touched(const LoVals *vals, const LoZeroed *z, guint *n)
{
	return lo_word_lists_get(vals->touched, z->touched, n);
}

guint lo_zeroed_unite(const LoFieldId *a, guint n, const LoFieldId *b, guint m, LoFieldId *out)
{
	guint at = 0;

	for (guint i = 0, k = 0; i < n || k < m;) {
		LoFieldId f = k == m || (i < n && a[i] <= b[k]) ? a[i] : b[k];
		i += i < n && a[i] == f;
		k += k < m && b[k] == f;
		out[at++] = f;
	}
	return at;
}

static guint32 unite(LoVals *vals, guint32 list, const LoFieldId *more, guint n_more)
{
	guint n;
	const LoFieldId *known = lo_word_lists_get(vals->touched, list, &n);
	g_autofree LoFieldId *all = g_new(LoFieldId, n + n_more + 1);
	guint n_all = lo_zeroed_unite(known, n, more, n_more, all);

	return n_all == n ? list : lo_word_lists_add(vals->touched, all, n_all);
}

void lo_zeroed_store(LoVals *vals, LoState *s, LoVal addr)
{
	const LoValue *a = lo_val(vals, addr);

	lo_zeroed_forget(s, addr);	/* all of it */
	for (; a->kind == LO_V_INDEX; a = lo_val(vals, addr))
		addr = a->a;
	for (guint i = 0; a->kind == LO_V_FIELD && i < s->n_zeroed; i++)
		s->zeroed[i].touched = unite(vals, s->zeroed[i].touched, &a->b, 1);
}

void lo_zeroed_touch(LoVals *vals, LoState *s, const GArray *fields)
{
	for (guint i = 0; i < s->n_zeroed; i++)
		s->zeroed[i].touched = unite(vals, s->zeroed[i].touched, (const LoFieldId *)(gconstpointer)fields->data, fields->len);
}

gboolean lo_zeroed_join(LoVals *vals, LoState *into, const LoState *from)
{
	gboolean changed = FALSE;

	for (guint i = into->n_zeroed; i-- > 0;) {
		LoZeroed *z = &into->zeroed[i];
		const LoZeroed *o = NULL;
		for (guint k = 0; !o && k < from->n_zeroed; k++)
			o = from->zeroed[k].object == z->object ? &from->zeroed[k] : NULL;
		if (!o) {
			remove_at(into, i);
			changed = TRUE;
			continue;
		}
		guint n;
		const LoFieldId *more = lo_zeroed_touched(vals, o, &n);
		guint32 both = unite(vals, z->touched, more, n);
		changed |= both != z->touched;
		z->touched = both;
	}
	return changed;
}

const LoZeroed *lo_zeroed_find(const LoVals *vals, const LoState *s, LoVal v)
{
	LoVal base = s->n_zeroed ? base_of(vals, v) : LO_VAL_NONE;

	for (guint i = 0; i < s->n_zeroed; i++)
		if (s->zeroed[i].object == base)
			return &s->zeroed[i];
	return NULL;
}

/* No member on the way is one of those. */
gboolean lo_zeroed_is_zero(const LoVals *vals, LoVal object, const LoFieldId *touched, guint n, LoVal addr)
{
	const LoValue *a = lo_val(vals, addr);

	if (a->kind != LO_V_FIELD)
		return FALSE;
	for (; a->kind == LO_V_FIELD || a->kind == LO_V_INDEX; a = lo_val(vals, addr)) {
		if (a->kind == LO_V_FIELD && n && bsearch(&a->b, touched, n, sizeof(LoFieldId), lo_compare_ids))
			return FALSE;
		addr = a->a;
	}
	return addr == object;
}

gboolean lo_state_is_zero(const LoVals *vals, const LoState *s, LoVal addr)
{
	const LoZeroed *z = lo_zeroed_find(vals, s, addr);
	guint n;

	if (!z)
		return FALSE;
	const LoFieldId *touched = lo_zeroed_touched(vals, z, &n);
	return lo_zeroed_is_zero(vals, z->object, touched, n, addr);
}
