#include "frontend/prefix_plan.h"

#include <string.h>

enum {
	MIN_UNITS = 6,		/* that share a prefix */
	MAX_PLANS = 96,		/* some 10 MB each */
	COST = 2,		/* bytes of text that a prefix costs per byte of its own */
	MANY_VALUES = 8,	/* a macro with more values names the unit */
	MAX_NESTING = 32,	/* of local headers that are followed for their macros */
};

typedef struct {
	LoSearchPath *search;
	char **args;		/* shared, with placeholders */
	const char *directory;
	const char *leading;
	GArray *units;		/* guint */
} Cluster;

typedef struct {
	guint cluster;
	guint32 file;
	guint64 *has;		/* bitmap of the files that it includes for sure */
	guint64 bytes;
} Unit;

/* Headers that most of a folder's units have. */
typedef struct {
	guint cluster;
	char *dir;		/* as spelled in commands, "" for all */
	guint64 *files;
	guint64 bytes;
	GArray *units;		/* guint: those that have them all */
} Candidate;

typedef struct {
	GHashTable *files;	/* file + 1; NULL: it was not made */
	GHashTable *mentions;	/* words that the files hold, borrowed from the planner's */
} Made;

struct LoPrefixPlanner {
	const LoPrefixUnit *in;
	guint n;
	LoIncludeGraph *graph;
	Unit *units;
	GPtrArray *clusters;	/* Cluster */
	GPtrArray *plans;	/* LoPrefixPlan */
	GArray *made;		/* Made, parallel */
	guint words_per_map;
	GHashTable *words;	/* char *: macros that sources and their local headers define */
	GHashTable *mentions;	/* file + 1 -> set of words */
};

/* ---- bitmaps of files ---- */

static gboolean map_has(const guint64 *map, guint32 file)
{
	return map[file / 64] >> file % 64 & 1;
}

static void map_add(guint64 *map, guint32 file)
{
	map[file / 64] |= G_GUINT64_CONSTANT(1) << file % 64;
}

static gboolean map_within(const LoPrefixPlanner *p, const guint64 *part, const guint64 *whole)
{
	for (guint i = 0; i < p->words_per_map; i++)
		if (part[i] & ~whole[i])
			return FALSE;
	return TRUE;
}

static guint64 text_size(LoPrefixPlanner *p, guint32 file)
{
	const LoIncludeText *t = lo_include_graph_text(p->graph, file);

	return t ? t->size : 0;
}

/* ---- clusters ---- */

static gsize macro_name_length(const char *macro)
{
	return strcspn(macro, "=(");
}

/* A string or a word: what a placeholder can stand for. */
static gboolean is_replaceable(const char *value)
{
	if (*value != '=')
		return FALSE;
	return value[1] == '"' || g_ascii_isalpha(value[1]) || value[1] == '_';
}

/* Macros of the commands that have another value in every other unit: char * -> NULL. */
static GHashTable *find_unit_macros(const LoPrefixPlanner *p)
{
	GHashTable *macros = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_hash_table_unref);
	GHashTableIter it;
	gpointer values;

	for (guint i = 0; i < p->n; i++) {
		const char *const *args = p->in[i].args;

		for (guint k = 0; args[k] && args[k + 1]; k++) {
			g_autofree char *name = g_strndup(args[k + 1], macro_name_length(args[k + 1]));
			GHashTable *set;

			if (strcmp(args[k], "-D") || !is_replaceable(args[k + 1] + strlen(name)))
				continue;
			set = g_hash_table_lookup(macros, name);
			if (!set) {
				set = g_hash_table_new(g_str_hash, g_str_equal);
				g_hash_table_insert(macros, g_steal_pointer(&name), set);
			}
			g_hash_table_add(set, (gpointer)args[k + 1]);
		}
	}
	g_hash_table_iter_init(&it, macros);
	while (g_hash_table_iter_next(&it, NULL, &values))
		if (g_hash_table_size(values) < MANY_VALUES)
			g_hash_table_iter_remove(&it);
	return macros;
}

static char *shared_macro(const char *macro, GHashTable *unit_macros)
{
	g_autofree char *name = g_strndup(macro, macro_name_length(macro));
	const char *value = macro + strlen(name);
	gboolean string = value[0] == '=' && value[1] == '"';

	if (!g_hash_table_contains(unit_macros, name) || !is_replaceable(value))
		return g_strdup(macro);
	return g_strdup_printf(string ? "%s=\"" LO_PREFIX_PLACEHOLDER "\"" : "%s=" LO_PREFIX_PLACEHOLDER, name);
}

