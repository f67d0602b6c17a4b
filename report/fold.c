#include "report/fold.h"

char *lo_class_folder(const LoClassRow *c, guint depth)
{
	const char *file = c->file ? c->file : "", *end = file, *slash = file[0] == '/' ? strchr(file + 1, '/') : strchr(file, '/');

	for (guint i = 0; i < depth && slash; i++) {
		end = slash;
		slash = strchr(end + 1, '/');
	}
	if (end > file)
		return g_strndup(file, (gsize)(end - file));
	return g_strdup(depth && file[0] ? "." : "elsewhere");
}

typedef struct {
	const LoSolution *sol;
	const GArray *ranked;
	char **folder;		/* by position in ranked */
	GHashTable *left;	/* folder -> classes of it that are not drawn */
} Folding;

static guint in_folder(const Folding *f, guint i)
{
	return GPOINTER_TO_UINT(g_hash_table_lookup(f->left, f->folder[i]));
}

static void set_in_folder(Folding *f, guint i, guint n)
{
	g_hash_table_insert(f->left, f->folder[i], GUINT_TO_POINTER(n));
}

static void sort_into_folders(Folding *f, guint depth)
{
	g_hash_table_remove_all(f->left);
	for (guint i = 0; i < f->ranked->len; i++) {
		g_free(f->folder[i]);
		f->folder[i] = lo_class_folder(lo_class_row(f->sol, g_array_index(f->ranked, guint32, i)), depth);
	}
	for (guint i = 0; i < f->ranked->len; i++)
		set_in_folder(f, i, in_folder(f, i) + 1);
}

/* From the most important class on, each is drawn if there is room; one that is alone in its folder costs none. */
static gboolean *choose_drawn(Folding *f)
{
	gboolean *drawn = g_new0(gboolean, f->ranked->len + 1);
	guint nodes = g_hash_table_size(f->left);

	for (guint i = 0; i < f->ranked->len; i++) {
		guint left = in_folder(f, i), cost = left > 1;

		if (nodes + cost > LO_GRAPH_MAX_NODES)
			continue;
		drawn[i] = TRUE;
		nodes += cost;
		set_in_folder(f, i, left - 1);
	}
	return drawn;
}

static gint compare_folders(gconstpointer a, gconstpointer b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void collect_folders(LoGraphView *v, const Folding *f)
{
	GHashTableIter it;
	gpointer folder, left;

	g_hash_table_iter_init(&it, f->left);
	while (g_hash_table_iter_next(&it, &folder, &left))
		if (left)
			g_ptr_array_add(v->folders, g_strdup(folder));
	g_ptr_array_sort(v->folders, compare_folders);
}

static void put_into_folder(LoGraphView *v, guint32 class, const char *folder)
{
	guint at = 0;

	if (g_ptr_array_find_with_equal_func(v->folders, folder, g_str_equal, &at))
		g_hash_table_insert(v->folder_of, GUINT_TO_POINTER(class), GUINT_TO_POINTER(LO_GRAPH_FOLDER | at));
}

void lo_graph_fold(LoGraphView *v, const LoSolution *sol, const GArray *ranked)
{
	g_autofree char **folder = g_new0(char *, ranked->len + 1);
	g_autoptr(GHashTable) left = g_hash_table_new(g_str_hash, g_str_equal);
	g_autofree gboolean *drawn = NULL;
	Folding f = { sol, ranked, folder, left };

	if (ranked->len <= LO_GRAPH_MAX_NODES)
		return;
	for (guint depth = LO_FOLDER_DEPTH + 1; depth-- > 0;) {
		sort_into_folders(&f, depth);
		if (g_hash_table_size(left) <= LO_GRAPH_MAX_NODES)
			break;
	}
	drawn = choose_drawn(&f);
	collect_folders(v, &f);
	for (guint i = 0; i < ranked->len; i++)
		if (!drawn[i])
			put_into_folder(v, g_array_index(ranked, guint32, i), folder[i]);
	g_hash_table_remove_all(left);
	for (guint i = 0; i < ranked->len; i++)
		g_free(folder[i]);
}
