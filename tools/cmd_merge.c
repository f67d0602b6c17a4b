#include <stdlib.h>
#include <string.h>

#include "common/error.h"
#include "tools/command.h"

static gboolean is_same_file(const char *a, const char *b)
{
	char *x = realpath(a, NULL), *y = realpath(b, NULL);
	gboolean same = x && y && !strcmp(x, y);

	free(x);
	free(y);
	return same;
}

static gboolean merge_one(LoStore *to, const char *path, const char *out, GError **error)
{
	g_autoptr(LoStore) from = NULL;

	if (is_same_file(path, out)) {
		g_set_error(error, LO_ERROR, LO_ERROR_USAGE, "'%s' is what is written: give another with --output", path);
		return FALSE;
	}
	from = lo_store_open(path, LO_STORE_READ, error);
	return from && lo_store_merge(to, from, error);
}

static gboolean merge_all(char **paths, const char *out, GError **error)
{
	g_autoptr(LoStore) to = lo_store_open(out, LO_STORE_WRITE, error);
	LoFactStats facts = { 0 };
	gboolean ok = to && lo_store_begin(to, error);

	for (guint i = 0; ok && paths[i]; i++)
		ok = merge_one(to, paths[i], out, error);
	if (to && !ok)
		lo_store_rollback(to);
	if (!ok || !lo_store_commit(to, error) || !lo_store_stats(to, &facts, error))
		return FALSE;
	lo_tell("%" G_GUINT64_FORMAT " unit%s, %" G_GUINT64_FORMAT " of them failed\n", facts.units,
		facts.units == 1 ? "" : "s", facts.failed);
	lo_fact_stats_clear(&facts);
	return TRUE;
}

int lo_cmd_merge(char ***args, GError **error)
{
	g_autofree char *out = NULL;
	const GOptionEntry entries[] = {
		{ "output", 'o', 0, G_OPTION_ARG_FILENAME, &out, "database to make or to add to", "FILE" },
		G_OPTION_ENTRY_NULL,
	};

	if (!lo_parse_options(entries, "DB... -o DB",
			      "Puts the facts of several scans, the shards of one say, into one database.  A unit that several\n"
			      "hold is taken from the last of them.  'lockorder solve' finds the reports.", args, error) ||
	    !lo_check_args(*args, 1, G_MAXUINT, "DB...", error))
		return LO_EXIT_ERROR;
	if (!out) {
		g_set_error(error, LO_ERROR, LO_ERROR_USAGE, "where to? give --output FILE");
		return LO_EXIT_ERROR;
	}
	return merge_all(*args + 1, out, error) ? LO_EXIT_CLEAN : LO_EXIT_ERROR;
}
