#include "frontend/kbuild_goals.h"

#include <string.h>

typedef struct {
	const char *path;	/* the missing file */
	const char *base;
	const LoCompileCommand *user;
	guint nearness;		/* characters of path that the user's source shares; 0 with a user: anywhere */
} Wanted;

static gboolean names_it(const char *text, const char *base)
{
	gsize len = strlen(base);

	for (const char *p = strstr(text, base); p; p = strstr(p + 1, base))
		if (p > text && strchr("\"</", p[-1]) && strchr("\">", p[len]) && p[len])
			return TRUE;
	return FALSE;
}

/* -include of it */
static gboolean is_argument(const LoCompileCommand *cmd, const char *path)
{
	return g_strv_contains((const char *const *)cmd->args, path);
}

static guint shared(const char *a, const char *b)
{
	guint n = 0;

	while (a[n] && a[n] == b[n])
		n++;
	return n;
}

/* Headers of one name are in many places: the user that lies nearest is meant. */
static void try_user(Wanted *w, const LoCompileCommand *cmd, const char *directory, const char *text)
{
	gsize len = strlen(directory);
	const char *source = cmd->source;
	guint near;

	if (!cmd->output || !(names_it(text, w->base) || is_argument(cmd, w->path)))
		return;
	if (!strncmp(source, directory, len) && source[len] == '/')
		source += len + 1;
	near = shared(source, w->path);
	if (w->user && near <= w->nearness)
		return;
	w->user = cmd;
	w->nearness = near;
}

static gint by_text(gconstpointer a, gconstpointer b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static GPtrArray *outputs_of(const Wanted *wanted, guint n)
{
	g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
	GPtrArray *out = g_ptr_array_new_with_free_func(g_free);

	for (guint i = 0; i < n; i++)
		if (wanted[i].user && g_hash_table_add(seen, wanted[i].user->output))
			g_ptr_array_add(out, g_strdup(wanted[i].user->output));
	g_ptr_array_sort(out, by_text);
	return out;
}

GPtrArray *lo_kbuild_goals(const LoCompdb *db, const char *directory, const GPtrArray *missing)
{
	g_autofree Wanted *wanted = g_new0(Wanted, missing->len + 1);

	for (guint i = 0; i < missing->len; i++) {
		const char *path = g_ptr_array_index(missing, i), *slash = strrchr(path, '/');

		wanted[i] = (Wanted){ .path = path, .base = slash ? slash + 1 : path };
	}
	for (guint i = 0; missing->len && i < db->commands->len; i++) {
		const LoCompileCommand *cmd = db->commands->pdata[i];
		g_autofree char *text = NULL;

		if (!g_file_get_contents(cmd->source, &text, NULL, NULL))
			continue;
		for (guint k = 0; k < missing->len; k++)
			try_user(&wanted[k], cmd, directory, text);
	}
	return outputs_of(wanted, missing->len);
}
