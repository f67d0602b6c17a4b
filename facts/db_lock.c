/*
 * The writer's lock: FILE.lock, flock()ed and holding the process id.  SQLite's
 * own locks would let two scans take turns and mix their facts.
 */
#include "facts/db.h"
#include "facts/db_lock.h"
#include "common/error.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

static gboolean fail_held(LoDb *db, int fd, GError **error)
{
	char holder[32] = "";
	gssize n = pread(fd, holder, sizeof(holder) - 1, 0);

	holder[MAX(n, 0)] = '\0';
	guint64 pid = g_ascii_strtoull(holder, NULL, 10);
	g_set_error(error, LO_ERROR, LO_ERROR_DB, "database '%s' is being written by process %" G_GUINT64_FORMAT
		    ": wait for it, or use another with --db", db->shown, pid);
	return FALSE;
}

static gboolean fail_open(LoDb *db, GError **error)
{
	g_set_error(error, LO_ERROR, LO_ERROR_IO, "cannot write database '%s': lock file '%s.lock': %s",
		    db->shown, db->shown, g_strerror(errno));
	return FALSE;
}

/* The holder before us may have removed the name between our open() and flock(). */
static gboolean is_still_named(int fd, const char *path)
{
	struct stat ours, named;

	return fstat(fd, &ours) == 0 && lstat(path, &named) == 0 && ours.st_ino == named.st_ino &&
	       ours.st_dev == named.st_dev;
}

static gboolean note_holder(int fd)
{
	g_autofree char *pid = g_strdup_printf("%d\n", (int)getpid());
	gssize len = (gssize)strlen(pid);

	return ftruncate(fd, 0) == 0 && pwrite(fd, pid, (gsize)len, 0) == len;
}

gboolean lo_db_lock(LoDb *db, gboolean wait, GError **error)
{
	g_autofree char *path = g_strconcat(db->path, ".lock", NULL);

	for (;;) {
		int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0666);
		if (fd < 0)
			return fail_open(db, error);
		if (flock(fd, LOCK_EX | (wait ? 0 : LOCK_NB)) != 0) {
			if (wait && errno == EINTR) {
				close(fd);
				continue;
			}
			fail_held(db, fd, error);
			close(fd);
			return FALSE;
		}
		if (is_still_named(fd, path)) {
			db->lock_fd = fd;
			db->lock_path = g_steal_pointer(&path);
			return note_holder(fd) || fail_open(db, error);
		}
		close(fd);
	}
}

void lo_db_unlock(LoDb *db)
{
	if (db->lock_fd >= 0) {
		unlink(db->lock_path);
		close(db->lock_fd);
	}
	g_free(db->lock_path);
}
