#include "facts/store_internal.h"
#include "common/error.h"

#include <string.h>

/* Ordered by text: the ids of names and bodies depend on which unit came first. */
#define ORDERED_BODIES(is_global) \
	"SELECT b.id FROM body AS b JOIN name AS f ON f.id = b.file JOIN name AS n ON n.id = b.name " \
	"WHERE b.is_global = " is_global " ORDER BY f.text, b.line, n.text, b.hash"

static GArray *collect_ids(LoStore *s, sqlite3_stmt *q, GError **error)
{
	g_autoptr(GArray) ids = g_array_new(FALSE, FALSE, sizeof(guint32));
	g_autoptr(GError) inner = NULL;
	guint32 id;

	while (lo_db_step(s->db, q, &inner))
		if (lo_db_u32(q, 0, &id))
			g_array_append_val(ids, id);
	if (!inner)
		return g_steal_pointer(&ids);
	g_propagate_error(error, g_steal_pointer(&inner));
	return NULL;
}

static GArray *ordered_ids(LoStore *s, const char *sql, GError **error)
{
	sqlite3_stmt *q = lo_db_query(s->db, error, sql, "");

	return q ? collect_ids(s, q, error) : NULL;
}

static LoFunc *decode_body(LoStore *s, sqlite3_stmt *q, GError **error)
{
	g_autoptr(GError) inner = NULL;
	LoFunc *f = lo_func_decode(sqlite3_column_blob(q, 0), (gsize)sqlite3_column_bytes(q, 0), &inner);

	if (!f)
		lo_db_damaged(s->db, inner->message, error);
	return f;
}

static LoFunc *read_body(LoStore *s, guint32 id, GError **error)
{
	sqlite3_stmt *q = lo_db_query(s->db, error, "SELECT code FROM body WHERE id = ?", "i", (gint64)id);
	g_autoptr(GError) inner = NULL;
	LoFunc *f = NULL;

	if (!q)
		return NULL;
	if (lo_db_step(s->db, q, &inner))
		f = decode_body(s, q, error);
	else if (inner)
		g_propagate_error(error, g_steal_pointer(&inner));
	else
		lo_db_damaged(s->db, "a body is missing", error);
	sqlite3_reset(q);
	return f;
}

static gboolean visit_body(LoStore *s, guint32 id, LoFuncVisitor visit, gpointer data, GError **error)
{
	LoStoredFunc lent = { .id = id, .func = read_body(s, id, error) };

	if (!lent.func)
		return FALSE;
	gboolean ok = visit(&lent, data, error);
	lo_func_free(lent.func);
	return ok;
}

static gboolean visit_live(LoStore *s, const char *sql, LoFuncVisitor visit, gpointer data, GError **error)
{
	g_autoptr(GArray) ids = ordered_ids(s, sql, error);
	LoLive live = { 0 };
	gboolean ok = ids && lo_store_live(s, &live, error);

	for (guint i = 0; ok && i < ids->len; i++) {
		guint32 id = LO_AT(ids, guint32, i);
		if (lo_live_has(&live, id))
			ok = visit_body(s, id, visit, data, error);
	}
	g_free(live.bits);
	return ok;
}

/* In one transaction: SQLite locks the file for each query otherwise. */
static gboolean each_body(LoStore *s, const char *sql, LoFuncVisitor visit, gpointer data, GError **error)
{
	if (!lo_db_exec(s->db, "SAVEPOINT reading", error))
		return FALSE;
	gboolean ok = visit_live(s, sql, visit, data, error);
	sqlite3_exec(s->db->handle, "RELEASE reading", NULL, NULL, NULL);
	return ok;
}

static gboolean visit_ids(LoStore *s, const GArray *ids, LoFuncVisitor visit, gpointer data, GError **error)
{
	for (guint i = 0; i < ids->len; i++)
		if (!visit_body(s, LO_AT(ids, guint32, i), visit, data, error))
			return FALSE;
	return TRUE;
}

