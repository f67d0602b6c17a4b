#include "report/why.h"

#include "report/chain.h"
#include "report/formats.h"
#include "report/json.h"
#include "report/paint.h"
#include "report/paths.h"

static void put_way_title(GString *out, const LoSolution *sol, const GArray *path, guint number, const LoPaint *paint)
{
	g_string_append_printf(out, "way %u, ", number);
	if (path->len == 2)
		g_string_append(out, "direct:\n  ");
	else
		g_string_append_printf(out, "through %u other lock%s:\n  ", path->len - 2, path->len == 3 ? "" : "s");
	for (guint i = 0; i < path->len; i++) {
		g_string_append(out, i ? " --> " : "");
		lo_paint_text(out, paint, LO_INKED_LOCK, lo_class_row(sol, g_array_index(path, guint32, i))->name);
	}
	g_string_append(out, "\n\n");
}

/* A direct order is shown at each place; a step of a longer way at its best one. */
static void put_step(GString *out, const LoOrderIndex *ix, guint32 from, guint32 to, guint number, guint limit,
		     const LoPaint *paint)
{
	g_autoptr(GArray) edges = lo_order_edges(ix, from, to);

	lo_put_edges(out, ix->sol, edges, limit, number, TRUE, paint);
}

static void put_way(GString *out, const LoOrderIndex *ix, const GArray *path, guint number, const LoWhyQuery *q)
{
	put_way_title(out, ix->sol, path, number, q->paint);
	for (guint i = 0; i + 1 < path->len; i++)
		put_step(out, ix, g_array_index(path, guint32, i), g_array_index(path, guint32, i + 1), i,
			 path->len == 2 ? q->limit : 1, q->paint);
}

static void put_headline(GString *out, const LoWhyQuery *q, const LoPaths *found)
{
	lo_paint_text(out, q->paint, LO_INKED_LOCK, q->from_name);
	g_string_append(out, " --> ");
	lo_paint_text(out, q->paint, LO_INKED_LOCK, q->to_name);
	if (!found->paths->len)
		g_string_append(out, ": no way: the second is never taken, directly or through other locks, under the first\n");
	else
		g_string_append_printf(out, ": %s%u way%s\n\n", found->more ? "more than " : "", found->paths->len,
				       found->paths->len == 1 ? "" : "s");
}

guint lo_why_text(const LoSolution *sol, const LoWhyQuery *q, GString *out)
{
	g_autoptr(LoOrderIndex) ix = lo_order_index_new(sol);
	g_autoptr(LoPaths) found = lo_paths_find(ix, q->from, q->to, q->longer, q->limit);

	put_headline(out, q, found);
	for (guint i = 0; i < found->paths->len; i++)
		put_way(out, ix, g_ptr_array_index(found->paths, i), i + 1, q);
	lo_paint_wrap(q->paint, out);
	return found->paths->len;
}

static json_t *step_json(const LoOrderIndex *ix, guint32 from, guint32 to, guint limit)
{
	g_autoptr(GArray) edges = lo_order_edges(ix, from, to);
	json_t *array = json_array();

	for (guint i = 0; i < edges->len && i < limit; i++)
		json_array_append_new(array, lo_json_edge(ix->sol, lo_edge_row(ix->sol, g_array_index(edges, guint32, i))));
	return array;
}

static json_t *way_json(const LoOrderIndex *ix, const GArray *path, guint limit)
{
	json_t *locks = json_array(), *steps = json_array();

	for (guint i = 0; i < path->len; i++) {
		guint32 c = g_array_index(path, guint32, i);

		json_array_append_new(locks, lo_json_string(lo_class_row(ix->sol, c)->name));
		if (i + 1 < path->len)
			json_array_append_new(steps, step_json(ix, c, g_array_index(path, guint32, i + 1), limit));
	}
	return json_pack("{s:o, s:o}", "locks", locks, "steps", steps);
}

guint lo_why_json(const LoSolution *sol, const LoWhyQuery *q, GString *out)
{
	g_autoptr(LoOrderIndex) ix = lo_order_index_new(sol);
	g_autoptr(LoPaths) found = lo_paths_find(ix, q->from, q->to, q->longer, q->limit);
	g_autoptr(json_t) root = json_pack("{s:i, s:o, s:o, s:b}", "version", LO_JSON_VERSION, "from",
					   lo_json_string(q->from_name), "to", lo_json_string(q->to_name), "more", found->more);
	json_t *ways = json_array();

	for (guint i = 0; i < found->paths->len; i++)
		json_array_append_new(ways, way_json(ix, g_ptr_array_index(found->paths, i), q->limit));
	json_object_set_new(root, "ways", ways);
	lo_json_append(out, root);
	return found->paths->len;
}
