#include "fuzz/reported.h"

static void add_class(LoSolution *sol, const char *name, const char *file)
{
	LoClassRow c = { .name = g_strdup(name), .names = g_ptr_array_new_with_free_func(g_free), .kind = LO_LOCK_MUTEX,
			 .file = g_strdup(file), .line = 1 };

	g_ptr_array_add(c.names, g_strdup(name));
	g_array_append_val(sol->classes, c);
}

static GArray *chain(const char *file, guint32 line)
{
	GArray *out = lo_hops_new();
	LoHop hop = lo_hop("f", file, line, "");

	g_array_append_val(out, hop);
	return out;
}

static void add_edge(LoSolution *sol, guint32 from, const char *file, guint32 line)
{
	LoEdgeRow e = { .from = from, .to = 1 - from, .confidence = 90, .from_chain = chain(file, line),
			.to_chain = chain(file, line + 1) };

	g_array_append_val(sol->edges, e);
}

LoSolution *fuzz_reported(const char *file)
{
	static const guint32 both[] = { 0, 1 };
	LoSolution *sol = lo_solution_new();
	LoReportRow r = {
		.kind = LO_REPORT_CYCLE, .classes = g_array_new(FALSE, FALSE, sizeof(guint32)),
		.edges = g_array_new(FALSE, FALSE, sizeof(guint32)), .confidence = 90, .reasons = g_strdup(""),
		.key = g_strdup(FUZZ_REPORT_KEY), .held_back = g_strdup(""), .context = lo_hops_new(),
	};

	add_class(sol, "a", file);
	add_class(sol, "b", file);
	add_edge(sol, 0, file, 3);
	add_edge(sol, 1, file, 6);
	g_array_append_vals(r.classes, both, 2);
	g_array_append_vals(r.edges, both, 2);
	g_array_append_val(sol->reports, r);
	return sol;
}