static char **shared_args(const char *const *args, GHashTable *unit_macros)
{
	GPtrArray *out = g_ptr_array_new();

	for (guint i = 0; args[i]; i++)
		g_ptr_array_add(out, i && !strcmp(args[i - 1], "-D") ? shared_macro(args[i], unit_macros) :
					g_strdup(args[i]));
	g_ptr_array_add(out, NULL);
	return (char **)g_ptr_array_free(out, FALSE);
}

static void cluster_free(gpointer data)
{
	Cluster *c = data;

	lo_search_path_free(c->search);
	g_strfreev(c->args);
	g_array_unref(c->units);
	g_free(c);
}

static const char *leading_of(LoPrefixPlanner *p, guint unit)
{
	const LoIncludeText *t = lo_include_graph_text(p->graph, p->units[unit].file);

	return t && t->leading ? t->leading : "";
}

static guint cluster_of(LoPrefixPlanner *p, GHashTable *by_key, guint unit, char **args, const char *leading)
{
	g_autofree char *joined = g_strjoinv("\n", args);
	g_autofree char *key = g_strdup_printf("%s\n%s\n%s", p->in[unit].directory, joined, leading);
	gpointer known = g_hash_table_lookup(by_key, key);
	Cluster *c;

	if (known)
		return GPOINTER_TO_UINT(known) - 1;
	c = g_new0(Cluster, 1);
	c->args = g_strdupv(args);
	c->directory = p->in[unit].directory;
	c->leading = leading;
	c->search = lo_search_path_new(c->directory, (const char *const *)args);
	c->units = g_array_new(FALSE, FALSE, sizeof(guint));
	g_ptr_array_add(p->clusters, c);
	g_hash_table_insert(by_key, g_steal_pointer(&key), GUINT_TO_POINTER(p->clusters->len));
	return p->clusters->len - 1;
}

/* How many units begin with the same directives. */
static GHashTable *count_leading(LoPrefixPlanner *p)
{
	GHashTable *counts = g_hash_table_new(g_str_hash, g_str_equal);

	for (guint i = 0; i < p->n; i++) {
		const char *leading = leading_of(p, i);
		guint n = GPOINTER_TO_UINT(g_hash_table_lookup(counts, leading));

		g_hash_table_insert(counts, (gpointer)leading, GUINT_TO_POINTER(n + 1));
	}
	return counts;
}

/* Directives that many units begin with, `#define pr_fmt(fmt) ...`, are part of their prefix. */
static void make_clusters(LoPrefixPlanner *p)
{
	g_autoptr(GHashTable) by_key = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	g_autoptr(GHashTable) macros = find_unit_macros(p);
	g_autoptr(GHashTable) counts = count_leading(p);

	for (guint i = 0; i < p->n; i++) {
		g_auto(GStrv) args = shared_args(p->in[i].args, macros);
		const char *leading = leading_of(p, i);
		gboolean own = GPOINTER_TO_UINT(g_hash_table_lookup(counts, leading)) >= MIN_UNITS;

		p->units[i].cluster = cluster_of(p, by_key, i, args, own ? leading : "");
		g_array_append_val(((Cluster *)p->clusters->pdata[p->units[i].cluster])->units, i);
	}
}

/* ---- what units include ---- */

static const Cluster *cluster_at(const LoPrefixPlanner *p, guint i)
{
	return p->clusters->pdata[i];
}

static void find_closures(LoPrefixPlanner *p)
{
	g_autoptr(GPtrArray) lists = g_ptr_array_new_with_free_func((GDestroyNotify)g_array_unref);

	for (guint i = 0; i < p->n; i++)
		g_ptr_array_add(lists, lo_include_closure(p->graph, cluster_at(p, p->units[i].cluster)->search,
							  p->units[i].file));
	p->words_per_map = lo_include_graph_count(p->graph) / 64 + 1;
	for (guint i = 0; i < p->n; i++) {
		const GArray *list = lists->pdata[i];

		p->units[i].has = g_new0(guint64, p->words_per_map);
		for (guint k = 0; k < list->len; k++) {
			map_add(p->units[i].has, g_array_index(list, guint32, k));
			p->units[i].bytes += text_size(p, g_array_index(list, guint32, k));
		}
	}
}

