/*
 * The formats on a solution made by hand: a cycle of five locks, the shorter
 * one inside it, and names that try to break out of the output.
 */
#include <glib.h>
#include <stdio.h>

#include "common/error.h"
#include "report/chain.h"
#include "report/draw.h"
#include "report/formats.h"
#include "report/graph.h"
#include "report/link.h"
#include "report/lists.h"
#include "report/lookup.h"
#include "report/paths.h"
#include "report/why.h"

enum { CHAIN_RWSEM, BATCH, HOTPLUG, FLUSH, SLAB, N_CLASSES };

static void add_class(LoSolution *sol, const char *name, LoLockKind kind, const char *file, guint32 line)
{
	LoClassRow c = { g_strdup(name), g_ptr_array_new_with_free_func(g_free), kind, g_strdup(file), line };

	g_ptr_array_add(c.names, g_strdup(name));
	g_array_append_val(sol->classes, c);
}

static GArray *hops(const char *const *spec)
{
	GArray *chain = lo_hops_new();

	for (; spec && *spec; spec += 3) {
		LoHop hop = lo_hop(spec[0], "demo/hotplug.c", (guint32)atoi(spec[1]), spec[2]);

		g_array_append_val(chain, hop);
	}
	return chain;
}

static void add_edge(LoSolution *sol, guint32 from, guint32 to, LoHold from_hold, LoHold to_hold, guint8 confidence,
		     const char *const *from_chain, const char *const *to_chain)
{
	LoEdgeRow e = {
		.from = from, .to = to, .from_hold = from_hold, .to_hold = to_hold, .confidence = confidence,
		.from_chain = hops(from_chain), .to_chain = hops(to_chain),
	};

	g_array_append_val(sol->edges, e);
}

static void add_report(LoSolution *sol, LoReportKind kind, const guint32 *classes, const guint32 *edges, guint n,
		       guint8 confidence, const char *held_back)
{
	LoReportRow r = {
		.kind = kind, .classes = g_array_new(FALSE, FALSE, sizeof(guint32)),
		.edges = g_array_new(FALSE, FALSE, sizeof(guint32)), .confidence = confidence,
		.reasons = g_strdup("2 indirect calls"), .key = g_strdup("0123456789abcdef"),
		.held_back = g_strdup(held_back), .context = lo_hops_new(),
	};

	g_array_append_vals(r.classes, classes, n);
	g_array_append_vals(r.edges, edges, n);
	g_array_append_val(sol->reports, r);
}

static void add_demo_classes(LoSolution *sol)
{
	add_class(sol, "(memory_chain).rwsem", LO_LOCK_RWSEM, "demo/notifier.c", 9);
	add_class(sol, "batch_lock", LO_LOCK_MUTEX, "demo/page.c", 5);
	add_class(sol, "cpu_hotplug_lock", LO_LOCK_PERCPU_RWSEM, "demo/hotplug.c", 7);
	add_class(sol, "flush_lock", LO_LOCK_MUTEX, "demo/slab.c", 11);
	add_class(sol, "slab_mutex", LO_LOCK_MUTEX, "demo/slab.c", 10);
}

