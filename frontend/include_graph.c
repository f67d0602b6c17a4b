#include "frontend/include_graph.h"

#include <string.h>

typedef struct {
	char *path;
	LoIncludeText *text;
	gboolean read;
} File;

struct LoIncludeGraph {
	GArray *files;		/* File */
	GHashTable *by_path;	/* char * -> number + 1 */
	GHashTable *is_there;	/* char * -> 1 or 2: a regular file, or not */
};

struct LoSearchPath {
	GPtrArray *quoted, *all;	/* char *: folders for "name" only; for both, in order */
	GHashTable *found;	/* name -> number + 1, LO_NO_FILE + 1 being 0: not found in `all` */
	GHashTable *targets;	/* file + 1 -> guint32 * */
};

/* ---- files ---- */

static void clear_file(gpointer p)
{
	File *f = p;

	g_free(f->path);
	lo_include_text_free(f->text);
}

LoIncludeGraph *lo_include_graph_new(void)
{
	LoIncludeGraph *g = g_new0(LoIncludeGraph, 1);

	g->files = g_array_new(FALSE, FALSE, sizeof(File));
	g_array_set_clear_func(g->files, clear_file);
	g->by_path = g_hash_table_new(g_str_hash, g_str_equal);
	g->is_there = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	return g;
}

void lo_include_graph_free(LoIncludeGraph *g)
{
	if (!g)
		return;
	g_hash_table_unref(g->is_there);
	g_hash_table_unref(g->by_path);
	g_array_unref(g->files);
	g_free(g);
}

static File *file_at(const LoIncludeGraph *g, guint32 file)
{
	return &g_array_index(g->files, File, file);
}

guint32 lo_include_graph_file(LoIncludeGraph *g, const char *path)
{
	gpointer known = g_hash_table_lookup(g->by_path, path);
	File f = { 0 };

	if (known)
		return GPOINTER_TO_UINT(known) - 1;
	f.path = g_strdup(path);
	g_array_append_val(g->files, f);
	g_hash_table_insert(g->by_path, f.path, GUINT_TO_POINTER(g->files->len));
	return g->files->len - 1;
}

guint lo_include_graph_count(const LoIncludeGraph *g)
{
	return g->files->len;
}

const char *lo_include_graph_path(const LoIncludeGraph *g, guint32 file)
{
	return file_at(g, file)->path;
}

const LoIncludeText *lo_include_graph_text(LoIncludeGraph *g, guint32 file)
{
	File *f = file_at(g, file);

	if (!f->read) {
		f->read = TRUE;
		f->text = lo_include_text_read(f->path);
	}
	return f->text;
}

/* ---- looking for names ---- */

LoSearchPath *lo_search_path_new(const char *directory, const char *const *args)
{
	static const char *const order[] = { "-I", "-isystem", "-idirafter" };
	LoSearchPath *s = g_new0(LoSearchPath, 1);

	s->quoted = g_ptr_array_new_with_free_func(g_free);
	s->all = g_ptr_array_new_with_free_func(g_free);
	for (guint i = 0; args[i] && args[i + 1]; i++)
		if (!strcmp(args[i], "-iquote"))
			g_ptr_array_add(s->quoted, g_canonicalize_filename(args[i + 1], directory));
	for (guint k = 0; k < G_N_ELEMENTS(order); k++)
		for (guint i = 0; args[i] && args[i + 1]; i++)
			if (!strcmp(args[i], order[k]))
				g_ptr_array_add(s->all, g_canonicalize_filename(args[i + 1], directory));
	s->found = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	s->targets = g_hash_table_new_full(NULL, NULL, NULL, g_free);
	return s;
}

void lo_search_path_free(LoSearchPath *s)
{
	if (!s)
		return;
	g_hash_table_unref(s->targets);
	g_hash_table_unref(s->found);
	g_ptr_array_unref(s->quoted);
	g_ptr_array_unref(s->all);
	g_free(s);
}

static guint32 find_in(LoIncludeGraph *g, const char *dir, const char *name)
{
	g_autofree char *path = g_canonicalize_filename(name, dir);
	gpointer known = g_hash_table_lookup(g->is_there, path);

	if (!known) {
		known = GUINT_TO_POINTER(g_file_test(path, G_FILE_TEST_IS_REGULAR) ? 1 : 2);
		g_hash_table_insert(g->is_there, g_strdup(path), known);
	}
	return GPOINTER_TO_UINT(known) == 1 ? lo_include_graph_file(g, path) : LO_NO_FILE;
}

static guint32 find_in_all(LoIncludeGraph *g, const GPtrArray *dirs, const char *name)
{
	guint32 file = LO_NO_FILE;

	for (guint i = 0; file == LO_NO_FILE && i < dirs->len; i++)
		file = find_in(g, dirs->pdata[i], name);
	return file;
}

guint32 lo_include_find(LoIncludeGraph *g, LoSearchPath *s, const char *dir, const char *name, gboolean quoted)
{
	guint32 file = quoted ? find_in(g, dir, name) : LO_NO_FILE;
	gpointer known;

	if (quoted && file == LO_NO_FILE)
		file = find_in_all(g, s->quoted, name);
	if (file != LO_NO_FILE)
		return file;
	if (g_hash_table_lookup_extended(s->found, name, NULL, &known))
		return GPOINTER_TO_UINT(known) - 1;
	file = find_in_all(g, s->all, name);
	g_hash_table_insert(s->found, g_strdup(name), GUINT_TO_POINTER(file + 1));
	return file;
}

const guint32 *lo_include_targets(LoIncludeGraph *g, LoSearchPath *s, guint32 file)
{
	gpointer key = GUINT_TO_POINTER(file + 1);
	guint32 *targets = g_hash_table_lookup(s->targets, key);
	const LoIncludeText *text = lo_include_graph_text(g, file);
	g_autofree char *dir = NULL;

	if (targets || !text)
		return targets;
	dir = g_path_get_dirname(lo_include_graph_path(g, file));
	targets = g_new(guint32, text->items->len + 1);
	for (guint i = 0; i < text->items->len; i++) {
		const LoTextItem *item = &g_array_index(text->items, LoTextItem, i);

		targets[i] = item->kind == LO_TEXT_MACRO ? LO_NO_FILE :
			lo_include_find(g, s, dir, item->name, item->kind == LO_TEXT_INCLUDE_QUOTED);
	}
	g_hash_table_insert(s->targets, key, targets);
	return targets;
}

/* ---- closure ---- */

static gint by_number(gconstpointer a, gconstpointer b)
{
	guint32 x = *(const guint32 *)a, y = *(const guint32 *)b;

	return x < y ? -1 : x > y;
}

GArray *lo_include_closure(LoIncludeGraph *g, LoSearchPath *s, guint32 file)
{
	GArray *out = g_array_new(FALSE, FALSE, sizeof(guint32));
	g_autoptr(GHashTable) seen = g_hash_table_new(NULL, NULL);

	g_hash_table_add(seen, GUINT_TO_POINTER(file));
	g_array_append_val(out, file);
	for (guint next = 0; next < out->len; next++) {
		guint32 at = g_array_index(out, guint32, next);
		const guint32 *targets = lo_include_targets(g, s, at);
		const LoIncludeText *text = lo_include_graph_text(g, at);

		for (guint i = 0; targets && i < text->items->len; i++)
			if (targets[i] != LO_NO_FILE && g_array_index(text->items, LoTextItem, i).sure &&
			    g_hash_table_add(seen, GUINT_TO_POINTER(targets[i])))
				g_array_append_val(out, targets[i]);
	}
	g_array_sort(out, by_number);
	return out;
}
