/* A solution that still holds made one of the present facts: its lines are moved, nothing else. */
#include "facts/store_internal.h"

#include <stdlib.h>
#include <string.h>

struct LoLineMoves {
	GHashTable *files;	/* char * -> Moved */
	gboolean any;
};

/* Of one file. */
typedef struct {
	GHashTable *places;	/* "line\1function", or "line\1" where a lock is set up -> line */
	GHashTable *functions;	/* set of char *: all of whose lines are known */
	gboolean any;
} Moved;

static void moved_free(gpointer data)
{
	Moved *m = data;

	g_hash_table_unref(m->places);
	g_hash_table_unref(m->functions);
	g_free(m);
}

LoLineMoves *lo_line_moves_new(void)
{
	LoLineMoves *m = g_new0(LoLineMoves, 1);

	m->files = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, moved_free);
	return m;
}

void lo_line_moves_free(LoLineMoves *m)
{
	if (!m)
		return;
	g_hash_table_unref(m->files);
	g_free(m);
}

static Moved *moved_of(LoLineMoves *m, const char *file)
{
	Moved *f = g_hash_table_lookup(m->files, file);

	if (f)
		return f;
	f = g_new0(Moved, 1);
	f->places = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	f->functions = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	g_hash_table_insert(m->files, g_strdup(file), f);
	return f;
}

gboolean lo_line_moves_add(LoLineMoves *m, const char *file, const char *function, guint32 from, guint32 to)
{
	Moved *f = moved_of(m, file);
	char *key = g_strdup_printf("%u\1%s", from, function ? function : "");
	gpointer known = g_hash_table_lookup(f->places, key);

	f->any |= from != to;
	m->any |= from != to;
	if (function && !g_hash_table_contains(f->functions, function))
		g_hash_table_add(f->functions, g_strdup(function));
	g_hash_table_insert(f->places, key, GUINT_TO_POINTER(to));
	return !known || GPOINTER_TO_UINT(known) == to;
}

gboolean lo_line_moves_any(const LoLineMoves *m)
{
	return m->any;
}

/* ---- which rows ---- */

typedef struct {
	gint64 row;
	guint32 from, to;
	char *name;		/* tells apart what is in one line; or NULL */
} Move;

static void move_clear(gpointer data)
{
	g_free(((Move *)data)->name);
}

static GArray *moves_new(void)
{
	GArray *a = g_array_new(FALSE, FALSE, sizeof(Move));

	g_array_set_clear_func(a, move_clear);
	return a;
}

/* FALSE: the function's lines have moved, this one nobody knows.  `function` "": a lock is set up there, in a body that has
 * not changed when its line is not known. */
static gboolean new_line(const Moved *m, const char *function, guint32 from, guint32 *to)
{
	g_autofree char *key = g_strdup_printf("%u\1%s", from, function);
	gpointer line = g_hash_table_lookup(m->places, key);

	*to = line ? GPOINTER_TO_UINT(line) : from;
	return line || !*function || !g_hash_table_contains(m->functions, function);
}

/* `sql` asks for id, line and maybe function. */
static gboolean find_rows(LoStore *s, const char *sql, const char *file, const Moved *m, GArray *out, gboolean *known, GError **error)
{
	sqlite3_stmt *q = lo_db_query(s->db, error, sql, "t", file);
	g_autoptr(GError) inner = NULL;

	if (!q)
		return FALSE;
	while (lo_db_step(s->db, q, &inner)) {
		Move move = { .row = sqlite3_column_int64(q, 0), .from = (guint32)sqlite3_column_int64(q, 1) };
		*known &= new_line(m, lo_db_text(q, 2), move.from, &move.to);
		g_array_append_val(out, move);
	}
	if (inner)
		g_propagate_error(error, g_steal_pointer(&inner));
	return !inner;
}

static int compare_moves(gconstpointer a, gconstpointer b)
{
	const Move *x = a, *y = b;

	return x->from != y->from ? (x->from < y->from ? -1 : 1) : g_strcmp0(x->name, y->name);
}

/* Is the order of the lines the same as before?  Two lines do not become one, nor one two. */
static gboolean keep_order(GArray *moves)
{
	g_array_sort(moves, compare_moves);
	for (guint i = 1; i < moves->len; i++) {
		const Move *x = &LO_AT(moves, Move, i - 1), *y = &LO_AT(moves, Move, i);
		if (x->from == y->from ? x->to != y->to : x->to >= y->to)
			return FALSE;
	}
	return TRUE;
}

/* ---- the order of bodies, in which they are numbered ---- */

static char *body_key(const char *name, const char *scope)
{
	return g_strconcat(name, "\1", scope, NULL);
}

static GHashTable *lines_of(const GPtrArray *list)
{
	GHashTable *lines = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

	for (guint i = 0; i < list->len; i++) {
		const LoFunc *f = g_ptr_array_index(list, i);
		g_hash_table_insert(lines, body_key(lo_func_str(f, f->name), lo_func_str(f, f->scope)), GUINT_TO_POINTER(f->line));
	}
	return lines;
}

/* By line before, then by name: is it so by the line now, too? */
static gboolean is_in_order(GArray *bodies)
{
	g_array_sort(bodies, compare_moves);
	for (guint i = 1; i < bodies->len; i++) {
		const Move *x = &LO_AT(bodies, Move, i - 1), *y = &LO_AT(bodies, Move, i);
		if (x->to > y->to || (x->to == y->to && strcmp(x->name, y->name) > 0))
			return FALSE;
	}
	return TRUE;
}

