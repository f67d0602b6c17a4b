#include "report/suppress.h"

#include <string.h>

#include "common/error.h"
#include "common/escape.h"
#include "common/glob.h"
#include "report/chain.h"
#include "report/lookup.h"
#include "report/source.h"

typedef enum { RULE_KEY, RULE_ORDER, RULE_NEVER_TOGETHER, RULE_PATH } RuleKind;

typedef struct {
	RuleKind kind;
	char *where;		/* "file:line" of it */
	char *a, *b;		/* locks; a: key or glob */
	gboolean used;
} Rule;

struct LoSuppressions {
	GPtrArray *rules;	/* Rule *, in the order given */
	GHashTable *keys;	/* key -> Rule */
	LoProjectOptions options;
	GPtrArray *watched;	/* char *: files */
	GHashTable *used;	/* set of "file:line" of comments */
	GPtrArray *idle;	/* char *: "file:line" of comments that held nothing back */
};

static void rule_free(gpointer data)
{
	Rule *r = data;

	g_free(r->where);
	g_free(r->a);
	g_free(r->b);
	g_free(r);
}

LoSuppressions *lo_suppressions_new(void)
{
	LoSuppressions *s = g_new0(LoSuppressions, 1);

	s->rules = g_ptr_array_new_with_free_func(rule_free);
	s->keys = g_hash_table_new(g_str_hash, g_str_equal);
	s->options = (LoProjectOptions){ g_ptr_array_new_with_free_func(g_free), g_ptr_array_new_with_free_func(g_free), -1 };
	s->watched = g_ptr_array_new_with_free_func(g_free);
	s->used = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	s->idle = g_ptr_array_new_with_free_func(g_free);
	return s;
}

void lo_suppressions_free(LoSuppressions *s)
{
	if (!s)
		return;
	g_ptr_array_unref(s->rules);
	g_hash_table_unref(s->keys);
	g_ptr_array_unref(s->options.models);
	g_ptr_array_unref(s->options.roots);
	g_ptr_array_unref(s->watched);
	g_hash_table_unref(s->used);
	g_ptr_array_unref(s->idle);
	g_free(s);
}

/* ---- reading ---- */

static Rule *add_rule(LoSuppressions *s, RuleKind kind, const char *name, guint line, const char *a, const char *b)
{
	Rule *r = g_new0(Rule, 1);

	r->kind = kind;
	r->where = g_strdup_printf("%s:%u", name, line);
	r->a = g_strdup(a);
	r->b = g_strdup(b);
	g_ptr_array_add(s->rules, r);
	return r;
}

static gboolean fail(const char *name, guint line, const char *what, GError **error)
{
	g_autofree char *shown = lo_escape(name);

	g_set_error(error, LO_ERROR, LO_ERROR_INPUT, "%s:%u: %s", shown, line, what);
	return FALSE;
}

/* A lock's name may hold a `#`: a comment begins the line or follows a blank. */
static char *without_comment(const char *line)
{
	const char *at = strchr(line, '#');

	while (at && at > line && !g_ascii_isspace(at[-1]))
		at = strchr(at + 1, '#');
	return g_strstrip(at ? g_strndup(line, (gsize)(at - line)) : g_strdup(line));
}

typedef gboolean (*LineReader)(LoSuppressions *s, const char *name, guint line, char **words, GError **error);

static gboolean read_lines(LoSuppressions *s, const char *name, const char *text, gsize len, LineReader read, GError **error)
{
	g_autofree char *copy = g_strndup(text, len);
	g_auto(GStrv) lines = g_strsplit(copy, "\n", -1);

	if (strlen(copy) != len)
		return fail(name, 1, "a zero byte: this is no text", error);
	for (guint i = 0; lines[i]; i++) {
		g_autofree char *line = without_comment(lines[i]);
		g_auto(GStrv) words = NULL;

		if (!*line)
			continue;
		words = g_regex_split_simple("[ \t]+", line, G_REGEX_RAW, 0);
		if (!read(s, name, i + 1, words, error))
			return FALSE;
	}
	return TRUE;
}

static gboolean is_key(const char *s)
{
	return strlen(s) == 16 && strspn(s, "0123456789abcdef") == 16;
}