static void add_demo_edges(LoSolution *sol)
{
	static const char *const notify[] = { "offline", "40", "", "call_chain", "21",
					      "through notifier_block.call, registered on memory_chain", "slab_callback", "60", "", NULL };
	static const char *const call_chain[] = { "offline", "40", "", "call_chain", "20", "", NULL };
	static const char *const pcp_disable[] = { "offline", "38", "", "pcp_disable", "12", "", NULL };
	static const char *const callback[] = { "cpu_up", "80", "", "invoke_callback", "70", "through cpu_step.startup, 1 of 4",
						"pcp_update", "15", "", NULL };
	static const char *const cpu_up[] = { "cpu_up", "78", "", NULL };
	static const char *const dead[] = { "cpu_down", "95", "through cpu_step.teardown, 1 of 4", "slab_cpu_dead", "64", "", NULL };
	static const char *const flush[] = { "flush_all", "33", "", "cpus_read_lock", "25", "", NULL };
	static const char *const flush_held[] = { "flush_all", "32", "", NULL };
	static const char *const shrink[] = { "slab_callback", "61", "", "flush_all", "32", "", NULL };
	static const char *const slab_held[] = { "slab_callback", "60", "", NULL };

	add_edge(sol, CHAIN_RWSEM, SLAB, LO_HOLD_SHARED, LO_HOLD_EXCLUSIVE, 80, call_chain, notify);
	add_edge(sol, BATCH, CHAIN_RWSEM, LO_HOLD_EXCLUSIVE, LO_HOLD_SHARED, 95, pcp_disable, call_chain);
	add_edge(sol, HOTPLUG, BATCH, LO_HOLD_EXCLUSIVE, LO_HOLD_EXCLUSIVE, 75, cpu_up, callback);
	add_edge(sol, HOTPLUG, SLAB, LO_HOLD_EXCLUSIVE, LO_HOLD_EXCLUSIVE, 40, cpu_up, dead);
	add_edge(sol, FLUSH, HOTPLUG, LO_HOLD_EXCLUSIVE, LO_HOLD_SHARED, 100, flush_held, flush);
	add_edge(sol, SLAB, FLUSH, LO_HOLD_EXCLUSIVE, LO_HOLD_EXCLUSIVE, 100, slab_held, shrink);
}

static LoSolution *demo_solution(void)
{
	static const guint32 five[] = { FLUSH, HOTPLUG, BATCH, CHAIN_RWSEM, SLAB }, five_edges[] = { 4, 2, 1, 0, 5 };
	static const guint32 three[] = { FLUSH, HOTPLUG, SLAB }, three_edges[] = { 4, 3, 5 };
	LoSolution *sol = lo_solution_new();

	add_demo_classes(sol);
	add_demo_edges(sol);
	add_report(sol, LO_REPORT_CYCLE, five, five_edges, 5, 75, "");
	add_report(sol, LO_REPORT_CYCLE, three, three_edges, 3, 40, "low confidence");
	return sol;
}

static void report_difference(const char *name, const char *got, const char *want)
{
	g_auto(GStrv) g = g_strsplit(got, "\n", -1), w = g_strsplit(want, "\n", -1);
	guint i = 0;

	while (g[i] && w[i] && !strcmp(g[i], w[i]))
		i++;
	g_test_message("%s:%u: printed '%s', expected '%s'", name, i + 1, g[i] ? g[i] : "", w[i] ? w[i] : "");
	g_test_fail();
}

/* LOCKORDER_ACCEPT=1 rewrites what is expected. */
static void expect_file(const char *name, const GString *got)
{
	g_autofree char *path = g_test_build_filename(G_TEST_DIST, "testdata", "report", name, NULL);
	g_autofree char *want = NULL;

	if (g_getenv("LOCKORDER_ACCEPT"))
		g_assert_true(g_file_set_contents(path, got->str, (gssize)got->len, NULL));
	g_assert_true(g_file_get_contents(path, &want, NULL, NULL));
	if (strcmp(got->str, want))
		report_difference(path, got->str, want);
}

/* Pictures depend on the fonts that are there. */
static void cut_pictures(GString *html)
{
	char *start, *end;

	while ((start = strstr(html->str, "<svg ")) && (end = strstr(start, "</svg>")))
		g_string_erase(html, start - html->str, end + strlen("</svg>") - start);
}

static void test_format(gconstpointer data)
{
	const char *name = data;
	g_autoptr(LoSolution) sol = demo_solution();
	g_autoptr(GString) out = g_string_new(NULL);
	g_autofree char *file = g_strconcat("five-locks.", name, NULL);
	LoRenderOptions opt = { .all = TRUE };

	g_assert_true(lo_report_format(name, NULL)->render(sol, &opt, out, NULL));
	cut_pictures(out);
	expect_file(file, out);
}