/* ---- candidates ---- */

static void candidate_free(gpointer data)
{
	Candidate *c = data;

	g_free(c->dir);
	g_free(c->files);
	g_clear_pointer(&c->units, g_array_unref);
	g_free(c);
}

/* How many of the units have each file. */
static guint *count_files(const LoPrefixPlanner *p, const GArray *units)
{
	guint *counts = g_new0(guint, p->words_per_map * 64);

	for (guint i = 0; i < units->len; i++)
		for (guint32 f = 0; f < p->words_per_map * 64; f++)
			counts[f] += map_has(p->units[g_array_index(units, guint, i)].has, f);
	return counts;
}

/* Files that `least` units or more have. */
static Candidate *new_candidate(LoPrefixPlanner *p, guint cluster, const char *dir, const guint *counts, guint least)
{
	const Cluster *cl = cluster_at(p, cluster);
	Candidate *c = g_new0(Candidate, 1);

	c->cluster = cluster;
	c->dir = g_strdup(dir);
	c->files = g_new0(guint64, p->words_per_map);
	c->units = g_array_new(FALSE, FALSE, sizeof(guint));
	for (guint32 f = 0; f < p->words_per_map * 64; f++) {
		if (counts[f] < least)
			continue;
		map_add(c->files, f);
		c->bytes += text_size(p, f);
	}
	for (guint i = 0; i < cl->units->len; i++) {
		guint u = g_array_index(cl->units, guint, i);

		if (map_within(p, c->files, p->units[u].has))
			g_array_append_val(c->units, u);
	}
	return c;
}

static void add_candidates(LoPrefixPlanner *p, guint cluster, const char *dir, const GArray *below, GPtrArray *out)
{
	static const guint percents[] = { 97, 90, 80, 65, 50, 35 };
	g_autofree guint *counts = NULL;

	if (below->len < MIN_UNITS)
		return;
	counts = count_files(p, below);
	for (guint i = 0; i < G_N_ELEMENTS(percents); i++)
		g_ptr_array_add(out, new_candidate(p, cluster, dir, counts, MAX(2, below->len * percents[i] / 100)));
}

/* "drivers/net/phy/x.c" is below "drivers/net/phy", "drivers/net", "drivers" and "". */
static void note_dirs(GHashTable *dirs, const char *spelling, guint unit)
{
	g_autofree char *dir = g_strdup(spelling);

	while (*dir) {
		char *slash = strrchr(dir, '/');
		GArray *units;

		*(slash ? slash : dir) = '\0';
		units = g_hash_table_lookup(dirs, dir);
		if (!units) {
			units = g_array_new(FALSE, FALSE, sizeof(guint));
			g_hash_table_insert(dirs, g_strdup(dir), units);
		}
		g_array_append_val(units, unit);
	}
}

static gint by_text(gconstpointer a, gconstpointer b, gpointer data)
{
	(void)data;
	return strcmp(a, b);
}

static GPtrArray *find_candidates(LoPrefixPlanner *p)
{
	GPtrArray *out = g_ptr_array_new_with_free_func(candidate_free);

	for (guint c = 0; c < p->clusters->len; c++) {
		g_autoptr(GHashTable) dirs = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_array_unref);
		const GArray *units = cluster_at(p, c)->units;
		GList *names;

		if (units->len < MIN_UNITS)
			continue;
		for (guint i = 0; i < units->len; i++)
			note_dirs(dirs, p->in[g_array_index(units, guint, i)].spelling, g_array_index(units, guint, i));
		names = g_list_sort_with_data(g_hash_table_get_keys(dirs), by_text, NULL);
		for (GList *at = names; at; at = at->next)
			add_candidates(p, c, at->data, g_hash_table_lookup(dirs, at->data), out);
		g_list_free(names);
	}
	return out;
}

/* ---- choice ---- */

static gint64 gain_of(const Candidate *c, const guint64 *best)
{
	gint64 gain = -(gint64)(COST * c->bytes);

	for (guint i = 0; i < c->units->len; i++) {
		guint64 now = best[g_array_index(c->units, guint, i)];

		if (c->bytes > now)
			gain += (gint64)(c->bytes - now);
	}
	return gain;
}

