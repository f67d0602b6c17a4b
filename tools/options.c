/* What the commands' option parsing shares. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/error.h"
#include "tools/command.h"

static gboolean takes_value(const GOptionEntry *entries, char c)
{
	for (; entries->long_name; entries++)
		if (entries->short_name == c)
			return entries->arg != G_OPTION_ARG_NONE;
	return FALSE;
}

/* GOption knows "-j 4" only, everybody writes "-j4". */
static char **split_glued(const GOptionEntry *entries, char **args)
{
	GPtrArray *split = g_ptr_array_new();

	for (; *args; args++) {
		const char *a = *args;

		if (a[0] == '-' && a[1] && a[1] != '-' && a[2] && takes_value(entries, a[1])) {
			g_ptr_array_add(split, g_strndup(a, 2));
			a += 2;
		}
		g_ptr_array_add(split, g_strdup(a));
	}
	g_ptr_array_add(split, NULL);
	return (char **)g_ptr_array_free(split, FALSE);
}

static void list_entries(const GOptionEntry *entries)
{
	for (; entries->long_name; entries++) {
		printf("--%s\n", entries->long_name);
		if (entries->short_name)
			printf("-%c\n", entries->short_name);
	}
}

/* For the completions of shells: like --help, it prints and exits. */
static void G_GNUC_NORETURN list_options(const GOptionEntry *entries)
{
	puts("--help");
	list_entries(entries);
	list_entries(lo_terminal_entries);
	exit(0);
}

/* The choices that an option's description lists before "(default": "one of A, B", "WHAT: A, B or C". */
static void print_choices(const char *description)
{
	const char *end = strstr(description, " (default"), *colon = strstr(description, ": ");
	const char *start = g_str_has_prefix(description, "one of ") ? description + strlen("one of ") : description;
	g_autofree char *list = NULL;

	if (!end)
		return;
	if (colon && colon < end)
		start = colon + strlen(": ");
	list = g_strndup(start, (gsize)(end - start));
	g_auto(GStrv) words = g_strsplit(list, ", ", -1);
	g_autofree char *joined = g_strjoinv(" or ", words);
	g_auto(GStrv) choices = g_strsplit(joined, " or ", -1);
	for (char **word = choices; choices[0] && choices[1] && *word; word++)
		if (!strchr(*word, ' '))
			puts(*word);
}

/* What may stand after the option that is spelled so. */
static void G_GNUC_NORETURN list_values(const GOptionEntry *entries, const char *option)
{
	const GOptionEntry *const tables[] = { entries, lo_terminal_entries };
	gboolean is_long = g_str_has_prefix(option, "--");

	for (guint i = 0; i < G_N_ELEMENTS(tables); i++)
		for (const GOptionEntry *e = tables[i]; e->long_name; e++)
			if (is_long ? !strcmp(option + 2, e->long_name) : option[0] == '-' && option[1] && option[1] == e->short_name)
				print_choices(e->description);
	exit(0);
}

gboolean lo_parse_options(const GOptionEntry *entries, const char *params, const char *description,
			  char ***args, GError **error)
{
	g_autoptr(GOptionContext) context = g_option_context_new(params);
	g_autoptr(GError) why = NULL;
	char **given = *args;

	if (given[0] && given[1] && !strcmp(given[1], "--list-options"))
		list_options(entries);
	if (given[0] && given[1] && given[2] && !strcmp(given[1], "--list-values"))
		list_values(entries, given[2]);
	*args = split_glued(entries, given);
	g_strfreev(given);
	g_option_context_set_description(context, description);
	g_option_context_add_main_entries(context, entries, NULL);
	g_option_context_add_main_entries(context, lo_terminal_entries, NULL);
	if (!g_option_context_parse_strv(context, args, &why)) {
		g_set_error(error, LO_ERROR, LO_ERROR_USAGE, "%s: '%s --help' lists the options%s", why->message, g_get_prgname(),
			    params && strstr(params, "-- FLAG") ? ", the compiler's come after '--'" : "");
		return FALSE;
	}
	lo_terminal_start();
	return TRUE;
}

gboolean lo_check_args(char **args, guint min, guint max, const char *what, GError **error)
{
	guint n = g_strv_length(args + 1);

	if (n >= min && n <= max)
		return TRUE;
	g_set_error(error, LO_ERROR, LO_ERROR_USAGE, "too %s arguments: expected %s", n < min ? "few" : "many", what);
	return FALSE;
}

char **lo_take_flags(char **args)
{
	char **flags;
	guint i = 0;

	while (args[i] && strcmp(args[i], "--"))
		i++;
	flags = g_strdupv(args[i] ? args + i + 1 : args + i);
	for (; args[i]; i++)
		g_clear_pointer(&args[i], g_free);
	return flags;
}

gboolean lo_check_choice(const char *what, const char *name, const char *const *choices, GError **error)
{
	g_autofree char *list = NULL;

	if (g_strv_contains(choices, name))
		return TRUE;
	list = g_strjoinv(", ", (char **)choices);
	g_set_error(error, LO_ERROR, LO_ERROR_USAGE, "no %s '%s': one of %s", what, name, list);
	return FALSE;
}