static void test_held_back(void)
{
	g_autoptr(LoSolution) sol = demo_solution();
	g_autoptr(GString) out = g_string_new(NULL);

	g_assert_true(lo_render_text(sol, NULL, out, NULL));
	g_assert_nonnull(strstr(out->str, "\n1 report, 1 more held back (--all)\n"));
	g_assert_null(strstr(out->str, "slab_cpu_dead"));
}

static void test_unknown_format(void)
{
	g_autoptr(GError) error = NULL;

	g_assert_null(lo_report_format("html5", &error));
	g_assert_error(error, LO_ERROR, LO_ERROR_USAGE);
	g_assert_nonnull(strstr(error->message, "text, gcc, json, sarif, html"));
}

static void test_pictures(void)
{
	g_autoptr(LoSolution) sol = demo_solution();
	g_autoptr(GString) svg = g_string_new(NULL), png = g_string_new(NULL);
	g_autoptr(GError) error = NULL;

	g_assert_true(lo_render_svg(sol, NULL, svg, &error));
	g_assert_no_error(error);
	g_assert_nonnull(strstr(svg->str, "<svg"));
	g_assert_nonnull(strstr(svg->str, "cpu_hotplug_lock"));
	g_assert_true(lo_render_png(sol, NULL, png, &error));
	g_assert_no_error(error);
	g_assert_true(g_str_has_prefix(png->str, "\x89PNG"));
	if (g_getenv("LOCKORDER_TEST_PNG"))
		g_assert_true(g_file_set_contents(g_getenv("LOCKORDER_TEST_PNG"), png->str, (gssize)png->len, NULL));
}

static void test_around(void)
{
	g_autoptr(LoSolution) sol = demo_solution();
	g_autoptr(GArray) batch = lo_lookup_classes(sol, "batch_lock", NULL);
	LoRenderOptions opt = { .min_confidence = 100 };
	g_autoptr(LoGraphView) v = lo_graph_view_around(sol, &opt, batch, 1);
	g_autoptr(LoGraphView) none = lo_graph_view_around(sol, &opt, batch, 0);

	g_assert_cmpuint(v->classes->len, ==, 3);
	g_assert_cmpuint(v->edges->len, ==, 2);
	g_assert_cmpuint(none->classes->len, ==, 1);
	g_assert_false(lo_graph_view_is_marked(v, HOTPLUG, BATCH));
}

static void test_cycle_view(void)
{
	g_autoptr(LoSolution) sol = demo_solution();
	g_autoptr(GError) error = NULL;
	g_autoptr(LoGraphView) v = lo_graph_view_cycle(sol, NULL, 1, &error);

	g_assert_no_error(error);
	g_assert_cmpuint(v->edges->len, ==, 5);
	g_assert_true(lo_graph_view_is_marked(v, HOTPLUG, BATCH));
	g_assert_null(lo_graph_view_cycle(sol, NULL, 2, &error));
	g_assert_error(error, LO_ERROR, LO_ERROR_USAGE);
}

/* More locks than a picture can hold, in three folders, all under one. */
static void test_fold(void)
{
	static const char *const files[] = { "a/b/x.c", "a/b/c/y.c", "d/z.c" };
	static const char *const hop[] = { "f", "1", "", NULL };
	g_autoptr(LoSolution) sol = lo_solution_new();
	g_autoptr(GArray) first = g_array_new(FALSE, FALSE, sizeof(guint32));
	g_autoptr(LoGraphView) v = NULL;
	guint32 zero = 0;

	for (guint32 i = 0; i < 3 * LO_GRAPH_MAX_NODES; i++) {
		g_autofree char *name = g_strdup_printf("lock %u", i);

		add_class(sol, name, LO_LOCK_MUTEX, files[i % 3], i);
		if (i)
			add_edge(sol, 0, i, LO_HOLD_EXCLUSIVE, LO_HOLD_EXCLUSIVE, 90, NULL, hop);
	}
	g_array_append_val(first, zero);
	v = lo_graph_view_around(sol, NULL, first, 1);
	g_assert_cmpuint(v->classes->len + v->folders->len, ==, LO_GRAPH_MAX_NODES);
	g_assert_cmpuint(v->folders->len, ==, 2);
	g_assert_cmpstr(g_ptr_array_index(v->folders, 0), ==, "a/b");
	g_assert_cmpuint(lo_graph_view_node(v, 0), ==, 0);
	g_assert_cmpuint(lo_graph_view_node(v, 3 * LO_GRAPH_MAX_NODES - 1), ==, LO_GRAPH_FOLDER | 1);
	g_assert_cmpuint(v->edges->len, ==, LO_GRAPH_MAX_NODES - 1);
	g_assert_cmpuint(lo_graph_view_behind(v, 0, 3 * LO_GRAPH_MAX_NODES - 1), >, 30);
}

