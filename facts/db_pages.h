/*
 * Checksums on the pages of a database, so that a bit that flips on the way is
 * an error (SQLITE_IOERR_DATA) and not another fact: SQLite itself would notice
 * few of them.  A layer over the default VFS; a page's last eight bytes, which
 * SQLite leaves alone (LO_DB_RESERVED), hold the sum of the others.  The sqlite3
 * shell reads such a database as any other; what it writes counts as damage.
 * Private to facts/.
 */
#pragma once

#include <sqlite3.h>

#define LO_DB_RESERVED 8

/* Its name, for sqlite3_open_v2(); registered on the first call. */
const char *lo_db_pages_vfs(void);