static const Candidate *take_best(const GPtrArray *candidates, guint64 *best)
{
	const Candidate *chosen = NULL;
	gint64 most = 0;

	for (guint i = 0; i < candidates->len; i++) {
		gint64 gain = gain_of(candidates->pdata[i], best);

		if (gain > most) {
			most = gain;
			chosen = candidates->pdata[i];
		}
	}
	for (guint i = 0; chosen && i < chosen->units->len; i++) {
		guint u = g_array_index(chosen->units, guint, i);

		best[u] = MAX(best[u], chosen->bytes);
	}
	return chosen;
}

/* ---- the text of a prefix ---- */

typedef struct {
	guint32 file;
	char *text;
	double place;		/* sum over units of 0..1 */
	guint units;
} Root;

static gint by_place(gconstpointer a, gconstpointer b)
{
	const Root *x = a, *y = b;
	double p = x->place / x->units, q = y->place / y->units;

	if (p != q)
		return p < q ? -1 : 1;
	return strcmp(x->text, y->text);
}

static void note_root(GArray *roots, GHashTable *index, guint32 file, const LoTextItem *item, double place)
{
	gpointer known = g_hash_table_lookup(index, GUINT_TO_POINTER(file + 1));
	Root *r;

	if (!known) {
		Root fresh = { .file = file };

		fresh.text = g_strdup_printf(item->kind == LO_TEXT_INCLUDE ? "<%s>" : "\"%s\"", item->name);
		g_array_append_val(roots, fresh);
		known = GUINT_TO_POINTER(roots->len);
		g_hash_table_insert(index, GUINT_TO_POINTER(file + 1), known);
	}
	r = &g_array_index(roots, Root, GPOINTER_TO_UINT(known) - 1);
	r->place += place;
	r->units++;
}

static void note_roots(LoPrefixPlanner *p, const Candidate *c, guint unit, const char *dir, GArray *roots, GHashTable *index)
{
	LoSearchPath *s = cluster_at(p, c->cluster)->search;
	const LoIncludeText *text = lo_include_graph_text(p->graph, p->units[unit].file);
	const guint32 *targets = lo_include_targets(p->graph, s, p->units[unit].file);

	for (guint i = 0; targets && i < text->items->len; i++) {
		const LoTextItem *item = &g_array_index(text->items, LoTextItem, i);
		guint32 file = targets[i];

		if (file == LO_NO_FILE || !item->sure || !map_has(c->files, file) ||
		    !lo_include_graph_text(p->graph, file)->guarded)
			continue;
		if (item->kind == LO_TEXT_INCLUDE_QUOTED && lo_include_find(p->graph, s, dir, item->name, TRUE) != file)
			continue;
		note_root(roots, index, file, item, (double)i / text->items->len);
	}
}

static void plan_free(gpointer data)
{
	LoPrefixPlan *plan = data;

	g_free(plan->directory);
	g_free(plan->source);
	g_strfreev(plan->args);
	g_free(plan->leading);
	g_ptr_array_unref(plan->includes);
	g_array_unref(plan->roots);
	g_free(plan);
}

static LoPrefixPlan *make_plan(LoPrefixPlanner *p, const Candidate *c)
{
	const Cluster *cl = cluster_at(p, c->cluster);
	g_autofree char *dir = g_canonicalize_filename(c->dir, cl->directory);
	g_autoptr(GArray) roots = g_array_new(FALSE, FALSE, sizeof(Root));
	g_autoptr(GHashTable) index = g_hash_table_new(NULL, NULL);
	LoPrefixPlan *plan = g_new0(LoPrefixPlan, 1);

	for (guint i = 0; i < c->units->len; i++)
		note_roots(p, c, g_array_index(c->units, guint, i), dir, roots, index);
	g_array_sort(roots, by_place);
	plan->cluster = c->cluster;
	plan->directory = g_strdup(cl->directory);
	plan->source = g_strconcat(c->dir, *c->dir ? "/" : "", LO_PREFIX_PLACEHOLDER ".c", NULL);
	plan->args = g_strdupv(cl->args);
	plan->leading = g_strdup(cl->leading);
	plan->includes = g_ptr_array_new_with_free_func(g_free);
	plan->roots = g_array_new(FALSE, FALSE, sizeof(guint32));
	plan->bytes = c->bytes;
	for (guint i = 0; i < roots->len; i++) {
		Root *r = &g_array_index(roots, Root, i);

		g_ptr_array_add(plan->includes, r->text);
		g_array_append_val(plan->roots, r->file);
	}
	return plan;
}

