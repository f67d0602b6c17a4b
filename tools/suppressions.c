/* The options that hold reports back, shared by the commands that show them. */
#include <string.h>

#include "report/suppress.h"
#include "tools/command.h"

#define RULES_FILE ".lockorder"

typedef gboolean (*Adder)(LoSuppressions *s, const char *name, const char *text, gsize len, GError **error);

static gboolean add_file(LoSuppressions *s, const char *path, Adder add, GError **error)
{
	g_autoptr(GByteArray) text = lo_read_input(path, error);

	return text && add(s, path, (const char *)text->data, text->len, error);
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
	const char *rules = opt->rules ? opt->rules : g_file_test(RULES_FILE, G_FILE_TEST_IS_REGULAR) ? RULES_FILE : NULL;

	for (char **path = opt->baselines; path && *path; path++)
		if (!add_file(s, *path, lo_suppressions_add_baseline, error))
			return FALSE;
	if (rules && !add_file(s, rules, lo_suppressions_add_rules, error))
		return FALSE;
	lo_suppress(sol, s, root);
	if (whole)
		tell_unused(s);
	return TRUE;
}
