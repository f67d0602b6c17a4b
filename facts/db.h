/*
 * The database connection under the store: opening with its checks, prepared
 * statements, transactions, and SQLite's result codes as errors that say what
 * to do.  Private to facts/.
 */
#pragma once

#include "facts/store.h"

#include <sqlite3.h>

typedef struct {
	sqlite3 *handle;
	char *path;		/* absolute */
	char *shown;		/* as given and escaped, for messages */
	gboolean writable;
	int lock_fd;		/* -1: no writer's lock */
	char *lock_path;
	GHashTable *stmts;	/* const char * (the literal) -> sqlite3_stmt * */
} LoDb;

LoDb *lo_db_open(const char *path, LoStoreMode mode, GError **error);
void lo_db_close(LoDb *db);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(LoDb, lo_db_close)

/* Sets the error for a result code of SQLite; always FALSE. */
gboolean lo_db_fail(LoDb *db, int rc, GError **error);
/* LO_ERROR_DB: the rows make no sense; always FALSE. */
gboolean lo_db_damaged(LoDb *db, const char *what, GError **error);

gboolean lo_db_exec(LoDb *db, const char *sql, GError **error);
/* The solution's tables, as this version has them, empty; in the caller's transaction. */
gboolean lo_db_clear_solution(LoDb *db, GError **error);

/*
 * A prepared statement for `sql`, which must be a literal (its address is the
 * key), with its parameters bound: one letter each, `i` gint64, `t` const char *
 * (NULL is NULL), `o` gint64 (0 is NULL), `b` gconstpointer and gsize.  Texts and
 * blobs are not copied.
 */
sqlite3_stmt *lo_db_query(LoDb *db, GError **error, const char *sql, const char *types, ...);
/* Runs it to its end. */
gboolean lo_db_run(LoDb *db, GError **error, const char *sql, const char *types, ...);
/* The next row?  At the end, or on an error, which it sets, the statement is reset. */
gboolean lo_db_step(LoDb *db, sqlite3_stmt *stmt, GError **error);
/* One integer, `fallback` when there is no row. */
gboolean lo_db_get_int(LoDb *db, GError **error, gint64 *out, gint64 fallback, const char *sql);

static inline gint64 lo_db_last_id(LoDb *db)
{
	return sqlite3_last_insert_rowid(db->handle);
}

/* "" for NULL; valid until the next step. */
const char *lo_db_text(sqlite3_stmt *stmt, int column);
/* As a number of 32 bits; FALSE when it is none. */
gboolean lo_db_u32(sqlite3_stmt *stmt, int column, guint32 *out);
