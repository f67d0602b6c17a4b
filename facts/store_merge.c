/*
 * One store's facts put into another: rows are copied, names and ids exchanged.
 * What both hold is stored once; a unit that both hold is the newcomer's.
 */
#include "facts/store_internal.h"

#include <string.h>

typedef struct {
	LoStore *to, *from;
	GHashTable *names, *bodies, *files;	/* id there -> id here */
} Merge;

/* Runs `take` on every row. */
static gboolean each_row(LoStore *s, const char *sql, gboolean (*take)(Merge *m, sqlite3_stmt *row, GError **error),
			 Merge *m, GError **error)
{
	sqlite3_stmt *q = lo_db_query(s->db, error, sql, "");
	g_autoptr(GError) inner = NULL;
	gboolean ok = q != NULL;

	while (ok && lo_db_step(s->db, q, &inner))
		ok = take(m, q, error);
	if (q)
		sqlite3_reset(q);
	if (!inner)
		return ok;
	g_propagate_error(error, g_steal_pointer(&inner));
	return FALSE;
}

static gpointer key(gint64 id)
{
	return GSIZE_TO_POINTER((gsize)id);
}

static gboolean take_name(Merge *m, sqlite3_stmt *row, GError **error)
{
	gint64 id;

	if (!lo_store_name(m->to, lo_db_text(row, 1), &id, error))
		return FALSE;
	g_hash_table_insert(m->names, key(sqlite3_column_int64(row, 0)), key(id));
	return TRUE;
}

static gboolean translate(Merge *m, GHashTable *ids, gint64 there, gint64 *here, GError **error)
{
	gpointer known = g_hash_table_lookup(ids, key(there));

	*here = 0;
	if (!known)
		return lo_db_damaged(m->from->db, "a row names another that is missing", error);
	*here = (gint64)GPOINTER_TO_SIZE(known);
	return TRUE;
}

static gboolean take_body(Merge *m, sqlite3_stmt *row, GError **error)
{
	gint64 there = sqlite3_column_int64(row, 0), name, scope, file, here;
	LoHash hash;

	if (sqlite3_column_bytes(row, 10) != LO_HASH_SIZE)
		return lo_db_damaged(m->from->db, "the hash of a body", error);
	memcpy(&hash, sqlite3_column_blob(row, 10), sizeof(hash));
	gpointer known = g_hash_table_lookup(m->to->bodies, &hash);
	if (known) {
		g_hash_table_insert(m->bodies, key(there), known);
		return TRUE;
	}
	if (!translate(m, m->names, sqlite3_column_int64(row, 2), &name, error) ||
	    !translate(m, m->names, sqlite3_column_int64(row, 3), &scope, error) ||
	    !translate(m, m->names, sqlite3_column_int64(row, 4), &file, error) ||
	    !lo_db_run(m->to->db, error, "INSERT INTO body (is_global, name, scope, file, line, end_line, flags, calls, "
		       "indirect_calls, hash, code) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", "iiiiiiiiibb",
		       sqlite3_column_int64(row, 1), name, scope, file, sqlite3_column_int64(row, 5),
		       sqlite3_column_int64(row, 6), sqlite3_column_int64(row, 7), sqlite3_column_int64(row, 8),
		       sqlite3_column_int64(row, 9), hash.bytes, (gsize)LO_HASH_SIZE,
		       sqlite3_column_blob(row, 11), (gsize)sqlite3_column_bytes(row, 11)))
		return FALSE;
	here = lo_db_last_id(m->to->db);
	g_hash_table_insert(m->to->bodies, g_memdup2(&hash, sizeof(hash)), key(here));
	g_hash_table_insert(m->bodies, key(there), key(here));
	return TRUE;
}

/* A body's call sites are the same wherever the body is. */
static gboolean take_call_site(Merge *m, sqlite3_stmt *row, GError **error)
{
	gint64 body, callee = 0, slot = 0;

	return translate(m, m->bodies, sqlite3_column_int64(row, 0), &body, error) &&
	       (!sqlite3_column_int64(row, 3) || translate(m, m->names, sqlite3_column_int64(row, 3), &callee, error)) &&
	       (!sqlite3_column_int64(row, 4) || translate(m, m->names, sqlite3_column_int64(row, 4), &slot, error)) &&
	       lo_db_run(m->to->db, error, "INSERT OR IGNORE INTO call_site VALUES (?, ?, ?, ?, ?)", "iiioo", body,
			 sqlite3_column_int64(row, 1), sqlite3_column_int64(row, 2), callee, slot);
}

