#include "tools/edits.h"

#include <string.h>

#include "common/error.h"
#include "common/escape.h"
#include "frontend/flags.h"

static void edit_free(gpointer data)
{
	LoEdit *e = data;

	g_free(e->contents);
	g_free(e);
}

LoEdits *lo_edits_new(const char *root)
{
	LoEdits *e = g_new0(LoEdits, 1);

	e->root = g_strdup(root);
	e->files = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, edit_free);
	return e;
}

void lo_edits_free(LoEdits *e)
{
	if (!e)
		return;
	g_free(e->root);
	g_hash_table_unref(e->files);
	g_free(e);
}

void lo_edits_put(LoEdits *e, const char *path, char *contents, gsize len)
{
	LoEdit *edit = g_new0(LoEdit, 1);

	edit->contents = contents;
	edit->len = len;
	g_hash_table_replace(e->files, g_strdup(path), edit);
}

static gint compare_paths(gconstpointer a, gconstpointer b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

GPtrArray *lo_edits_paths(const LoEdits *e)
{
	GPtrArray *out = g_ptr_array_new();
	GHashTableIter it;
	gpointer path;

	g_hash_table_iter_init(&it, e->files);
	while (g_hash_table_iter_next(&it, &path, NULL))
		g_ptr_array_add(out, path);
	g_ptr_array_sort(out, compare_paths);
	return out;
}

GHashTable *lo_edits_texts(const LoEdits *e)
{
	GHashTable *out = g_hash_table_new(g_str_hash, g_str_equal);
	GHashTableIter it;
	gpointer path, edit;

	g_hash_table_iter_init(&it, e->files);
	while (g_hash_table_iter_next(&it, &path, &edit)) {
		char *text = ((LoEdit *)edit)->contents;
		g_hash_table_insert(out, path, text ? text : (char *)"");
	}
	return out;
}

static gboolean read_disk(const LoEdits *e, const char *path, char **contents, gsize *len, GError **error)
{
	const char *const allowed[] = { e->root, NULL };
	g_autofree char *full = g_build_filename(e->root, path, NULL), *shown = lo_escape(path);
	g_autoptr(GError) why = NULL;

	if (!lo_path_is_below(full, allowed)) {
		g_set_error(error, LO_ERROR, LO_ERROR_INPUT, "'%s' leads out of the tree '%s'", shown, e->root);
		return FALSE;
	}
	if (g_file_test(full, G_FILE_TEST_IS_REGULAR) && g_file_get_contents(full, contents, len, &why))
		return TRUE;
	g_set_error(error, LO_ERROR, LO_ERROR_INPUT, "'%s' is no file of the tree '%s'", shown, e->root);
	return FALSE;
}

gboolean lo_edits_read(const LoEdits *e, const char *path, char **contents, gsize *len, GError **error)
{
	const LoEdit *edit = g_hash_table_lookup(e->files, path);

	if (!edit)
		return read_disk(e, path, contents, len, error);
	if (!edit->contents) {
		g_set_error(error, LO_ERROR, LO_ERROR_INPUT, "'%s' is deleted by an earlier change", path);
		return FALSE;
	}
	*contents = g_memdup2(edit->contents, edit->len + 1);
	*len = edit->len;
	return TRUE;
}

static gboolean apply_file(LoEdits *e, const LoPatch *p, const LoPatchFile *f, GError **error)
{
	g_autofree char *contents = NULL;
	gsize len = 0;

	if (f->old_path && !lo_edits_read(e, f->old_path, &contents, &len, error)) {
		g_prefix_error(error, "%s:%u: ", p->name, f->line);
		return FALSE;
	}
	GString *out = lo_patch_apply(p, f, contents ? contents : "", len, error);
	if (!out)
		return FALSE;
	if (f->old_path && g_strcmp0(f->old_path, f->new_path))
		lo_edits_put(e, f->old_path, NULL, 0);
	len = out->len;
	if (f->new_path)
		lo_edits_put(e, f->new_path, g_string_free(out, FALSE), len);
	else
		g_string_free(out, TRUE);
	return TRUE;
}

gboolean lo_edits_apply(LoEdits *e, const LoPatch *p, GError **error)
{
	for (guint i = 0; i < p->files->len; i++)
		if (!apply_file(e, p, g_ptr_array_index(p->files, i), error))
			return FALSE;
	return TRUE;
}
