/*
 * Module coherence.  A lock of the core that is in many objects, an inode's say,
 * links two orders only where both are about the same object: one that a module
 * makes and one that quite another module makes are about different ones.
 */
#include "solver/confidence.h"

#define APART_PERCENT 35

static void add_modules(const LoJudge *j, GArray *out, const GArray *chain)
{
	for (guint i = 0; i < chain->len; i++) {
		guint32 m = lo_module_of(j->modules, g_array_index(chain, LoHop, i).file);
		if (m)
			g_array_append_val(out, m);
	}
}

static const GArray *modules_of(LoJudge *j, const LoReportRow *r, guint i)
{
	guint32 row = g_array_index(r->edges, guint32, i % r->edges->len);
	const LoEdgeRow *e = lo_judged_row(j, r, i);

	if (!j->edge_modules[row]) {
		j->edge_modules[row] = g_array_new(FALSE, FALSE, sizeof(guint32));
		add_modules(j, j->edge_modules[row], e->from_chain);
		add_modules(j, j->edge_modules[row], e->to_chain);
	}
	return j->edge_modules[row];
}

static gboolean have_common(const GArray *a, const GArray *b)
{
	for (guint i = 0; i < a->len; i++)
		for (guint k = 0; k < b->len; k++)
			if (g_array_index(a, guint32, i) == g_array_index(b, guint32, k))
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

guint lo_filter_modules(LoJudge *j, const LoReportRow *r, GString *why)
{
	double left = 100;

	for (guint i = 0; r->edges->len > 1 && i < r->edges->len; i++) {
		const GArray *in = modules_of(j, r, i + r->edges->len - 1), *out = modules_of(j, r, i);
		if (is_global(j, lo_judged_edge(j, r, i)) || !in->len || !out->len || have_common(in, out))
			continue;
		const LoClassRow *c = &g_array_index(j->sol->classes, LoClassRow, lo_judged_row(j, r, i)->from);
		g_string_append_printf(why, "%s%s taken in %s and held in %s are likely of two objects", why->len ? "; " : "", c->name,
				       lo_module_name(j->modules, g_array_index(in, guint32, in->len - 1)),
				       lo_module_name(j->modules, g_array_index(out, guint32, 0)));
		left = left * APART_PERCENT / 100;
	}
	return (guint)MAX(left, 1);
}