static gboolean take_file(Merge *m, sqlite3_stmt *row, GError **error)
{
	const char *hash = lo_db_text(row, 2);
	gint64 path;

	if (!translate(m, m->names, sqlite3_column_int64(row, 1), &path, error) ||
	    !lo_db_run(m->to->db, error, "INSERT OR IGNORE INTO file (path, hash, size, mtime) VALUES (?, ?, ?, ?)", "itii",
		       path, hash, sqlite3_column_int64(row, 3), sqlite3_column_int64(row, 4)))
		return FALSE;
	sqlite3_stmt *q = lo_db_query(m->to->db, error, "SELECT id FROM file WHERE path = ? AND hash = ?", "it", path, hash);
	if (!q || !lo_db_step(m->to->db, q, error))
		return FALSE;
	g_hash_table_insert(m->files, key(sqlite3_column_int64(row, 0)), key(sqlite3_column_int64(q, 0)));
	sqlite3_reset(q);
	return TRUE;
}

/* The ids that a blob lists, as they are here; NULL with an error. */
static GByteArray *translate_ids(Merge *m, GHashTable *ids, sqlite3_stmt *row, int column, GError **error)
{
	g_autoptr(GArray) list = g_array_new(FALSE, FALSE, sizeof(guint32));
	gint64 here;

	if (!lo_ids_unpack(sqlite3_column_blob(row, column), (gsize)sqlite3_column_bytes(row, column), list)) {
		lo_db_damaged(m->from->db, "a unit's list of bodies or files", error);
		return NULL;
	}
	for (guint i = 0; i < list->len; i++) {
		if (!translate(m, ids, LO_AT(list, guint32, i), &here, error))
			return NULL;
		LO_AT(list, guint32, i) = (guint32)here;
	}
	lo_ids_sort(list);
	return lo_ids_pack(list);
}

static gboolean take_command(Merge *m, const char *source, GError **error)
{
	g_autoptr(LoStoredCommand) cmd = lo_store_get_command(m->from, source, NULL);

	return !cmd || lo_store_put_command(m->to, source, cmd, error);
}

static gboolean take_unit(Merge *m, sqlite3_stmt *row, GError **error)
{
	g_autoptr(GByteArray) bodies = translate_ids(m, m->bodies, row, 9, error);
	g_autoptr(GByteArray) files = bodies ? translate_ids(m, m->files, row, 10, error) : NULL;

	m->to->changed = TRUE;
	return files && take_command(m, lo_db_text(row, 0), error) && lo_db_run(m->to->db, error,
		"INSERT OR REPLACE INTO unit (source, directory, command_hash, status, reason, notes, usec, n_bodies, n_files, "
		"bodies, files) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", "tttittiiibb",
		lo_db_text(row, 0), lo_db_text(row, 1), lo_db_text(row, 2), sqlite3_column_int64(row, 3), lo_db_text(row, 4),
		lo_db_text(row, 5), sqlite3_column_int64(row, 6), sqlite3_column_int64(row, 7), sqlite3_column_int64(row, 8),
		(gconstpointer)bodies->data, (gsize)bodies->len, (gconstpointer)files->data, (gsize)files->len);
}

static gboolean merge(Merge *m, GError **error)
{
	return each_row(m->from, "SELECT id, text FROM name ORDER BY id", take_name, m, error) &&
	       each_row(m->from, "SELECT id, is_global, name, scope, file, line, end_line, flags, calls, indirect_calls, hash, "
			"code FROM body ORDER BY id", take_body, m, error) &&
	       each_row(m->from, "SELECT body, seq, line, callee, slot FROM call_site ORDER BY body, seq", take_call_site, m,
			error) &&
	       each_row(m->from, "SELECT id, path, hash, size, mtime FROM file ORDER BY id", take_file, m, error) &&
	       each_row(m->from, "SELECT source, directory, command_hash, status, reason, notes, usec, n_bodies, n_files, "
			"bodies, files FROM unit ORDER BY source", take_unit, m, error);
}

gboolean lo_store_merge(LoStore *to, LoStore *from, GError **error)
{
	g_autoptr(GHashTable) names = g_hash_table_new(NULL, NULL);
	g_autoptr(GHashTable) bodies = g_hash_table_new(NULL, NULL);
	g_autoptr(GHashTable) files = g_hash_table_new(NULL, NULL);
	Merge m = { to, from, names, bodies, files };
	gboolean own;

	if (!to->root && from->root && !lo_store_set_root(to, from->root, error))
		return FALSE;
	if (!lo_store_enter(to, &own, error))
		return FALSE;
	return lo_store_leave(to, own, lo_store_load_bodies(to, error) && merge(&m, error), error);
}
