#include "facts/db.h"
#include "facts/db_lock.h"
#include "facts/db_pages.h"
#include "facts/schema.h"
#include "common/error.h"
#include "common/escape.h"

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define CACHE_PRAGMAS "PRAGMA cache_size = -65536; PRAGMA temp_store = MEMORY;"

gboolean lo_db_damaged(LoDb *db, const char *what, GError **error)
{
	g_set_error(error, LO_ERROR, LO_ERROR_DB, "database '%s' is damaged (%s): delete it and run 'lockorder scan' again",
		    db->shown, what);
	return FALSE;
}

static gboolean fail_io(LoDb *db, const char *what, GError **error)
{
	g_set_error(error, LO_ERROR, LO_ERROR_IO, "%s '%s': %s", what, db->shown, sqlite3_errmsg(db->handle));
	return FALSE;
}

static gboolean fail_foreign(LoDb *db, GError **error)
{
	g_set_error(error, LO_ERROR, LO_ERROR_DB, "'%s' is not a lockorder database: give the one of a scan", db->shown);
	return FALSE;
}

gboolean lo_db_fail(LoDb *db, int rc, GError **error)
{
	if (rc == SQLITE_IOERR_DATA)
		return lo_db_damaged(db, "a page is not what was written", error);
	switch (rc & 0xff) {
	case SQLITE_NOTADB:
		return fail_foreign(db, error);
	case SQLITE_CORRUPT:
	case SQLITE_ERROR:	/* a table or column of the schema is missing */
	case SQLITE_MISMATCH:
		return lo_db_damaged(db, sqlite3_errmsg(db->handle), error);
	case SQLITE_FULL:
		g_set_error(error, LO_ERROR, LO_ERROR_IO, "no space left for database '%s': free some and run again; "
			    "what is stored stays valid", db->shown);
		return FALSE;
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		g_set_error(error, LO_ERROR, LO_ERROR_DB, "database '%s' is in use by another program: run again when it is done",
			    db->shown);
		return FALSE;
	case SQLITE_READONLY:
	case SQLITE_PERM:
		return fail_io(db, "cannot write database", error);
	case SQLITE_CANTOPEN:
		return fail_io(db, "cannot open database", error);
	default:
		return fail_io(db, "error in database", error);
	}
}

gboolean lo_db_exec(LoDb *db, const char *sql, GError **error)
{
	int rc = sqlite3_exec(db->handle, sql, NULL, NULL, NULL);

	return rc == SQLITE_OK || lo_db_fail(db, rc, error);
}

static sqlite3_stmt *prepared(LoDb *db, const char *sql, GError **error)
{
	sqlite3_stmt *stmt = g_hash_table_lookup(db->stmts, sql);

	if (stmt) {
		sqlite3_reset(stmt);
		return stmt;
	}
	int rc = sqlite3_prepare_v3(db->handle, sql, -1, SQLITE_PREPARE_PERSISTENT, &stmt, NULL);
	if (rc != SQLITE_OK) {
		lo_db_fail(db, rc, error);
		return NULL;
	}
	g_hash_table_insert(db->stmts, (char *)sql, stmt);
	return stmt;
}

static void bind_all(sqlite3_stmt *stmt, const char *types, va_list args)
{
	for (int i = 1; *types; types++, i++) {
		gint64 number;
		gconstpointer data;

		switch (*types) {
		case 'i':
			sqlite3_bind_int64(stmt, i, va_arg(args, gint64));
			break;
		case 'o':
			number = va_arg(args, gint64);
			if (number)
				sqlite3_bind_int64(stmt, i, number);
			else
				sqlite3_bind_null(stmt, i);
			break;
		case 't':
			sqlite3_bind_text(stmt, i, va_arg(args, const char *), -1, SQLITE_STATIC);
			break;
		case 'b':
			data = va_arg(args, gconstpointer);
			sqlite3_bind_blob64(stmt, i, data ? data : "", va_arg(args, gsize), SQLITE_STATIC);
			break;
		default:
			g_assert_not_reached();
		}
	}
}

