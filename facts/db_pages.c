#include "facts/db_pages.h"

#include <glib.h>
#include <string.h>

#define NAME "lockorder-pages"

enum {
	MIN_PAGE = 512, MAX_PAGE = 65536,
	HEADER = 100,		/* of the file, on its first page */
	RESERVED_AT = 20,	/* in the header: how many bytes of each page SQLite leaves alone */
};

/* SQLite sees `base`; the default VFS's file lies behind it. */
typedef struct {
	sqlite3_file base;
	gboolean sums;		/* do its pages have them? said by the first one */
	sqlite3_file *real;
} PageFile;

static PageFile *page_file(sqlite3_file *f)
{
	return (PageFile *)(void *)f;
}

static sqlite3_file *real(sqlite3_file *f)
{
	return page_file(f)->real;
}

/* ---- the sum ---- */

static guint64 mix(guint64 h, const guint8 *p)
{
	guint64 word;

	memcpy(&word, p, sizeof(word));
	h = (h ^ GUINT64_FROM_LE(word)) * G_GUINT64_CONSTANT(0x9e3779b97f4a7c15);
	return h ^ h >> 29;
}

/* Four lanes, so that one multiplication need not wait for the other.  `size` is a power of two. */
static guint64 page_sum(const guint8 *page, gsize size, gint64 offset)
{
	guint64 lanes[4] = { 1, 2, 3, 4 };
	gsize n = size - LO_DB_RESERVED, i = 0;

	for (; i + 32 <= n; i += 32)
		for (guint lane = 0; lane < 4; lane++)
			lanes[lane] = mix(lanes[lane], page + i + lane * 8);
	for (; i + 8 <= n; i += 8)
		lanes[0] = mix(lanes[0], page + i);
	for (guint lane = 1; lane < 4; lane++)
		lanes[0] = mix(lanes[0], (const guint8 *)&lanes[lane]);
	/* a page that lies where another one should is damage, too */
	return lanes[0] ^ (guint64)offset;
}

static gboolean is_page(int amount, sqlite3_int64 offset)
{
	return amount >= MIN_PAGE && amount <= MAX_PAGE && !(amount & (amount - 1)) && offset % amount == 0;
}

static void note_first_page(PageFile *f, const guint8 *data, int amount, sqlite3_int64 offset)
{
	if (!offset && amount >= HEADER)
		f->sums = data[RESERVED_AT] == LO_DB_RESERVED;
}

static gboolean is_whole(const guint8 *page, int amount, sqlite3_int64 offset)
{
	guint64 stored;

	memcpy(&stored, page + amount - LO_DB_RESERVED, sizeof(stored));
	return GUINT64_FROM_LE(stored) == page_sum(page, (gsize)amount, offset);
}

/* ---- the file ---- */

static int file_read(sqlite3_file *f, void *out, int amount, sqlite3_int64 offset)
{
	int rc = real(f)->pMethods->xRead(real(f), out, amount, offset);

	if (rc != SQLITE_OK)
		return rc;
	note_first_page(page_file(f), out, amount, offset);
	if (page_file(f)->sums && is_page(amount, offset) && !is_whole(out, amount, offset))
		return SQLITE_IOERR_DATA;
	return SQLITE_OK;
}

static int file_write(sqlite3_file *f, const void *data, int amount, sqlite3_int64 offset)
{
	guint8 page[MAX_PAGE];
	guint64 sum;

	note_first_page(page_file(f), data, amount, offset);
	if (!page_file(f)->sums || !is_page(amount, offset))
		return real(f)->pMethods->xWrite(real(f), data, amount, offset);
	memcpy(page, data, (gsize)amount - LO_DB_RESERVED);
	sum = GUINT64_TO_LE(page_sum(page, (gsize)amount, offset));
	memcpy(page + amount - LO_DB_RESERVED, &sum, sizeof(sum));
	return real(f)->pMethods->xWrite(real(f), page, amount, offset);
}

static int file_close(sqlite3_file *f)
{
	return real(f)->pMethods->xClose(real(f));
}