gboolean lo_store_find_func(LoStore *s, const char *name, const char *scope, LoFuncVisitor visit, gpointer data, GError **error)
{
	sqlite3_stmt *q = lo_db_query(s->db, error, "SELECT b.id FROM body AS b JOIN name AS f ON f.id = b.file "
				      "JOIN name AS p ON p.id = b.scope WHERE b.is_global = 0 AND "
				      "b.name = (SELECT id FROM name WHERE text = ?) AND p.text = ? "
				      "ORDER BY f.text, b.line, b.hash", "tt", name, scope);
	g_autoptr(GArray) ids = q ? collect_ids(s, q, error) : NULL;

	return ids && visit_ids(s, ids, visit, data, error);
}

/* Of a unit's bodies those that are variables, or those that are not. */
static gboolean keep_kind(LoStore *s, GArray *ids, gboolean variables, GError **error)
{
	guint n = 0;

	for (guint i = 0; i < ids->len; i++) {
		guint32 id = LO_AT(ids, guint32, i);
		sqlite3_stmt *q = lo_db_query(s->db, error, "SELECT is_global FROM body WHERE id = ?", "i", (gint64)id);
		if (!q)
			return FALSE;
		if (lo_db_step(s->db, q, NULL) && sqlite3_column_int(q, 0) == !!variables)
			LO_AT(ids, guint32, n++) = id;
		sqlite3_reset(q);
	}
	g_array_set_size(ids, n);
	return TRUE;
}

/* Appends the ids of a unit's bodies. */
static gboolean add_unit_ids(LoStore *s, const char *source, GArray *ids, GError **error)
{
	sqlite3_stmt *q = lo_db_query(s->db, error, "SELECT bodies FROM unit WHERE source = ?", "t", source);
	gboolean sound = TRUE;

	if (!q)
		return FALSE;
	if (lo_db_step(s->db, q, NULL))
		sound = lo_ids_unpack(sqlite3_column_blob(q, 0), (gsize)sqlite3_column_bytes(q, 0), ids);
	sqlite3_reset(q);
	return sound ? TRUE : lo_db_damaged(s->db, "a unit's list of bodies", error);
}

gboolean lo_store_unit_bodies(LoStore *s, const char *source, gboolean variables, LoFuncVisitor visit, gpointer data,
			      GError **error)
{
	g_autoptr(GArray) ids = g_array_new(FALSE, FALSE, sizeof(guint32));

	return add_unit_ids(s, source, ids, error) && keep_kind(s, ids, variables, error) &&
	       visit_ids(s, ids, visit, data, error);
}

/* ---- the bodies of some units, in the order of all ---- */

typedef struct {
	guint32 id;
	char *key;		/* file, line, name, hash */
} Place;

static void place_clear(gpointer data)
{
	g_free(((Place *)data)->key);
}

static gint by_key(gconstpointer a, gconstpointer b)
{
	return strcmp(((const Place *)a)->key, ((const Place *)b)->key);
}

static gboolean add_place(LoStore *s, GArray *places, guint32 id, GError **error)
{
	sqlite3_stmt *q = lo_db_query(s->db, error, "SELECT f.text, b.line, n.text, hex(b.hash) FROM body AS b "
				      "JOIN name AS f ON f.id = b.file JOIN name AS n ON n.id = b.name WHERE b.id = ?", "i", (gint64)id);

	if (!q)
		return FALSE;
	if (lo_db_step(s->db, q, NULL)) {
		Place p = { id, g_strdup_printf("%s\1%010" G_GINT64_FORMAT "\1%s\1%s", lo_db_text(q, 0), (gint64)sqlite3_column_int64(q, 1),
						lo_db_text(q, 2), lo_db_text(q, 3)) };
		g_array_append_val(places, p);
	}
	sqlite3_reset(q);
	return TRUE;
}

static gboolean order_ids(LoStore *s, GArray *ids, GError **error)
{
	g_autoptr(GArray) places = g_array_new(FALSE, FALSE, sizeof(Place));

	g_array_set_clear_func(places, place_clear);
	for (guint i = 0; i < ids->len; i++)
		if (!add_place(s, places, LO_AT(ids, guint32, i), error))
			return FALSE;
	g_array_sort(places, by_key);
	g_array_set_size(ids, 0);
	for (guint i = 0; i < places->len; i++)
		g_array_append_val(ids, LO_AT(places, Place, i).id);
	return TRUE;
}