sqlite3_stmt *lo_db_query(LoDb *db, GError **error, const char *sql, const char *types, ...)
{
	sqlite3_stmt *stmt = prepared(db, sql, error);
	va_list args;

	if (!stmt)
		return NULL;
	va_start(args, types);
	bind_all(stmt, types, args);
	va_end(args);
	return stmt;
}

gboolean lo_db_run(LoDb *db, GError **error, const char *sql, const char *types, ...)
{
	sqlite3_stmt *stmt = prepared(db, sql, error);
	va_list args;

	if (!stmt)
		return FALSE;
	va_start(args, types);
	bind_all(stmt, types, args);
	va_end(args);
	int rc = sqlite3_step(stmt);
	sqlite3_reset(stmt);
	return rc == SQLITE_DONE || rc == SQLITE_ROW || lo_db_fail(db, rc, error);
}

gboolean lo_db_step(LoDb *db, sqlite3_stmt *stmt, GError **error)
{
	int rc = sqlite3_step(stmt);

	if (rc == SQLITE_ROW)
		return TRUE;
	sqlite3_reset(stmt);
	if (rc != SQLITE_DONE)
		lo_db_fail(db, rc, error);
	return FALSE;
}

gboolean lo_db_get_int(LoDb *db, GError **error, gint64 *out, gint64 fallback, const char *sql)
{
	sqlite3_stmt *stmt = lo_db_query(db, error, sql, "");
	g_autoptr(GError) inner = NULL;

	if (!stmt)
		return FALSE;
	*out = lo_db_step(db, stmt, &inner) ? sqlite3_column_int64(stmt, 0) : fallback;
	sqlite3_reset(stmt);
	if (!inner)
		return TRUE;
	g_propagate_error(error, g_steal_pointer(&inner));
	return FALSE;
}

const char *lo_db_text(sqlite3_stmt *stmt, int column)
{
	const unsigned char *text = sqlite3_column_text(stmt, column);

	return text ? (const char *)text : "";
}

gboolean lo_db_u32(sqlite3_stmt *stmt, int column, guint32 *out)
{
	gint64 v = sqlite3_column_int64(stmt, column);

	*out = (guint32)v;
	return sqlite3_column_type(stmt, column) == SQLITE_INTEGER && v >= 0 && v <= G_MAXUINT32;
}

/* ---- opening ---- */