/* Places of the labels of edges in an SVG of ours: x, y, x, y, ... */
static GArray *label_places(const char *svg)
{
	g_autoptr(GRegex) label = g_regex_new("<text[^>]* x=\"(-?[0-9.]+)\" y=\"(-?[0-9.]+)\"[^>]*> meeting_function<", 0, 0, NULL);
	g_autoptr(GMatchInfo) m = NULL;
	GArray *places = g_array_new(FALSE, FALSE, sizeof(double));

	for (g_regex_match(label, svg, 0, &m); g_match_info_matches(m); g_match_info_next(m, NULL))
		for (gint i = 1; i <= 2; i++) {
			g_autofree char *number = g_match_info_fetch(m, i);
			double value = g_ascii_strtod(number, NULL);

			g_array_append_val(places, value);
		}
	return places;
}

/* Edges between clusters: graphviz puts their labels over each other. */
static void test_labels(void)
{
	static const char *const hop[] = { "meeting_function", "1", "", NULL };
	const guint n = 20;
	g_autoptr(LoSolution) sol = lo_solution_new();
	g_autoptr(GString) svg = g_string_new(NULL);
	g_autoptr(GArray) first = g_array_new(FALSE, FALSE, sizeof(guint32)), places = NULL;
	g_autoptr(LoGraphView) v = NULL;
	const guint32 zero = 0;

	for (guint32 i = 0; i < n; i++) {
		g_autofree char *name = g_strdup_printf("lock %u", i), *file = g_strdup_printf("folder/%u/x.c", i % 7);
		guint32 hub = i % 5 < i ? i % 5 : 0;

		add_class(sol, name, LO_LOCK_MUTEX, file, i);
		if (!i)
			continue;
		add_edge(sol, hub, i, LO_HOLD_EXCLUSIVE, LO_HOLD_SHARED, 90, NULL, hop);
		add_edge(sol, i, hub, LO_HOLD_EXCLUSIVE, LO_HOLD_EXCLUSIVE, 90, NULL, hop);
	}
	g_array_append_val(first, zero);
	v = lo_graph_view_around(sol, NULL, first, 2);
	g_assert_true(lo_graph_render(sol, v, NULL, "svg", svg, NULL));
	places = label_places(svg->str);
	g_assert_cmpuint(places->len, ==, 2 * 2 * (n - 1));
	for (guint i = 0; i < places->len; i += 2)
		for (guint k = 0; k < i; k += 2)
			g_assert_true(ABS(g_array_index(places, double, i) - g_array_index(places, double, k)) > 60 ||
				      ABS(g_array_index(places, double, i + 1) - g_array_index(places, double, k + 1)) > 8);
}