static void make_plans(LoPrefixPlanner *p)
{
	g_autoptr(GPtrArray) candidates = find_candidates(p);
	g_autofree guint64 *best = g_new0(guint64, p->n + 1);
	const Candidate *c;

	while (p->plans->len < MAX_PLANS && (c = take_best(candidates, best))) {
		Made none = { 0 };

		g_ptr_array_add(p->plans, make_plan(p, c));
		g_array_append_val(p->made, none);
	}
}

/* ---- which macros matter ---- */

/* Files of the unit's own: its source, and what that includes by "name". */
static void collect_words(LoPrefixPlanner *p, LoSearchPath *s, guint32 file, GHashTable *seen, guint depth)
{
	const LoIncludeText *text = lo_include_graph_text(p->graph, file);
	const guint32 *targets = lo_include_targets(p->graph, s, file);

	if (!targets || depth > MAX_NESTING || !g_hash_table_add(seen, GUINT_TO_POINTER(file)))
		return;
	for (guint i = 0; i < text->items->len; i++) {
		const LoTextItem *item = &g_array_index(text->items, LoTextItem, i);

		if (item->kind == LO_TEXT_MACRO)
			g_hash_table_add(p->words, item->name);
		else if (item->kind == LO_TEXT_INCLUDE_QUOTED && targets[i] != LO_NO_FILE)
			collect_words(p, s, targets[i], seen, depth + 1);
	}
}

static void collect_all_words(LoPrefixPlanner *p)
{
	for (guint c = 0; c < p->clusters->len; c++) {
		const Cluster *cl = cluster_at(p, c);
		g_autoptr(GHashTable) seen = g_hash_table_new(NULL, NULL);

		for (guint i = 0; i < cl->units->len; i++)
			collect_words(p, cl->search, p->units[g_array_index(cl->units, guint, i)].file, seen, 0);
	}
}

static GHashTable *mentions_of(LoPrefixPlanner *p, guint32 file)
{
	GHashTable *found = g_hash_table_lookup(p->mentions, GUINT_TO_POINTER(file + 1));
	g_autofree char *text = NULL;
	gsize len;

	if (found)
		return found;
	found = g_hash_table_new(NULL, NULL);
	if (g_file_get_contents(lo_include_graph_path(p->graph, file), &text, &len, NULL))
		lo_text_find_words(text, len, p->words, found);
	g_hash_table_insert(p->mentions, GUINT_TO_POINTER(file + 1), found);
	return found;
}

static void add_mentions(LoPrefixPlanner *p, guint32 file, GHashTable *all)
{
	GHashTableIter it;
	gpointer word;

	g_hash_table_iter_init(&it, mentions_of(p, file));
	while (g_hash_table_iter_next(&it, &word, NULL))
		g_hash_table_add(all, word);
}

void lo_prefix_planner_made(LoPrefixPlanner *p, guint plan, const GPtrArray *files)
{
	Made *m = &g_array_index(p->made, Made, plan);

	if (!files)
		return;
	if (!g_hash_table_size(p->words))
		collect_all_words(p);
	m->files = g_hash_table_new(NULL, NULL);
	m->mentions = g_hash_table_new(g_str_hash, g_str_equal);
	for (guint i = 0; i < files->len; i++) {
		guint32 file = lo_include_graph_file(p->graph, files->pdata[i]);

		g_hash_table_add(m->files, GUINT_TO_POINTER(file + 1));
		add_mentions(p, file, m->mentions);
	}
}

/* ---- does it fit ---- */

typedef struct {
	LoPrefixPlanner *p;
	LoSearchPath *search;
	const Made *made;
	GHashTable *seen;
	gboolean dirty;		/* a macro that the prefix mentions was defined */
} Walk;