static gboolean read_baseline_line(LoSuppressions *s, const char *name, guint line, char **words, GError **error)
{
	if (!is_key(words[0]))
		return fail(name, line, "not a baseline: a line begins with a key of 16 digits", error);
	if (g_hash_table_contains(s->keys, words[0]))
		return TRUE;
	Rule *r = add_rule(s, RULE_KEY, name, line, words[0], NULL);
	g_hash_table_insert(s->keys, r->a, r);
	return TRUE;
}

gboolean lo_suppressions_add_baseline(LoSuppressions *s, const char *name, const char *text, gsize len, GError **error)
{
	return read_lines(s, name, text, len, read_baseline_line, error);
}

/* A project's rules come with its source: what they name is below their own folder. */
static gboolean add_model(LoSuppressions *s, const char *name, guint line, const char *file, GError **error)
{
	g_autofree char *folder = g_path_get_dirname(name), *inside = g_strconcat("/", file, "/", NULL);
	g_autofree char *path = g_build_filename(folder, file, NULL);

	if (file[0] == '/' || strstr(inside, "/../"))
		return fail(name, line, "a model is a file below the folder of these rules", error);
	if (!g_file_test(path, G_FILE_TEST_IS_REGULAR))
		return fail(name, line, "there is no such model file", error);
	g_ptr_array_add(s->options.models, g_steal_pointer(&path));
	return TRUE;
}

static gboolean set_confidence(LoSuppressions *s, const char *name, guint line, const char *text, GError **error)
{
	guint64 n;

	if (!g_ascii_string_to_unsigned(text, 10, 0, 100, &n, NULL))
		return fail(name, line, "min-confidence is 0 to 100", error);
	s->options.min_confidence = (gint)n;
	return TRUE;
}

static gboolean read_option_line(LoSuppressions *s, const char *name, guint line, char **words, GError **error)
{
	if (!strcmp(words[0], "model"))
		return add_model(s, name, line, words[1], error);
	if (!strcmp(words[0], "min-confidence"))
		return set_confidence(s, name, line, words[1], error);
	g_ptr_array_add(s->options.roots, g_strdup(words[1]));
	return TRUE;
}

static gboolean is_option(const char *word)
{
	return !strcmp(word, "model") || !strcmp(word, "root") || !strcmp(word, "min-confidence");
}

static gboolean read_rule_line(LoSuppressions *s, const char *name, guint line, char **words, GError **error)
{
	guint n = g_strv_length(words);

	if (n == 4 && !strcmp(words[0], "order") && !strcmp(words[2], "->"))
		add_rule(s, RULE_ORDER, name, line, words[1], words[3]);
	else if (n == 3 && !strcmp(words[0], "never-together"))
		add_rule(s, RULE_NEVER_TOGETHER, name, line, words[1], words[2]);
	else if (n == 3 && !strcmp(words[0], "ignore") && !strcmp(words[1], "path"))
		add_rule(s, RULE_PATH, name, line, words[2], NULL);
	else if (n == 2 && is_option(words[0]))
		return read_option_line(s, name, line, words, error);
	else
		return fail(name, line, "expected 'order A -> B', 'never-together A B', 'ignore path GLOB', 'model FILE', "
			    "'root GLOB' or 'min-confidence N'", error);
	return TRUE;
}

gboolean lo_suppressions_add_rules(LoSuppressions *s, const char *name, const char *text, gsize len, GError **error)
{
	return read_lines(s, name, text, len, read_rule_line, error);
}

const LoProjectOptions *lo_suppressions_options(const LoSuppressions *s)
{
	return &s->options;
}

/* ---- which rule is about a report ---- */

static gboolean is_lock(const LoSolution *sol, guint32 cls, const char *name)
{
	const char *full = lo_class_row(sol, cls)->name;
	g_autofree char *base = lo_lock_base_name(full);

	return !strcmp(full, name) || !strcmp(base, name);
}

static gboolean is_edge_of(const LoSolution *sol, const LoEdgeRow *e, const char *from, const char *to)
{
	return is_lock(sol, e->from, from) && is_lock(sol, e->to, to);
}

static gboolean is_in_path(const LoEdgeRow *e, const char *glob)
{
	const LoHop *meet = lo_chain_first(e->to_chain);

	return meet && lo_glob_matches(glob, meet->file);
}