static void test_change_view(void)
{
	g_autoptr(LoSolution) sol = demo_solution();
	g_autoptr(GArray) added = g_array_new(FALSE, FALSE, sizeof(guint32)), removed = g_array_copy(added);
	g_autoptr(LoGraphView) v = NULL;
	g_autoptr(GString) dot = g_string_new(NULL);
	guint32 flush_hotplug = 4, hotplug_slab = 3;

	g_array_append_val(added, flush_hotplug);
	g_array_append_val(removed, hotplug_slab);
	v = lo_graph_view_change(sol, added, removed, 1);
	g_assert_true(lo_graph_view_is_added(v, FLUSH, HOTPLUG));
	g_assert_true(lo_graph_view_is_marked(v, FLUSH, HOTPLUG));
	g_assert_true(lo_graph_view_is_removed(v, HOTPLUG, SLAB));
	g_assert_false(lo_graph_view_is_added(v, SLAB, FLUSH));
	g_assert_cmpuint(v->edges->len, ==, 6);
	g_assert_true(lo_graph_render(sol, v, NULL, "dot", dot, NULL));
	expect_file("change.dot", dot);
}

static void test_links(void)
{
	static const char *const bad[] = { "javascript:{file}", "{file}", "https://x/", "" };
	LoRenderOptions opt = { .root = "/tree", .link_template = "https://x/{file}?l={line}&p={path}" };
	g_autofree char *link = lo_link(&opt, "a b/\"c<.c", 7), *none = lo_link(NULL, "a.c", 1);

	g_assert_cmpstr(link, ==, "https://x/a%20b/%22c%3C.c?l=7&p=/tree/a%20b/%22c%3C.c");
	g_assert_null(none);
	g_assert_true(lo_link_template_check(opt.link_template, NULL));
	for (guint i = 0; i < G_N_ELEMENTS(bad); i++)
		g_assert_false(lo_link_template_check(bad[i], NULL));
}

/* The dark picture is drawn dark, the one that follows its reader brings the colours for both. */
static void test_themes(void)
{
	g_autoptr(LoSolution) sol = demo_solution();
	g_autoptr(GString) both = g_string_new(NULL), dark = g_string_new(NULL), light = g_string_new(NULL);
	LoRenderOptions opt = { .theme = LO_THEME_DARK };

	g_assert_true(lo_render_svg(sol, &opt, dark, NULL));
	opt.theme = LO_THEME_LIGHT;
	g_assert_true(lo_render_svg(sol, &opt, light, NULL));
	g_assert_true(lo_render_svg(sol, NULL, both, NULL));
	g_assert_nonnull(strstr(dark->str, "#16181d"));
	g_assert_null(strstr(dark->str, "<style>"));
	g_assert_null(strstr(light->str, "#16181d"));
	g_assert_nonnull(strstr(both->str, "prefers-color-scheme: dark"));
}

static void test_edges_tsv(void)
{
	g_autoptr(LoSolution) sol = demo_solution();
	g_autoptr(GString) out = g_string_new(NULL);
	g_autoptr(GArray) flush = lo_lookup_classes(sol, "flush_lock", NULL);

	g_ptr_array_add(g_array_index(sol->classes, LoClassRow, FLUSH).names, g_strdup("other_name"));
	lo_edges_tsv(sol, NULL, flush, out);
	g_assert_cmpstr(out->str, ==,
			"slab_mutex\tflush_lock\tX->X\tdemo/hotplug.c:32\tflush_all\t100\n"
			"slab_mutex\tother_name\tX->X\tdemo/hotplug.c:32\tflush_all\t100\n");
}

static void test_why(void)
{
	g_autoptr(LoSolution) sol = demo_solution();
	g_autoptr(GString) out = g_string_new(NULL);
	g_autoptr(GArray) from = lo_lookup_classes(sol, "flush_lock", NULL), to = lo_lookup_classes(sol, "slab_mutex", NULL);
	LoWhyQuery q = { "flush_lock", "slab_mutex", from, to, 2, 10, NULL };

	g_assert_cmpuint(lo_why_text(sol, &q, out), ==, 2);
	expect_file("why.text", out);
}