static gboolean keep_bodies(LoStore *s, const char *file, const GPtrArray *gone, const GPtrArray *came, gboolean variables,
			    gboolean *kept, GError **error)
{
	sqlite3_stmt *q = lo_db_query(s->db, error, "SELECT n.text, p.text, b.line FROM body AS b JOIN name AS n ON n.id = b.name "
				      "JOIN name AS p ON p.id = b.scope WHERE b.file = (SELECT id FROM name WHERE text = ?) AND b.is_global = ?",
				      "ti", file, (gint64)!!variables);
	g_autoptr(GHashTable) before = lines_of(gone), now = lines_of(came);
	g_autoptr(GArray) bodies = moves_new();
	g_autoptr(GError) inner = NULL;

	if (!q)
		return FALSE;
	while (lo_db_step(s->db, q, &inner)) {
		g_autofree char *name = g_strdup(lo_db_text(q, 0)), *key = body_key(name, lo_db_text(q, 1));
		gpointer line = g_hash_table_lookup(before, key);
		Move body = { 0, (guint32)sqlite3_column_int64(q, 2), (guint32)sqlite3_column_int64(q, 2), NULL };
		if (!line && g_hash_table_contains(now, key))	/* it was not there */
			continue;
		body.from = line ? GPOINTER_TO_UINT(line) : body.from;
		body.name = g_steal_pointer(&key);
		g_array_append_val(bodies, body);
	}
	*kept = *kept && is_in_order(bodies);
	if (inner)
		g_propagate_error(error, g_steal_pointer(&inner));
	return !inner;
}

/* ---- all of it ---- */

typedef struct {
	GArray *hops, *classes;		/* Move, of rows whose line is another */
	gboolean ok;
} Found;

static void add_moved(GArray *to, const GArray *from)
{
	for (guint i = 0; i < from->len; i++) {
		const Move *m = &LO_AT(from, Move, i);
		if (m->from != m->to)
			g_array_append_vals(to, m, 1);
	}
}

static gboolean look_at_file(LoStore *s, const LoFactChanges *c, const char *file, const Moved *m, Found *found, GError **error)
{
	g_autoptr(GArray) hops = moves_new(), classes = moves_new();

	if (!keep_bodies(s, file, c->gone_funcs, c->came_funcs, FALSE, &found->ok, error) ||
	    !keep_bodies(s, file, c->gone_globals, c->came_globals, TRUE, &found->ok, error))
		return FALSE;
	if (!found->ok)
		return TRUE;
	if (!find_rows(s, "SELECT h.id, h.line, n.text FROM hop AS h JOIN name AS n ON n.id = h.function "
		       "WHERE h.file = (SELECT id FROM name WHERE text = ?)", file, m, hops, &found->ok, error) ||
	    !find_rows(s, "SELECT id, line, '' FROM class WHERE file = (SELECT id FROM name WHERE text = ?)", file, m, classes,
		       &found->ok, error))
		return FALSE;
	found->ok = found->ok && keep_order(hops) && keep_order(classes);
	add_moved(found->hops, hops);
	add_moved(found->classes, classes);
	return TRUE;
}

static gboolean find_all(LoStore *s, const LoFactChanges *c, const LoLineMoves *m, Found *found, GError **error)
{
	GHashTableIter it;
	gpointer file, moved;

	g_hash_table_iter_init(&it, m->files);
	while (found->ok && g_hash_table_iter_next(&it, &file, &moved))
		if (((const Moved *)moved)->any && !look_at_file(s, c, file, moved, found, error))
			return FALSE;
	return TRUE;
}

static gboolean note_changed(LoStore *s, const GPtrArray *changed, GError **error)
{
	for (guint i = 0; i < changed->len; i++) {
		g_auto(GStrv) parts = g_strsplit(g_ptr_array_index(changed, i), "\1", 2);
		if (!lo_db_run(s->db, error, "INSERT OR IGNORE INTO since_state VALUES (?, ?)", "tt", parts[0], parts[1]))
			return FALSE;
	}
	return TRUE;
}

static gboolean write_all(LoStore *s, const Found *found, const GPtrArray *changed, GError **error)
{
	gint64 generation;

	for (guint i = 0; i < found->hops->len; i++) {
		const Move *m = &LO_AT(found->hops, Move, i);
		if (!lo_db_run(s->db, error, "UPDATE hop SET line = ? WHERE id = ?", "ii", (gint64)m->to, m->row))
			return FALSE;
	}
	for (guint i = 0; i < found->classes->len; i++) {
		const Move *m = &LO_AT(found->classes, Move, i);
		if (!lo_db_run(s->db, error, "UPDATE class SET line = ? WHERE id = ?", "ii", (gint64)m->to, m->row))
			return FALSE;
	}
	return note_changed(s, changed, error) && lo_store_generation(s, &generation, error) &&
	       lo_db_run(s->db, error, "UPDATE meta SET value = ? WHERE key = 'solved'", "i", generation + !!s->changed);
}

gboolean lo_store_renew_solution(LoStore *s, const LoFactChanges *c, const LoLineMoves *m, const GPtrArray *changed,
				 gboolean *renewed, GError **error)
{
	g_autoptr(GArray) hops = g_array_new(FALSE, FALSE, sizeof(Move)), classes = g_array_new(FALSE, FALSE, sizeof(Move));
	Found found = { hops, classes, TRUE };
	gboolean own;

	*renewed = FALSE;
	if (!find_all(s, c, m, &found, error))
		return FALSE;
	if (!found.ok)
		return TRUE;
	if (!lo_store_enter(s, &own, error))
		return FALSE;
	*renewed = lo_store_leave(s, own, write_all(s, &found, changed, error), error);
	return *renewed;
}