static gboolean rule_fits_edge(const LoSolution *sol, const Rule *r, const LoEdgeRow *e)
{
	switch (r->kind) {
	case RULE_KEY: return FALSE;
	case RULE_ORDER: return is_edge_of(sol, e, r->b, r->a);
	case RULE_NEVER_TOGETHER: return is_edge_of(sol, e, r->a, r->b) || is_edge_of(sol, e, r->b, r->a);
	case RULE_PATH: return is_in_path(e, r->a);
	}
	return FALSE;
}

static char *fit_rule(const LoSolution *sol, LoSuppressions *s, const LoReportRow *r)
{
	Rule *known = g_hash_table_lookup(s->keys, r->key);

	if (known) {
		known->used = TRUE;
		return g_strdup("known: in the baseline");
	}
	for (guint i = 0; i < s->rules->len; i++) {
		Rule *rule = g_ptr_array_index(s->rules, i);
		for (guint k = 0; rule->kind != RULE_KEY && k < r->edges->len; k++) {
			if (!rule_fits_edge(sol, rule, lo_edge_row(sol, g_array_index(r->edges, guint32, k))))
				continue;
			rule->used = TRUE;
			return g_strdup_printf("by the rule at %s", rule->where);
		}
	}
	return NULL;
}

/* ---- comments ---- */

#define MARK "lockorder: ok"

/* The reason in a comment, as it is; NULL: no such comment. */
static char *comment_on(LoSources *sources, const char *file, guint32 line)
{
	const char *text = lo_sources_line(sources, file, line);
	const char *at = text ? strstr(text, MARK) : NULL;

	if (!at || !(strstr(text, "/*") || strstr(text, "//")))
		return NULL;
	at += strlen(MARK);
	const char *end = strstr(at, "*/");
	char *reason = g_strndup(at, end ? (gsize)(end - at) : strlen(at));
	return g_strstrip(reason);
}

/* On the line, or alone on the line above it. */
static char *comment_at(LoSuppressions *s, LoSources *sources, const LoHop *hop)
{
	for (guint up = 0; hop && up < 2 && up < hop->line; up++) {
		g_autofree char *reason = comment_on(sources, hop->file, hop->line - up);
		if (!reason)
			continue;
		g_hash_table_add(s->used, g_strdup_printf("%s:%u", hop->file, hop->line - up));
		return g_strdup_printf("by a comment at %s:%u: %s", hop->file, hop->line - up, *reason ? reason : "no reason given");
	}
	return NULL;
}

/* Where an edge is made: the held lock's acquisition, what is then called or taken, and the second acquisition. */
static char *comment_of_edge(LoSuppressions *s, LoSources *sources, const LoEdgeRow *e)
{
	const LoHop *places[] = { lo_chain_last(e->from_chain), lo_chain_first(e->to_chain), lo_chain_last(e->to_chain) };
	char *why = NULL;

	for (guint i = 0; i < G_N_ELEMENTS(places) && !why; i++)
		why = comment_at(s, sources, places[i]);
	return why;
}

static char *find_comment(const LoSolution *sol, LoSuppressions *s, LoSources *sources, const LoReportRow *r)
{
	char *why = NULL;

	for (guint i = 0; i < r->edges->len && !why; i++)
		why = comment_of_edge(s, sources, lo_edge_row(sol, g_array_index(r->edges, guint32, i)));
	return why;
}

void lo_suppressions_watch(LoSuppressions *s, const char *const *files)
{
	for (; *files; files++)
		g_ptr_array_add(s->watched, g_strdup(*files));
}

/* Comments in the watched files that held nothing back so far. */
static void find_idle(LoSuppressions *s, LoSources *sources)
{
	g_ptr_array_set_size(s->idle, 0);
	for (guint i = 0; i < s->watched->len; i++) {
		const char *file = g_ptr_array_index(s->watched, i);
		if (!lo_sources_mention(sources, file, MARK))
			continue;
		for (guint32 line = 1; lo_sources_line(sources, file, line); line++) {
			g_autofree char *reason = comment_on(sources, file, line), *where = g_strdup_printf("%s:%u", file, line);
			if (reason && !g_hash_table_contains(s->used, where))
				g_ptr_array_add(s->idle, g_steal_pointer(&where));
		}
	}
}