gboolean lo_store_bodies_of(LoStore *s, const GPtrArray *sources, gboolean variables, LoFuncVisitor visit, gpointer data,
			    GError **error)
{
	g_autoptr(GArray) ids = g_array_new(FALSE, FALSE, sizeof(guint32));

	for (guint i = 0; i < sources->len; i++)
		if (!add_unit_ids(s, g_ptr_array_index(sources, i), ids, error))
			return FALSE;
	lo_ids_sort(ids);
	return keep_kind(s, ids, variables, error) && order_ids(s, ids, error) && visit_ids(s, ids, visit, data, error);
}

gboolean lo_store_each_func(LoStore *s, LoFuncVisitor visit, gpointer data, GError **error)
{
	return each_body(s, ORDERED_BODIES("0"), visit, data, error);
}

gboolean lo_store_each_global(LoStore *s, LoFuncVisitor visit, gpointer data, GError **error)
{
	return each_body(s, ORDERED_BODIES("1"), visit, data, error);
}

/* ---- figures ---- */

static void add_unit(LoFactStats *st, sqlite3_stmt *q)
{
	gint64 status = sqlite3_column_int64(q, 1);

	st->units++;
	if (status == LO_UNIT_PARTIAL)
		st->partial++;
	if (status != LO_UNIT_FAILED)
		return;
	st->failed++;
	g_ptr_array_add(st->failures, g_strdup_printf("%s: %s", lo_db_text(q, 0), lo_db_text(q, 2)));
}

static void add_body(LoFactStats *st, const LoLive *live, sqlite3_stmt *q)
{
	guint32 id;

	if (!lo_db_u32(q, 0, &id) || !lo_live_has(live, id))
		return;
	if (sqlite3_column_int64(q, 1)) {
		st->globals++;
		return;
	}
	st->functions++;
	st->call_sites += (guint64)sqlite3_column_int64(q, 2);
	st->indirect_calls += (guint64)sqlite3_column_int64(q, 3);
}

static gboolean count_units(LoStore *s, LoFactStats *out, GError **error)
{
	g_autoptr(GError) inner = NULL;
	sqlite3_stmt *q = lo_db_query(s->db, error, "SELECT source, status, reason FROM unit ORDER BY source", "");

	if (!q)
		return FALSE;
	while (lo_db_step(s->db, q, &inner))
		add_unit(out, q);
	if (!inner)
		return TRUE;
	g_propagate_error(error, g_steal_pointer(&inner));
	return FALSE;
}

static gboolean count_live(LoStore *s, const LoLive *live, LoFactStats *out, GError **error)
{
	g_autoptr(GError) inner = NULL;
	sqlite3_stmt *q = lo_db_query(s->db, error, "SELECT id, is_global, calls, indirect_calls FROM body", "");

	if (!q)
		return FALSE;
	while (lo_db_step(s->db, q, &inner))
		add_body(out, live, q);
	if (!inner)
		return TRUE;
	g_propagate_error(error, g_steal_pointer(&inner));
	return FALSE;
}

static gboolean count_bodies(LoStore *s, LoFactStats *out, GError **error)
{
	LoLive live = { 0 };
	gboolean ok = lo_store_live(s, &live, error) && count_live(s, &live, out, error);

	g_free(live.bits);
	return ok;
}

gboolean lo_store_stats(LoStore *s, LoFactStats *out, GError **error)
{
	g_autoptr(GError) inner = NULL;

	memset(out, 0, sizeof(*out));
	out->failures = g_ptr_array_new_with_free_func(g_free);
	if (count_units(s, out, &inner) && count_bodies(s, out, &inner))
		return TRUE;
	g_propagate_error(error, g_steal_pointer(&inner));
	lo_fact_stats_clear(out);
	return FALSE;
}

void lo_fact_stats_clear(LoFactStats *st)
{
	g_clear_pointer(&st->failures, g_ptr_array_unref);
}