/* FALSE: the prefix's headers would have seen a macro that they mention. */
static gboolean walk_file(Walk *w, guint32 file, guint skip, guint depth)
{
	const LoIncludeText *text = lo_include_graph_text(w->p->graph, file);
	const guint32 *targets = lo_include_targets(w->p->graph, w->search, file);

	if (!targets || !g_hash_table_add(w->seen, GUINT_TO_POINTER(file)))
		return TRUE;
	if (depth > MAX_NESTING)
		return FALSE;
	for (guint i = skip; i < text->items->len; i++) {
		const LoTextItem *item = &g_array_index(text->items, LoTextItem, i);
		gboolean local = item->kind == LO_TEXT_INCLUDE_QUOTED && targets[i] != LO_NO_FILE &&
			!g_hash_table_contains(w->made->files, GUINT_TO_POINTER(targets[i] + 1));

		if (item->kind == LO_TEXT_MACRO)
			w->dirty |= g_hash_table_contains(w->made->mentions, item->name);
		else if (local && !walk_file(w, targets[i], 0, depth + 1))
			return FALSE;
		else if (!local && w->dirty)
			return FALSE;
	}
	return TRUE;
}

static gboolean includes_roots(const LoPrefixPlan *plan, const Unit *u)
{
	for (guint i = 0; i < plan->roots->len; i++)
		if (!map_has(u->has, g_array_index(plan->roots, guint32, i)))
			return FALSE;
	return TRUE;
}

static gboolean fits(LoPrefixPlanner *p, guint unit, guint plan)
{
	const LoPrefixPlan *pl = p->plans->pdata[plan];
	const Unit *u = &p->units[unit];
	const Cluster *cl = cluster_at(p, u->cluster);
	g_autoptr(GHashTable) seen = g_hash_table_new(NULL, NULL);
	Walk w = { p, cl->search, &g_array_index(p->made, Made, plan), seen, FALSE };
	guint skip = *cl->leading ? lo_include_graph_text(p->graph, u->file)->n_leading : 0;

	return w.made->files && pl->cluster == u->cluster && includes_roots(pl, u) && walk_file(&w, u->file, skip, 0);
}

gint lo_prefix_choose(LoPrefixPlanner *p, guint unit)
{
	gint chosen = -1;
	guint64 most = 0;

	for (guint i = 0; i < p->plans->len; i++) {
		const LoPrefixPlan *plan = p->plans->pdata[i];

		if (plan->bytes <= most || !fits(p, unit, i))
			continue;
		most = plan->bytes;
		chosen = (gint)i;
	}
	return chosen;
}

guint64 lo_prefix_bytes_left(const LoPrefixPlanner *p, guint unit, gint plan)
{
	guint64 saved = plan < 0 ? 0 : ((const LoPrefixPlan *)p->plans->pdata[plan])->bytes;

	return p->units[unit].bytes > saved ? p->units[unit].bytes - saved : 0;
}

/* ---- life ---- */

static void made_clear(gpointer data)
{
	Made *m = data;

	g_clear_pointer(&m->files, g_hash_table_unref);
	g_clear_pointer(&m->mentions, g_hash_table_unref);
}

LoPrefixPlanner *lo_prefix_planner_new(const LoPrefixUnit *units, guint n)
{
	LoPrefixPlanner *p = g_new0(LoPrefixPlanner, 1);

	p->in = units;
	p->n = n;
	p->graph = lo_include_graph_new();
	p->units = g_new0(Unit, n + 1);
	p->clusters = g_ptr_array_new_with_free_func(cluster_free);
	p->plans = g_ptr_array_new_with_free_func(plan_free);
	p->made = g_array_new(FALSE, FALSE, sizeof(Made));
	g_array_set_clear_func(p->made, made_clear);
	p->words = g_hash_table_new(g_str_hash, g_str_equal);
	p->mentions = g_hash_table_new_full(NULL, NULL, NULL, (GDestroyNotify)g_hash_table_unref);
	for (guint i = 0; i < n; i++)
		p->units[i].file = lo_include_graph_file(p->graph, units[i].source);
	make_clusters(p);
	find_closures(p);
	make_plans(p);
	return p;
}

void lo_prefix_planner_free(LoPrefixPlanner *p)
{
	if (!p)
		return;
	for (guint i = 0; i < p->n; i++)
		g_free(p->units[i].has);
	g_free(p->units);
	g_array_unref(p->made);
	g_ptr_array_unref(p->plans);
	g_ptr_array_unref(p->clusters);
	g_hash_table_unref(p->mentions);
	g_hash_table_unref(p->words);
	lo_include_graph_free(p->graph);
	g_free(p);
}

const GPtrArray *lo_prefix_plans(const LoPrefixPlanner *p)
{
	return p->plans;
}