/* A comment on what is held back anyway is of use, too: those reports are looked at only where one seems to be of none. */
static void judge_comments(const LoSolution *sol, LoSuppressions *s, LoSources *sources)
{
	find_idle(s, sources);
	for (guint32 i = 0; s->idle->len && i < sol->reports->len; i++)
		if (lo_report_row(sol, i)->held_back[0])
			g_free(find_comment(sol, s, sources, lo_report_row(sol, i)));
	if (s->idle->len)
		find_idle(s, sources);
}

/* ---- holding back ---- */

static void hold_back(LoReportRow *r, char *why)
{
	g_free(r->held_back);
	r->held_back = why;
}

/* A report that is suppressed leaves its place to the first of its variants that is not. */
static void promote_variants(LoSolution *sol, const guint8 *suppressed)
{
	g_autofree guint32 *heir = g_new0(guint32, sol->reports->len + 1);

	for (guint32 i = 0; i < sol->reports->len; i++) {
		LoReportRow *r = &g_array_index(sol->reports, LoReportRow, i);
		guint32 root = r->variant_of ? r->variant_of - 1 : 0;

		if (!r->variant_of || suppressed[i] || !suppressed[root])
			continue;
		r->variant_of = heir[root];
		if (!heir[root])
			heir[root] = i + 1;
	}
}

void lo_suppress(LoSolution *sol, LoSuppressions *s, const char *root, GHashTable *edited)
{
	g_autoptr(LoSources) sources = lo_sources_new(root, edited);
	g_autofree guint8 *suppressed = g_new0(guint8, sol->reports->len + 1);

	for (guint32 i = 0; i < sol->reports->len; i++) {
		LoReportRow *r = &g_array_index(sol->reports, LoReportRow, i);
		char *why = fit_rule(sol, s, r);

		if (!why && root && !r->held_back[0])
			why = find_comment(sol, s, sources, r);
		suppressed[i] = why != NULL;
		if (why)
			hold_back(r, why);
	}
	promote_variants(sol, suppressed);
	if (root)
		judge_comments(sol, s, sources);
}

/* ---- what was of no use ---- */

GPtrArray *lo_suppressions_unused(const LoSuppressions *s)
{
	GPtrArray *out = g_ptr_array_new_with_free_func(g_free);
	guint unused = 0, keys = 0;
	const char *first = NULL;

	for (guint i = 0; i < s->rules->len; i++) {
		const Rule *r = g_ptr_array_index(s->rules, i);

		if (r->kind != RULE_KEY && !r->used)
			g_ptr_array_add(out, g_strdup_printf("%s: the rule holds no report back", r->where));
		keys += r->kind == RULE_KEY;
		if (r->kind != RULE_KEY || r->used)
			continue;
		first = first ? first : r->where;
		unused++;
	}
	if (unused)
		g_ptr_array_add(out, g_strdup_printf("%s: %u of %u entries of the baseline hold no report back any more", first, unused,
						     keys));
	for (guint i = 0; i < s->idle->len; i++)
		g_ptr_array_add(out, g_strdup_printf("%s: the comment holds no report back", (const char *)g_ptr_array_index(s->idle, i)));
	return out;
}

/* ---- writing a baseline ---- */

static gint compare_lines(gconstpointer a, gconstpointer b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static char *baseline_line(const LoSolution *sol, const LoReportRow *r)
{
	GString *line = g_string_new(r->key);

	g_string_append_printf(line, " %s", lo_report_kind_name(r->kind));
	for (guint i = 0; i < r->classes->len; i++) {
		g_string_append(line, i ? " -> " : " ");
		lo_escape_append(line, lo_class_row(sol, g_array_index(r->classes, guint32, i))->name);
	}
	return g_string_free(line, FALSE);
}

void lo_baseline_write(const LoSolution *sol, GString *out)
{
	g_autoptr(GPtrArray) lines = g_ptr_array_new_with_free_func(g_free);

	for (guint32 i = 0; i < sol->reports->len; i++)
		g_ptr_array_add(lines, baseline_line(sol, lo_report_row(sol, i)));
	g_ptr_array_sort(lines, compare_lines);
	g_string_append(out, "# Reports that are known; 'lockorder baseline' writes this.\n");
	for (guint i = 0; i < lines->len; i++) {
		const char *line = g_ptr_array_index(lines, i);

		if (!i || strcmp(line, g_ptr_array_index(lines, i - 1)))
			g_string_append_printf(out, "%s\n", line);
	}
}