static int file_truncate(sqlite3_file *f, sqlite3_int64 size)
{
	return real(f)->pMethods->xTruncate(real(f), size);
}

static int file_sync(sqlite3_file *f, int flags)
{
	return real(f)->pMethods->xSync(real(f), flags);
}

static int file_size(sqlite3_file *f, sqlite3_int64 *out)
{
	return real(f)->pMethods->xFileSize(real(f), out);
}

static int file_lock(sqlite3_file *f, int level)
{
	return real(f)->pMethods->xLock(real(f), level);
}

static int file_unlock(sqlite3_file *f, int level)
{
	return real(f)->pMethods->xUnlock(real(f), level);
}

static int file_is_reserved(sqlite3_file *f, int *out)
{
	return real(f)->pMethods->xCheckReservedLock(real(f), out);
}

static int file_control(sqlite3_file *f, int op, void *arg)
{
	return real(f)->pMethods->xFileControl(real(f), op, arg);
}

static int file_sector_size(sqlite3_file *f)
{
	return real(f)->pMethods->xSectorSize(real(f));
}

static int file_characteristics(sqlite3_file *f)
{
	return real(f)->pMethods->xDeviceCharacteristics(real(f));
}

static int file_shm_map(sqlite3_file *f, int region, int size, int extend, void volatile **out)
{
	return real(f)->pMethods->xShmMap(real(f), region, size, extend, out);
}

static int file_shm_lock(sqlite3_file *f, int offset, int n, int flags)
{
	return real(f)->pMethods->xShmLock(real(f), offset, n, flags);
}

static void file_shm_barrier(sqlite3_file *f)
{
	real(f)->pMethods->xShmBarrier(real(f));
}

static int file_shm_unmap(sqlite3_file *f, int delete)
{
	return real(f)->pMethods->xShmUnmap(real(f), delete);
}

/* Of version 2: without xFetch, which would hand out pages that nobody has looked at. */
static const sqlite3_io_methods methods = {
	2, file_close, file_read, file_write, file_truncate, file_sync, file_size, file_lock, file_unlock, file_is_reserved,
	file_control, file_sector_size, file_characteristics, file_shm_map, file_shm_lock, file_shm_barrier, file_shm_unmap,
	NULL, NULL,
};

/* ---- the VFS ---- */

static int vfs_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *f, int flags, int *out_flags)
{
	sqlite3_vfs *below = vfs->pAppData;
	PageFile *pf = page_file(f);
	int rc;

	/* SQLite deletes the journal of several databases that a journal names; we have none, so somebody else named it */
	if (flags & SQLITE_OPEN_SUPER_JOURNAL)
		return SQLITE_PERM;
	/* the log has sums of its own */
	if (!(flags & SQLITE_OPEN_MAIN_DB))
		return below->xOpen(below, name, f, flags, out_flags);
	memset(pf, 0, sizeof(*pf));
	pf->real = (sqlite3_file *)(void *)(pf + 1);
	rc = below->xOpen(below, name, pf->real, flags, out_flags);
	/* SQLite closes what has methods, even when it could not be opened */
	pf->base.pMethods = pf->real->pMethods ? &methods : NULL;
	return rc;
}

static sqlite3_vfs *new_vfs(void)
{
	sqlite3_vfs *below = sqlite3_vfs_find(NULL), *vfs = g_new(sqlite3_vfs, 1);

	/* the rest of it does not look at what it is called on, but at pAppData of the default VFS */
	*vfs = *below;
	vfs->pNext = NULL;
	vfs->zName = NAME;
	vfs->szOsFile = (int)sizeof(PageFile) + below->szOsFile;
	vfs->xOpen = vfs_open;
	return vfs;
}

const char *lo_db_pages_vfs(void)
{
	static gsize registered;	/* SQLite's own list is the process's */

	if (g_once_init_enter(&registered)) {
		sqlite3_vfs *below = sqlite3_vfs_find(NULL), *vfs = new_vfs();

		vfs->pAppData = below;
		sqlite3_vfs_register(vfs, 0);
		g_once_init_leave(&registered, 1);
	}
	return NAME;
}
