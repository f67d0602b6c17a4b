/*
 * Module coherence.  A lock of the core that is in many objects, an inode's say,
 * links two orders only where both are about the same object: one that a module
 * makes and one that quite another module makes are about different ones.
 */
#include "solver/confidence.h"

#include <string.h>

#define APART_PERCENT 35
#define MANY_KINDS_PERCENT 70	/* of a class whose key is chosen at run time, where both orders have no directory in common */

static void add_modules(const LoJudge *j, GArray *out, const GArray *chain)
{
	for (guint i = 0; i < chain->len; i++) {
		guint32 m = lo_module_of(j->modules, g_array_index(chain, LoHop, i).file);
		if (m)
			g_array_append_val(out, m);
	}
}

GArray *lo_order_modules(const LoJudge *j, const LoEdgeRow *row)
{
	GArray *out = g_array_new(FALSE, FALSE, sizeof(guint32));

	add_modules(j, out, row->from_chain);
	add_modules(j, out, row->to_chain);
	return out;
}

static gboolean is_beside(const char *a, const char *b)
{
	const char *x = strrchr(a, '/'), *y = strrchr(b, '/');
	gsize n = x ? (gsize)(x - a) : 0, m = y ? (gsize)(y - b) : 0;

	return n == m && !strncmp(a, b, n);
}

static gboolean chains_meet(const GArray *a, const GArray *b)
{
	for (guint i = 0; i < a->len; i++)
		for (guint k = 0; k < b->len; k++)
			if (is_beside(g_array_index(a, LoHop, i).file, g_array_index(b, LoHop, k).file))
				return TRUE;
	return FALSE;
}

/* Do the two edges have a directory in common, shared or not? */
static gboolean places_meet(const LoEdgeRow *a, const LoEdgeRow *b)
{
	return chains_meet(a->from_chain, b->from_chain) || chains_meet(a->from_chain, b->to_chain) ||
		chains_meet(a->to_chain, b->from_chain) || chains_meet(a->to_chain, b->to_chain);
}

/* One module, or one that is a library to the other. */
static gboolean are_related(const LoModules *m, guint32 a, guint32 b)
{
	return a == b || lo_module_calls(m, a, b) || lo_module_calls(m, b, a);
}

static gboolean have_common(const LoModules *m, const GArray *a, const GArray *b)
{
	for (guint i = 0; i < a->len; i++)
		for (guint k = 0; k < b->len; k++)
			if (are_related(m, g_array_index(a, guint32, i), g_array_index(b, guint32, k)))
				return TRUE;
	return FALSE;
}

/* One lock for all, whoever takes it. */
static gboolean is_global(const LoJudge *j, const LoEdge *e)
{
	const LoClass *c = lo_class_get(j->w->classes, e->from);
	gboolean pseudo = lo_val(j->w->vals, e->held.lock)->kind == LO_V_PSEUDO;

	return c->is_static && c->names->len == 1 && (!pseudo || c->kind == LO_LOCK_PSEUDO);
}

guint lo_filter_modules(const LoJudge *j, const LoReportRow *r, GString *why)
{
	double left = 100;

	for (guint i = 0; r->edges->len > 1 && i < r->edges->len; i++) {
		const GArray *in = lo_judged_traits(j, r, i + r->edges->len - 1)->modules, *out = lo_judged_traits(j, r, i)->modules;
		const LoEdgeRow *before = lo_judged_row(j, r, i + r->edges->len - 1), *e = lo_judged_row(j, r, i);
		const LoClassRow *c = &g_array_index(j->sol->classes, LoClassRow, e->from);
		if (is_global(j, lo_judged_edge(j, r, i)) || have_common(j->modules, in, out))
			continue;
		if (!in->len || !out->len) {
			if (c->names->len < 2 || places_meet(before, e))
				continue;
			g_string_append_printf(why, "%s%s stands for locks of %u kinds", why->len ? "; " : "", c->name, c->names->len);
			left = left * MANY_KINDS_PERCENT / 100;
			continue;
		}
		g_string_append_printf(why, "%s%s taken in %s and held in %s are likely of two objects", why->len ? "; " : "", c->name,
				       lo_module_name(j->modules, g_array_index(in, guint32, in->len - 1)),
				       lo_module_name(j->modules, g_array_index(out, guint32, 0)));
		left = left * APART_PERCENT / 100;
	}
	return (guint)MAX(left, 1);
}
