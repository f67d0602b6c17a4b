/* The options that hold reports back, shared by the commands that show them. */
#include <string.h>

#include "report/suppress.h"
#include "solver/roots.h"
#include "tools/command.h"

#define RULES_FILE ".lockorder"

typedef gboolean (*Adder)(LoSuppressions *s, const char *name, const char *text, gsize len, GError **error);

static gboolean add_file(LoSuppressions *s, const char *path, Adder add, GError **error)
{
	g_autoptr(GByteArray) text = lo_read_input(path, error);

	return text && add(s, path, (const char *)text->data, text->len, error);
}

static const char *rules_of(const LoFindingOptions *opt)
{
	return opt->rules ? opt->rules : g_file_test(RULES_FILE, G_FILE_TEST_IS_REGULAR) ? RULES_FILE : NULL;
}

static void append(char ***list, const GPtrArray *more)
{
	g_autoptr(GPtrArray) all = g_ptr_array_new();

	for (char **s = list ? *list : NULL; s && *s; s++)
		g_ptr_array_add(all, *s);
	if (!list || !more->len)
		return;
	for (guint i = 0; i < more->len; i++)
		g_ptr_array_add(all, g_strdup(g_ptr_array_index(more, i)));
	g_ptr_array_add(all, NULL);
	g_free(*list);
	*list = (char **)g_ptr_array_free(g_steal_pointer(&all), FALSE);
}

gboolean lo_finding_read_project(LoFindingOptions *opt, GError **error)
{
	g_autoptr(LoSuppressions) s = lo_suppressions_new();
	const LoProjectOptions *project = lo_suppressions_options(s);

	/* standard input can be read once, for the rules themselves */
	if (rules_of(opt) && strcmp(rules_of(opt), "-") && !add_file(s, rules_of(opt), lo_suppressions_add_rules, error))
		return FALSE;
	append(opt->models, project->models);
	append(opt->roots, project->roots);
	if (opt->min_confidence == LO_UNSET && project->min_confidence >= 0)
		opt->min_confidence = project->min_confidence;
	return TRUE;
}

/* All files of the scan; none when they can't be told. */
static void watch_sources(LoSuppressions *s, const char *db)
{
	g_autoptr(LoStore) store = lo_store_open(db ? db : LO_DEFAULT_DB, LO_STORE_READ, NULL);
	g_autoptr(GPtrArray) sources = store ? lo_store_sources(store, NULL) : NULL;

	if (!sources)
		return;
	g_ptr_array_add(sources, NULL);
	lo_suppressions_watch(s, (const char *const *)sources->pdata);
}

static void tell_unused(const LoSuppressions *s)
{
	g_autoptr(GPtrArray) unused = lo_suppressions_unused(s);

	for (guint i = 0; i < unused->len; i++)
		lo_warn(g_ptr_array_index(unused, i));
}

gboolean lo_finding_suppress(const LoFindingOptions *opt, LoSolution *sol, const char *root, gboolean whole, GError **error)
{
	g_autoptr(LoSuppressions) s = lo_suppressions_new();
	const char *rules = rules_of(opt);

	for (char **path = opt->baselines; path && *path; path++)
		if (!add_file(s, *path, lo_suppressions_add_baseline, error))
			return FALSE;
	if (rules && !add_file(s, rules, lo_suppressions_add_rules, error))
		return FALSE;
	if (whole && root)
		watch_sources(s, opt->db);
	lo_suppress(sol, s, root, opt->render.edited);
	if (opt->baselines && !opt->of_a_change)
		lo_group_new_reports(sol, NULL, NULL);
	if (whole)
		tell_unused(s);
	return TRUE;
}
