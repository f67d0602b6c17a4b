/*
 * Classes that several threads ask for at a time.  What they get must not
 * depend on who asks first, nor what is told of them afterwards: ids may, so
 * new classes are ranked by what they are.
 */
#include "orders/classes_internal.h"

#include <stdlib.h>
#include <string.h>

void lo_class_note_kind(LoClasses *c, LoClass *k, LoLockKind kind)
{
	if (k->kind)
		return;
	if (!g_atomic_int_get(&c->shared)) {
		k->kind = kind;
		return;
	}
	/* the lowest that anybody asked with */
	LoLockKind known = __atomic_load_n(&k->asked_kind, __ATOMIC_RELAXED);
	while ((!known || kind < known) &&
	       !__atomic_compare_exchange_n(&k->asked_kind, &known, kind, FALSE, __ATOMIC_RELAXED, __ATOMIC_RELAXED))
		;
}

static void settle_kinds(LoClasses *c)
{
	for (LoClassId id = 0; id < c->classes.n; id++) {
		LoClass *k = lo_stable_array_get(&c->classes, id);
		if (!k->kind)
			k->kind = k->asked_kind;
		k->asked_kind = LO_LOCK_UNKNOWN;
	}
}

typedef struct {
	const LoVals *vals;
	LoClass *class;
	LoVal lock;		/* the least of its locks; NONE: only others are made of it */
} NewClass;

static int compare_names(const LoClass *a, const LoClass *b)
{
	int order = 0;

	for (guint i = 0; !order && i < MIN(a->names->len, b->names->len); i++)
		order = strcmp(g_ptr_array_index(a->names, i), g_ptr_array_index(b->names, i));
	return order ? order : (a->names->len > b->names->len) - (a->names->len < b->names->len);
}

static int compare_new(const void *a, const void *b)
{
	const NewClass *x = a, *y = b;
	int order = compare_names(x->class, y->class);

	if (!order)
		order = strcmp(x->class->file, y->class->file);
	if (!order)
		order = (x->class->line > y->class->line) - (x->class->line < y->class->line);
	return order ? order : lo_val_compare(x->vals, x->lock, y->lock);
}

static void rank_new(LoClasses *c)
{
	guint n = c->classes.n - c->n_before;
	g_autofree NewClass *new = g_new0(NewClass, n + 1);

	for (guint i = 0; i < n; i++)
		new[i] = (NewClass){ c->vals, lo_stable_array_get(&c->classes, c->n_before + i), LO_VAL_NONE };
	for (guint i = 0; i < c->asked->len; i++) {
		LoVal lock = LO_AT(c->asked, LoVal, i);
		LoClassId id = lo_class_of(c, lock, LO_LOCK_UNKNOWN);
		NewClass *k = id >= c->n_before && id < LO_CLASS_OPEN ? &new[id - c->n_before] : NULL;
		if (k && (!k->lock || lo_val_compare(c->vals, lock, k->lock) < 0))
			k->lock = lock;
	}
	qsort(new, n, sizeof(NewClass), compare_new);
	for (guint i = 0; i < n; i++)
		new[i].class->rank = c->n_before + i;
}

void lo_classes_share(LoClasses *c, gboolean shared)
{
	guint before = (guint)g_atomic_int_add(&c->shared, shared ? 1 : -1);

	if (before != (shared ? 0 : 1))
		return;
	if (!shared) {
		settle_kinds(c);
		rank_new(c);
	}
	c->n_before = c->classes.n;
	g_array_set_size(c->asked, 0);
}
