/* Units' compile commands, and which units read a file. */
#include "facts/store_internal.h"
#include "common/error.h"

#include <string.h>

void lo_stored_command_free(LoStoredCommand *cmd)
{
	if (!cmd)
		return;
	g_free(cmd->directory);
	g_free(cmd->file);
	g_strfreev(cmd->args);
	g_strfreev(cmd->allowed);
	g_free(cmd);
}

static GByteArray *join(char *const *texts)
{
	GByteArray *out = g_byte_array_new();

	for (; texts && *texts; texts++)
		g_byte_array_append(out, (const guint8 *)*texts, (guint)strlen(*texts) + 1);
	return out;
}

static char **split(const char *data, gsize len)
{
	GPtrArray *out = g_ptr_array_new();

	while (len) {
		gsize n = strnlen(data, len);
		g_ptr_array_add(out, g_strndup(data, n));
		n = MIN(n + 1, len);
		data += n;
		len -= n;
	}
	g_ptr_array_add(out, NULL);
	return (char **)g_ptr_array_free(out, FALSE);
}

static gboolean has_table(LoStore *s)
{
	gint64 n;

	return lo_db_get_int(s->db, NULL, &n, 0, "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = 'command'") && n;
}

gboolean lo_store_put_command(LoStore *s, const char *source, const LoStoredCommand *cmd, GError **error)
{
	g_autoptr(GByteArray) args = join(cmd->args), allowed = join(cmd->allowed);

	/* a database of before commands were kept */
	return lo_store_need_writer(s, error) &&
	       lo_db_exec(s->db, "CREATE TABLE IF NOT EXISTS command (source TEXT PRIMARY KEY, directory TEXT NOT NULL, "
			  "file TEXT NOT NULL, args BLOB NOT NULL, allowed BLOB NOT NULL) WITHOUT ROWID", error) &&
	       lo_db_run(s->db, error, "INSERT OR REPLACE INTO command VALUES (?, ?, ?, ?, ?)", "tttbb", source, cmd->directory,
			 cmd->file, (gconstpointer)args->data, (gsize)args->len, (gconstpointer)allowed->data, (gsize)allowed->len);
}

static LoStoredCommand *read_command(sqlite3_stmt *q)
{
	LoStoredCommand *cmd = g_new0(LoStoredCommand, 1);

	cmd->directory = g_strdup(lo_db_text(q, 0));
	cmd->file = g_strdup(lo_db_text(q, 1));
	cmd->args = split(sqlite3_column_blob(q, 2), (gsize)sqlite3_column_bytes(q, 2));
	cmd->allowed = split(sqlite3_column_blob(q, 3), (gsize)sqlite3_column_bytes(q, 3));
	return cmd;
}

LoStoredCommand *lo_store_get_command(LoStore *s, const char *source, GError **error)
{
	LoStoredCommand *cmd = NULL;
	sqlite3_stmt *q = has_table(s) ? lo_db_query(s->db, error, "SELECT directory, file, args, allowed FROM command "
						     "WHERE source = ?", "t", source) : NULL;

	if (q && lo_db_step(s->db, q, NULL))
		cmd = read_command(q);
	if (q)
		sqlite3_reset(q);
	if (!cmd && (!error || !*error))
		g_set_error(error, LO_ERROR, LO_ERROR_DB, "%s: how it is compiled is not stored: run 'lockorder scan'", source);
	return cmd;
}

gboolean lo_store_drop_dead_commands(LoStore *s, GError **error)
{
	return !has_table(s) || lo_db_exec(s->db, "DELETE FROM command WHERE source NOT IN (SELECT source FROM unit)", error);
}

gboolean lo_store_has_unit(LoStore *s, const char *source)
{
	sqlite3_stmt *q = lo_db_query(s->db, NULL, "SELECT 1 FROM unit WHERE source = ?", "t", source);
	gboolean found = q && lo_db_step(s->db, q, NULL);

	if (q)
		sqlite3_reset(q);
	return found;
}

/* Every version of the file that some unit has read. */
static GArray *versions_of(LoStore *s, const char *path, GError **error)
{
	sqlite3_stmt *q = lo_db_query(s->db, error, "SELECT f.id FROM file AS f JOIN name AS n ON n.id = f.path WHERE n.text = ?",
				      "t", path);
	GArray *ids = q ? g_array_new(FALSE, FALSE, sizeof(guint32)) : NULL;
	guint32 id;

	while (q && lo_db_step(s->db, q, NULL))
		if (lo_db_u32(q, 0, &id))
			g_array_append_val(ids, id);
	return ids;
}

static gboolean has_any(const GArray *ids, const GArray *wanted)
{
	for (guint i = 0; i < ids->len; i++)
		for (guint k = 0; k < wanted->len; k++)
			if (LO_AT(ids, guint32, i) == LO_AT(wanted, guint32, k))
				return TRUE;
	return FALSE;
}

GPtrArray *lo_store_units_reading(LoStore *s, const char *path, GError **error)
{
	g_autoptr(GArray) wanted = versions_of(s, path, error), ids = g_array_new(FALSE, FALSE, sizeof(guint32));
	sqlite3_stmt *q = wanted ? lo_db_query(s->db, error, "SELECT source, files FROM unit ORDER BY source", "") : NULL;
	g_autoptr(GPtrArray) out = g_ptr_array_new_with_free_func(g_free);
	gboolean sound = TRUE;

	if (!q)
		return NULL;
	while (sound && lo_db_step(s->db, q, NULL)) {
		g_array_set_size(ids, 0);
		sound = lo_ids_unpack(sqlite3_column_blob(q, 1), (gsize)sqlite3_column_bytes(q, 1), ids);
		if (sound && has_any(ids, wanted))
			g_ptr_array_add(out, g_strdup(lo_db_text(q, 0)));
	}
	sqlite3_reset(q);
	if (sound)
		return g_steal_pointer(&out);
	lo_db_damaged(s->db, "a unit's list of files", error);
	return NULL;
}

GPtrArray *lo_store_sources(LoStore *s, GError **error)
{
	sqlite3_stmt *q = lo_db_query(s->db, error, "SELECT source FROM unit ORDER BY source", "");
	g_autoptr(GPtrArray) out = g_ptr_array_new_with_free_func(g_free);

	if (!q)
		return NULL;
	while (lo_db_step(s->db, q, NULL))
		g_ptr_array_add(out, g_strdup(lo_db_text(q, 0)));
	sqlite3_reset(q);
	return g_steal_pointer(&out);
}