static void test_why_none(void)
{
	g_autoptr(LoSolution) sol = demo_solution();
	g_autoptr(GString) out = g_string_new(NULL);
	g_autoptr(GArray) from = lo_lookup_classes(sol, "flush_lock", NULL), to = lo_lookup_classes(sol, "slab_mutex", NULL);
	LoWhyQuery q = { "slab_mutex", "flush_lock", to, from, 0, 10, NULL };

	g_assert_cmpuint(lo_why_text(sol, &q, out), ==, 1);
	g_array_set_size(sol->edges, 0);
	g_string_truncate(out, 0);
	g_assert_cmpuint(lo_why_text(sol, &q, out), ==, 0);
	g_assert_nonnull(strstr(out->str, "no way"));
}

static void test_paths_cycle(void)
{
	g_autoptr(LoSolution) sol = demo_solution();
	g_autoptr(LoOrderIndex) ix = lo_order_index_new(sol);
	g_autoptr(GArray) flush = lo_lookup_classes(sol, "flush_lock", NULL);
	g_autoptr(LoPaths) all = lo_paths_find(ix, flush, flush, 8, 10);
	g_autoptr(LoPaths) one = lo_paths_find(ix, flush, flush, 8, 1);

	g_assert_cmpuint(all->paths->len, ==, 2);
	g_assert_false(all->more);
	g_assert_cmpuint(((GArray *)g_ptr_array_index(all->paths, 0))->len, ==, 4);
	g_assert_cmpuint(one->paths->len, ==, 1);
	g_assert_true(one->more);
}

static void test_lookup(void)
{
	static const struct {
		const char *name;
		gint class;	/* -1: an error */
	} cases[] = {
		{ "flush_lock", FLUSH }, { "flush_lock#3", FLUSH }, { "flush_lock/1", FLUSH }, { "rwsem", CHAIN_RWSEM },
		{ "(memory_chain).rwsem", CHAIN_RWSEM }, { "nh->rwsem", CHAIN_RWSEM }, { "lock", -1 }, { "", -1 },
		{ "()", -1 },
	};
	g_autoptr(LoSolution) sol = demo_solution();

	for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(GArray) ids = lo_lookup_classes(sol, cases[i].name, NULL);

		g_assert_cmpint(ids ? (gint)g_array_index(ids, guint32, 0) : -1, ==, cases[i].class);
	}
}

static void test_lookup_ambiguous(void)
{
	g_autoptr(LoSolution) sol = demo_solution();
	g_autoptr(GError) error = NULL;

	add_class(sol, "&x->rwsem", LO_LOCK_RWSEM, "", 0);
	g_assert_null(lo_lookup_classes(sol, "rwsem", &error));
	g_assert_error(error, LO_ERROR, LO_ERROR_USAGE);
	g_assert_cmpstr(error->message, ==, "'rwsem' may be '(memory_chain).rwsem', '&x->rwsem': give the full name");
}

static void test_names(void)
{
	static const char *const cases[][3] = {
		{ "&type->s_umount_key#23/1", "&type->s_umount_key", "s_umount_key" },
		{ "(work_completion)(&x->work)", "(work_completion)(&x->work)", "work" },
		{ "&p->a[i]", "&p->a[i]", "a" }, { "#1", "#1", "1" }, { "a/b", "a/b", "b" }, { "[x", "[x", "x" },
	};

	for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *base = lo_lock_base_name(cases[i][0]), *last = lo_lock_last_identifier(cases[i][0]);

		g_assert_cmpstr(base, ==, cases[i][1]);
		g_assert_cmpstr(last, ==, cases[i][2]);
	}
}

/* A name is input: it may hold escape sequences, quotes, markup, bytes that are no text. */
static const char hostile[] = "a\033[2J\"</title></script>\\N\n\xff\xe2\x80\xae\t{|}<b>&lt;%s";

static void replace(char **s, const char *with)
{
	g_free(*s);
	*s = g_strdup(with);
}