static void harden(LoDb *db)
{
	/* The file may come from somebody else: no functions or extensions from its schema. */
	sqlite3_db_config(db->handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	sqlite3_db_config(db->handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
	sqlite3_db_config(db->handle, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, NULL);
	sqlite3_db_config(db->handle, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
	sqlite3_limit(db->handle, SQLITE_LIMIT_ATTACHED, 0);
	sqlite3_busy_timeout(db->handle, 5000);
}

static gboolean connect_to(LoDb *db, const char *name, int flags, GError **error)
{
	int rc = sqlite3_open_v2(name, &db->handle, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE,
				 lo_db_pages_vfs());

	if (rc != SQLITE_OK)
		return lo_db_fail(db, rc, error);
	harden(db);
	return TRUE;
}

static gboolean pragma_int(LoDb *db, const char *sql, gint64 *out, int *rc)
{
	sqlite3_stmt *stmt = NULL;

	*rc = sqlite3_prepare_v2(db->handle, sql, -1, &stmt, NULL);
	if (*rc == SQLITE_OK)
		*rc = sqlite3_step(stmt);
	if (*rc == SQLITE_ROW)
		*out = sqlite3_column_int64(stmt, 0);
	sqlite3_finalize(stmt);
	return *rc == SQLITE_ROW;
}

/* A reader of a WAL database has to create its -shm file, which a read-only
 * directory forbids.  With no -wal file nobody is writing, and the main file alone is right. */
static gboolean reopen_immutable(LoDb *db, GError **error)
{
	g_autofree char *wal = g_strconcat(db->path, "-wal", NULL);
	g_autofree char *uri = g_filename_to_uri(db->path, NULL, error);

	if (!uri || g_file_test(wal, G_FILE_TEST_EXISTS))
		return lo_db_fail(db, SQLITE_CANTOPEN, error);
	g_autofree char *immutable = g_strconcat(uri, "?immutable=1", NULL);
	sqlite3_close(db->handle);
	return connect_to(db, immutable, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, error);
}

static gboolean open_reader(LoDb *db, GError **error)
{
	gint64 ignored;
	int rc;

	if (!g_file_test(db->path, G_FILE_TEST_EXISTS)) {
		g_set_error(error, LO_ERROR, LO_ERROR_IO, "no database '%s': run 'lockorder scan' first", db->shown);
		return FALSE;
	}
	if (!connect_to(db, db->path, SQLITE_OPEN_READONLY, error))
		return FALSE;
	if (!pragma_int(db, "SELECT count(*) FROM sqlite_schema", &ignored, &rc)) {
		if ((rc & 0xff) != SQLITE_CANTOPEN && (rc & 0xff) != SQLITE_READONLY)
			return lo_db_fail(db, rc, error);
		if (!reopen_immutable(db, error))
			return FALSE;
	}
	/* One transaction for all that is read: a scan may be writing meanwhile. */
	return lo_db_exec(db, CACHE_PRAGMAS "PRAGMA query_only = 1; BEGIN;", error);
}

static gboolean insert_names(LoDb *db, const char *table, int n, const char *(*name)(int), GError **error)
{
	for (int i = 0; i < n; i++) {
		g_autofree char *sql = g_strdup_printf("INSERT INTO %s VALUES (%d, '%s')", table, i, name(i));
		if (!lo_db_exec(db, sql, error))
			return FALSE;
	}
	return TRUE;
}

static const char *kind_text(int i)
{
	return lo_lock_kind_name((LoLockKind)i);
}

static const char *report_text(int i)
{
	return lo_report_kind_name((LoReportKind)i);
}

static const char *hold_text(int i)
{
	return lo_hold_name((LoHold)i);
}

gboolean lo_db_clear_solution(LoDb *db, GError **error)
{
	return lo_db_exec(db, lo_solution_schema_sql, error) &&
	       insert_names(db, "lock_kind", LO_LOCK__N, kind_text, error) &&
	       insert_names(db, "report_kind", LO_REPORT_IMBALANCE + 1, report_text, error) &&
	       insert_names(db, "hold", LO_HOLD_RECURSIVE + 1, hold_text, error);
}

static gboolean create_schema(LoDb *db, GError **error)
{
	int reserved = LO_DB_RESERVED;
	g_autofree char *marks = g_strdup_printf("PRAGMA application_id = %d; PRAGMA user_version = %d; COMMIT;",
						 LO_APPLICATION_ID, LO_SCHEMA_VERSION);

	sqlite3_file_control(db->handle, "main", SQLITE_FCNTL_RESERVE_BYTES, &reserved);
	return lo_db_exec(db, "PRAGMA journal_mode = WAL; BEGIN IMMEDIATE;", error) &&
	       lo_db_exec(db, lo_schema_sql, error) && lo_db_clear_solution(db, error) &&
	       lo_db_exec(db, marks, error);
}

static gboolean check_version(LoDb *db, gint64 version, GError **error)
{
	if (version == LO_SCHEMA_VERSION)
		return TRUE;
	g_set_error(error, LO_ERROR, LO_ERROR_DB, "database '%s' was written by %s lockorder (schema %" G_GINT64_FORMAT
		    ", this one has %d): delete it and run 'lockorder scan' again, or use another with --db",
		    db->shown, version > LO_SCHEMA_VERSION ? "a newer" : "an older", version, LO_SCHEMA_VERSION);
	return FALSE;
}

/* A pipe would be waited for, a device read without end. */
static gboolean check_kind(LoDb *db, GError **error)
{
	struct stat st;
	const char *why = NULL;

	if (stat(db->path, &st) < 0)
		why = errno == ENOENT || errno == EACCES ? NULL : g_strerror(errno);	/* SQLite tells these */
	else if (!S_ISREG(st.st_mode))
		why = S_ISDIR(st.st_mode) ? "it is a directory" : "it is not a regular file";
	if (why)
		g_set_error(error, LO_ERROR, LO_ERROR_IO, "cannot open database '%s': %s", db->shown, why);
	return !why;
}

/* The file's head as it lies there, before SQLite looks: another version's pages may be another matter altogether. */
static gboolean check_header(LoDb *db, GError **error)
{
	enum { SIZE = 100, USER_VERSION = 60, APPLICATION_ID = 68 };
	guint8 head[SIZE];
	g_autoptr(GMappedFile) file = g_file_test(db->path, G_FILE_TEST_IS_REGULAR) ?
		g_mapped_file_new(db->path, FALSE, NULL) : NULL;
	guint32 id, version;

	if (!file || g_mapped_file_get_length(file) < SIZE)
		return TRUE;
	memcpy(head, g_mapped_file_get_contents(file), SIZE);
	memcpy(&id, head + APPLICATION_ID, sizeof(id));
	memcpy(&version, head + USER_VERSION, sizeof(version));
	return GUINT32_FROM_BE(id) != LO_APPLICATION_ID || check_version(db, GUINT32_FROM_BE(version), error);
}

/* Ours, and nothing added that would run when we read or write. */
static gboolean check_identity(LoDb *db, GError **error)
{
	gint64 id, version, objects, strange;
	int rc;

	if (!pragma_int(db, "PRAGMA application_id", &id, &rc) ||
	    !pragma_int(db, "PRAGMA user_version", &version, &rc) ||
	    !pragma_int(db, "SELECT count(*) FROM sqlite_schema", &objects, &rc))
		return lo_db_fail(db, rc, error);
	if (id == 0 && objects == 0 && db->writable)
		return create_schema(db, error);
	if (id != LO_APPLICATION_ID)
		return fail_foreign(db, error);
	if (!check_version(db, version, error))
		return FALSE;
	if (!pragma_int(db, "SELECT count(*) FROM sqlite_schema WHERE type = 'trigger' OR "
			    "(type = 'view' AND name NOT LIKE 'v\\_%' ESCAPE '\\') OR sql LIKE '%virtual%'", &strange, &rc))
		return lo_db_fail(db, rc, error);
	return strange == 0 || lo_db_damaged(db, "its schema holds objects that are not ours", error);
}

static gboolean open_writer(LoDb *db, GError **error)
{
	return connect_to(db, db->path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, error);
}

static gboolean tune_writer(LoDb *db, GError **error)
{
	/* nothing in it is secret: what is deleted need not be written over, as some distributions' SQLite does */
	return lo_db_exec(db, "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA secure_delete = 0;"
			      "PRAGMA wal_autocheckpoint = 8192;" CACHE_PRAGMAS, error);
}

static void finalize(gpointer stmt)
{
	sqlite3_finalize(stmt);
}

LoDb *lo_db_open(const char *path, LoStoreMode mode, GError **error)
{
	g_autoptr(LoDb) db = g_new0(LoDb, 1);

	db->lock_fd = -1;
	/* Absolute, so that no name is special to SQLite (":memory:", "file:..."). */
	db->path = g_canonicalize_filename(path, NULL);
	db->shown = lo_escape(path);
	db->writable = mode != LO_STORE_READ;
	db->stmts = g_hash_table_new_full(g_direct_hash, g_direct_equal, NULL, finalize);
	if (!check_kind(db, error) || !check_header(db, error))
		return NULL;
	if (db->writable) {
		if (!lo_db_lock(db, mode == LO_STORE_WRITE_WAIT, error) || !open_writer(db, error) || !check_identity(db, error) || !tune_writer(db, error))
			return NULL;
	} else if (!open_reader(db, error) || !check_identity(db, error)) {
		return NULL;
	}
	return g_steal_pointer(&db);
}

void lo_db_close(LoDb *db)
{
	if (!db)
		return;
	g_hash_table_unref(db->stmts);
	sqlite3_close(db->handle);
	lo_db_unlock(db);
	g_free(db->path);
	g_free(db->shown);
	g_free(db);
}
