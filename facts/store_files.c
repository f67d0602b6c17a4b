/*
 * Which version of which file a unit was read from.  A version is a path and
 * the hash of its contents: two units may have seen one header before and after
 * it changed, and only one of them is then fresh.
 */
#include "facts/store_internal.h"
#include "common/error.h"
#include "common/path.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

/* Instead of a hash: the unit looked for the file and did not find it. */
#define ABSENT "absent"

typedef struct {
	gint64 size, mtime;	/* mtime in ns */
} Stamp;

static gboolean is_absent(const char *path)
{
	struct stat st;

	return stat(path, &st) != 0 && (errno == ENOENT || errno == ENOTDIR);
}

static gboolean get_stamp(const char *path, Stamp *out)
{
	struct stat st;

	if (stat(path, &st) != 0 || !S_ISREG(st.st_mode))
		return FALSE;
	out->size = (gint64)st.st_size;
	out->mtime = (gint64)st.st_mtim.tv_sec * 1000000000 + st.st_mtim.tv_nsec;
	return TRUE;
}

static char *absolute_path(LoStore *s, const char *path, const char *directory)
{
	const char *base = s->root ? s->root : directory && *directory ? directory : NULL;

	return lo_path_absolute(path, base);
}

/* Written after the worker began to read: what was read may be the old contents. */
static gboolean changed_since(const Stamp *stamp, gint64 since)
{
	return stamp->mtime / 1000 > since;
}

static char *hash_of(const char *path, gint64 since, Stamp *stamp)
{
	LoHash hash;

	*stamp = (Stamp){ 0, 0 };
	if (is_absent(path))
		return g_strdup(ABSENT);
	if (!get_stamp(path, stamp) || changed_since(stamp, since) || !lo_hash_file(path, &hash, NULL))
		return g_strdup("");
	return lo_hash_to_hex(&hash);
}

static gboolean put_file(LoStore *s, const char *path, const char *absolute, gint64 since, guint32 *id, GError **error)
{
	Stamp stamp;
	g_autofree char *hash = hash_of(absolute, since, &stamp);
	gint64 name, row;

	if (!lo_store_name(s, path, &name, error) ||
	    !lo_db_run(s->db, error, "INSERT INTO file (path, hash, size, mtime) VALUES (?, ?, ?, ?) ON CONFLICT (path, hash) "
		       "DO UPDATE SET size = excluded.size, mtime = excluded.mtime", "itii", name, hash, stamp.size, stamp.mtime))
		return FALSE;
	sqlite3_stmt *q = lo_db_query(s->db, error, "SELECT id FROM file WHERE path = ? AND hash = ?", "it", name, hash);
	if (!q || !lo_db_step(s->db, q, error))
		return FALSE;
	row = sqlite3_column_int64(q, 0);
	sqlite3_reset(q);
	*id = (guint32)row;
	return TRUE;
}

gboolean lo_store_put_files(LoStore *s, const LoUnitInfo *info, const GPtrArray *deps, GArray *ids, GError **error)
{
	gint64 since = info->since ? info->since : g_get_real_time() - info->usec;

	for (guint i = 0; i < deps->len; i++) {
		const char *path = g_ptr_array_index(deps, i);
		g_autofree char *absolute = absolute_path(s, path, info->directory);
		gpointer known = g_hash_table_lookup(s->seen_files, absolute);
		guint32 id = GPOINTER_TO_UINT(known);

		if (!known && !put_file(s, path, absolute, since, &id, error))
			return FALSE;
		if (!known)
			g_hash_table_insert(s->seen_files, g_steal_pointer(&absolute), GUINT_TO_POINTER(id));
		g_array_append_val(ids, id);
	}
	return TRUE;
}

/* ---- freshness ---- */

static gboolean same_contents(const char *path, const char *hash)
{
	LoHash now;

	if (!*hash || !lo_hash_file(path, &now, NULL))
		return FALSE;
	g_autofree char *hex = lo_hash_to_hex(&now);
	return strcmp(hex, hash) == 0;
}

/* Contents compared once need not be again: the new stamp stands for them. */
static void note_stamp(LoStore *s, guint32 id, const Stamp *stamp)
{
	if (s->db->writable)
		lo_db_run(s->db, NULL, "UPDATE file SET size = ?, mtime = ? WHERE id = ?", "iii",
			  stamp->size, stamp->mtime, (gint64)id);
}

static gboolean check_file(LoStore *s, guint32 id, const char *directory)
{
	sqlite3_stmt *q = lo_db_query(s->db, NULL, "SELECT n.text, f.hash, f.size, f.mtime FROM file AS f "
				      "JOIN name AS n ON n.id = f.path WHERE f.id = ?", "i", (gint64)id);
	gboolean fresh = FALSE, touched = FALSE;
	Stamp now;

	if (!q || !lo_db_step(s->db, q, NULL))
		return FALSE;
	g_autofree char *path = absolute_path(s, lo_db_text(q, 0), directory);
	const char *hash = lo_db_text(q, 1);
	if (!strcmp(hash, ABSENT)) {
		fresh = is_absent(path);
	} else if (*hash && get_stamp(path, &now) && now.size == sqlite3_column_int64(q, 2)) {
		touched = now.mtime != sqlite3_column_int64(q, 3);
		fresh = !touched || same_contents(path, hash);
	}
	sqlite3_reset(q);
	if (fresh && touched)
		note_stamp(s, id, &now);
	return fresh;
}

/* Relative paths without a root depend on the unit's directory: those answers are not shared. */
static gboolean is_file_fresh(LoStore *s, guint32 id, const char *directory)
{
	gpointer known = s->root ? g_hash_table_lookup(s->fresh_files, GUINT_TO_POINTER(id)) : NULL;

	if (known)
		return GPOINTER_TO_UINT(known) == 1;
	gboolean fresh = check_file(s, id, directory);
	if (s->root)
		g_hash_table_insert(s->fresh_files, GUINT_TO_POINTER(id), GUINT_TO_POINTER(fresh ? 1 : 2));
	return fresh;
}

static gboolean are_files_fresh(LoStore *s, const GArray *ids, const char *directory)
{
	for (guint i = 0; i < ids->len; i++)
		if (!is_file_fresh(s, LO_AT(ids, guint32, i), directory))
			return FALSE;
	return ids->len > 0;
}

gboolean lo_store_unit_fresh(LoStore *s, const char *source, const char *command_hash)
{
	sqlite3_stmt *q = lo_db_query(s->db, NULL, "SELECT command_hash, status, directory, files FROM unit WHERE source = ?",
				      "t", source);
	g_autoptr(GArray) ids = g_array_new(FALSE, FALSE, sizeof(guint32));

	if (!q || !lo_db_step(s->db, q, NULL))
		return FALSE;
	/* A failure may have been the machine's (memory, time): try again. */
	gboolean same = strcmp(lo_db_text(q, 0), command_hash) == 0 && sqlite3_column_int64(q, 1) != LO_UNIT_FAILED &&
			lo_ids_unpack(sqlite3_column_blob(q, 3), (gsize)sqlite3_column_bytes(q, 3), ids);
	g_autofree char *directory = g_strdup(lo_db_text(q, 2));
	sqlite3_reset(q);
	return same && are_files_fresh(s, ids, directory);
}
