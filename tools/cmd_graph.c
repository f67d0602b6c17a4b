#include <string.h>

#include "common/error.h"
#include "report/graph.h"
#include "report/lookup.h"
#include "tools/command.h"

typedef struct {
	char *db, *output, *type, *around, *theme, *link_template, *root;
	gint cycle, depth;
	gboolean all;
	LoRenderOptions render;
} GraphOptions;

static void clear_options(GraphOptions *opt)
{
	g_free(opt->db);
	g_free(opt->output);
	g_free(opt->type);
	g_free(opt->around);
	g_free(opt->theme);
	g_free(opt->link_template);
	g_free(opt->root);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(GraphOptions, clear_options)

static gboolean check_options(const GraphOptions *opt, GError **error)
{
	static const char *const types[] = { "dot", "svg", "png", NULL };

	if (opt->type && !lo_check_choice("picture type", opt->type, types, error))
		return FALSE;
	if (opt->around && opt->cycle) {
		g_set_error(error, LO_ERROR, LO_ERROR_USAGE, "--around and --cycle are two pictures: give one of them");
		return FALSE;
	}
	if (opt->depth < 0 || opt->cycle < 0) {
		g_set_error(error, LO_ERROR, LO_ERROR_USAGE, "--depth and --cycle are not negative");
		return FALSE;
	}
	return lo_check_pixels(opt->type, opt->output, error);
}

static gboolean parse(GraphOptions *opt, char ***args, GError **error)
{
	const GOptionEntry entries[] = {
		LO_DB_OPTION(&opt->db), LO_OUTPUT_OPTION(&opt->output),
		{ "type", 'T', 0, G_OPTION_ARG_STRING, &opt->type, "dot, svg or png (default dot)", "TYPE" },
		{ "around", 0, 0, G_OPTION_ARG_STRING, &opt->around, "what is taken under and held before this lock", "LOCK" },
		{ "depth", 0, 0, G_OPTION_ARG_INT, &opt->depth, "with --around: steps away from the lock (default 1)", "K" },
		{ "cycle", 0, 0, G_OPTION_ARG_INT, &opt->cycle, "the locks of that report, as 'lockorder report' counts", "N" },
		{ "all", 'a', 0, G_OPTION_ARG_NONE, &opt->all, "every report, not the 50 first likely ones only", NULL },
		LO_THEME_OPTION(&opt->theme), LO_LINK_OPTION(&opt->link_template),
		G_OPTION_ENTRY_NULL,
	};

	return lo_parse_options(entries, NULL, "Draws the locks of all reports, of one, or around one lock.", args, error) &&
	       lo_check_args(*args, 0, 0, "none", error) && check_options(opt, error);
}

static LoGraphView *choose_view(const LoSolution *sol, const GraphOptions *opt, GError **error)
{
	g_autoptr(GArray) classes = NULL;

	if (opt->cycle)
		return lo_graph_view_cycle(sol, &opt->render, (guint)opt->cycle, error);
	if (!opt->around)
		return lo_graph_view_reports(sol, &opt->render);
	classes = lo_lookup_classes(sol, opt->around, error);
	return classes ? lo_graph_view_around(sol, &opt->render, classes, (guint)opt->depth) : NULL;
}

int lo_cmd_graph(char ***args, GError **error)
{
	g_auto(GraphOptions) opt = { .depth = 1 };
	g_autoptr(LoSolution) sol = NULL;
	g_autoptr(LoGraphView) view = NULL;
	g_autoptr(GString) out = g_string_new(NULL);

	if (!parse(&opt, args, error))
		return LO_EXIT_ERROR;
	opt.render = lo_reader_options(opt.all);
	if (!lo_check_look(opt.theme, opt.link_template, &opt.render, error))
		return LO_EXIT_ERROR;
	opt.root = lo_scan_root(opt.db);
	opt.render.root = opt.root;
	if (opt.cycle)
		opt.render.limit = 0;
	sol = lo_load_solution(opt.db, error);
	view = sol ? choose_view(sol, &opt, error) : NULL;
	if (!view || !lo_graph_render(sol, view, &opt.render, opt.type ? opt.type : "dot", out, error) ||
	    !lo_write_output(out, opt.output, error))
		return LO_EXIT_ERROR;
	return LO_EXIT_CLEAN;
}
