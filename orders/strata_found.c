/* Edges that threads have found, put together as if one thread had. */
#include "orders/strata_internal.h"

#include <stdlib.h>

#define UNIT_BITS 29
#define PASS_SHIFT (32 + UNIT_BITS)

void lo_found_edges_init(LoFoundEdges *f)
{
	f->list = g_array_new(FALSE, FALSE, sizeof(LoFoundEdge));
	f->by_key = g_hash_table_new(NULL, NULL);
}

void lo_found_edges_clear(LoFoundEdges *f)
{
	g_array_unref(f->list);
	g_hash_table_unref(f->by_key);
}

void lo_worker_begin(LoStrataWorker *w, guint pass, guint32 unit)
{
	w->place = (guint64)pass << PASS_SHIFT | (guint64)unit << 32;
}

/* < 0: the first is the better witness. */
static int compare_witnesses(const LoEdge *a, guint64 a_place, const LoEdge *b, guint64 b_place)
{
	if (a->hops != b->hops)
		return a->hops < b->hops ? -1 : 1;
	if (a->fan != b->fan)
		return a->fan < b->fan ? -1 : 1;
	return a_place < b_place ? -1 : 1;
}

static void add_witness(LoEdge *known, guint64 *known_place, const LoEdge *e, guint64 place)
{
	guint32 n = known->witnesses + e->witnesses;

	if (compare_witnesses(e, place, known, *known_place) < 0) {
		*known = *e;
		*known_place = place;
	}
	known->witnesses = n;
}

static guint64 edge_key(const LoEdge *e)
{
	guint64 h = lo_mix(lo_mix(17, (guint64)e->from << 32 | e->to), e->from_hold | e->to_hold << 4 | e->from_try << 8);

	return lo_mix(h, e->same_instance | e->wait << 4);
}

void lo_worker_find(LoStrataWorker *w, const LoEdge *e)
{
	LoFoundEdges *f = &w->found;
	guint64 place = w->place++, key = edge_key(e);
	guint at = GPOINTER_TO_UINT(g_hash_table_lookup(f->by_key, GSIZE_TO_POINTER(key)));

	if (at) {
		LoFoundEdge *known = &LO_AT(f->list, LoFoundEdge, at - 1);
		add_witness(&known->edge, &known->place, e, place);
		known->first = MIN(known->first, place);
		return;
	}
	const LoFoundEdge new = { *e, key, place, place };
	g_array_append_val(f->list, new);
	g_hash_table_insert(f->by_key, GSIZE_TO_POINTER(key), GUINT_TO_POINTER(f->list->len));
}

static void add_found(LoStrata *s, const LoFoundEdge *f)
{
	guint at = GPOINTER_TO_UINT(g_hash_table_lookup(s->edge_keys, GSIZE_TO_POINTER(f->key)));

	if (at) {
		add_witness(&LO_AT(s->edges, LoEdge, at - 1), &LO_AT(s->places, guint64, at - 1), &f->edge, f->place);
		return;
	}
	g_array_append_val(s->edges, f->edge);
	g_array_append_val(s->places, f->place);
	g_hash_table_insert(s->edge_keys, GSIZE_TO_POINTER(f->key), GUINT_TO_POINTER(s->edges->len));
	s->stats[s->stratum].new_edges++;
}

static int compare_first(const void *a, const void *b)
{
	const LoFoundEdge *x = a, *y = b;

	return x->first < y->first ? -1 : x->first > y->first;
}

void lo_strata_collect(LoStrata *s)
{
	g_autoptr(GArray) all = g_array_new(FALSE, FALSE, sizeof(LoFoundEdge));

	for (guint i = 0; i < s->n_workers; i++) {
		LoFoundEdges *f = &s->workers[i]->found;
		g_array_append_vals(all, f->list->data, f->list->len);
		g_array_set_size(f->list, 0);
		g_hash_table_remove_all(f->by_key);
	}
	g_array_sort(all, compare_first);
	for (guint i = 0; i < all->len; i++)
		add_found(s, &LO_AT(all, LoFoundEdge, i));
}