static LoSolution *hostile_solution(void)
{
	LoSolution *sol = demo_solution();
	LoClassRow *c = &g_array_index(sol->classes, LoClassRow, FLUSH);
	LoHop *hop = &g_array_index(g_array_index(sol->edges, LoEdgeRow, 4).to_chain, LoHop, 1);

	replace(&c->name, hostile);
	replace(&c->file, hostile);
	g_ptr_array_add(c->names, g_strdup(hostile));
	*hop = lo_hop(hostile, "../..//etc/pass wd#<img src=x onerror=alert(1)>?%41", hop->line, hostile);
	replace(&g_array_index(sol->reports, LoReportRow, 0).reasons, hostile);
	replace(&g_array_index(sol->reports, LoReportRow, 0).key, hostile);
	return sol;
}

static void test_hostile(gconstpointer data)
{
	const LoReportFormat *f = data;
	g_autoptr(LoSolution) sol = hostile_solution();
	g_autoptr(GString) out = g_string_new(NULL);
	g_autofree char *file = g_strconcat("hostile.", f->name, NULL);

	g_assert_true(f->render(sol, NULL, out, NULL));
	if (!strcmp(f->name, "png"))
		return;
	g_assert_null(strchr(out->str, '\033'));
	g_assert_true(g_utf8_validate(out->str, (gssize)out->len, NULL));
	cut_pictures(out);
	expect_file(file, out);
}

static void test_hostile_dot(void)
{
	g_autoptr(LoSolution) sol = demo_solution();
	g_autoptr(GString) out = g_string_new(NULL);
	g_autoptr(Agraph_t) back = NULL;
	LoClassRow *c = &g_array_index(sol->classes, LoClassRow, FLUSH);

	g_free(c->name);
	c->name = g_strdup("<b>\"; evil -> node; \\");
	g_assert_true(lo_render_dot(sol, NULL, out, NULL));
	back = agmemread(out->str);
	g_assert_nonnull(back);
	g_assert_null(agnode(back, (char *)"evil", 0));
	g_assert_nonnull(agnode(back, (char *)"<b>\"; evil -> node; \\\\", 0));
}

static void test_empty(void)
{
	g_autoptr(LoSolution) sol = lo_solution_new();

	for (const LoReportFormat *f = lo_report_formats; f->name; f++) {
		g_autoptr(GString) out = g_string_new(NULL);
		g_autoptr(GError) error = NULL;

		g_assert_true(f->render(sol, NULL, out, &error));
		g_assert_no_error(error);
	}
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_data_func("/report/five-locks/text", "text", test_format);
	g_test_add_data_func("/report/five-locks/gcc", "gcc", test_format);
	g_test_add_data_func("/report/five-locks/html", "html", test_format);
	g_test_add_data_func("/report/five-locks/sarif", "sarif", test_format);
	g_test_add_data_func("/report/five-locks/json", "json", test_format);
	g_test_add_data_func("/report/five-locks/dot", "dot", test_format);
	g_test_add_func("/report/held-back", test_held_back);
	g_test_add_func("/report/unknown-format", test_unknown_format);
	g_test_add_func("/report/pictures", test_pictures);
	g_test_add_func("/report/around", test_around);
	g_test_add_func("/report/cycle", test_cycle_view);
	g_test_add_func("/report/fold", test_fold);
	g_test_add_func("/report/labels", test_labels);
	g_test_add_func("/report/change", test_change_view);
	g_test_add_func("/report/links", test_links);
	g_test_add_func("/report/themes", test_themes);
	g_test_add_func("/report/edges-tsv", test_edges_tsv);
	g_test_add_func("/report/why", test_why);
	g_test_add_func("/report/why-none", test_why_none);
	g_test_add_func("/report/paths-cycle", test_paths_cycle);
	g_test_add_func("/report/lookup", test_lookup);
	g_test_add_func("/report/lookup-ambiguous", test_lookup_ambiguous);
	g_test_add_func("/report/names", test_names);
	for (const LoReportFormat *f = lo_report_formats; f->name; f++) {
		g_autofree char *path = g_strconcat("/report/hostile/", f->name, NULL);

		g_test_add_data_func(path, f, test_hostile);
	}
	g_test_add_func("/report/hostile-dot", test_hostile_dot);
	g_test_add_func("/report/empty", test_empty);
	return g_test_run();
}
