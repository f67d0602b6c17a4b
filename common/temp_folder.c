#include "common/temp_folder.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define PREFIX "lockorder-tmp-"
#define MARKER "owner"			/* locked by the owner while it lives */
#define MARKER_TEXT "lockorder's temporary folder\n"

struct LoTempFolder {
	char *path;
	int marker;
	pid_t owner;
};

/* ---- leftovers ---- */

static gboolean is_private(int fd, mode_t type)
{
	struct stat st;

	return !fstat(fd, &st) && (st.st_mode & S_IFMT) == type && st.st_uid == geteuid() && !(st.st_mode & 0077);
}

/* A descriptor that holds the lock, or -1: it is none of ours, or its owner lives. */
static int take_over(int folder)
{
	char text[sizeof(MARKER_TEXT)];
	int fd = openat(folder, MARKER, O_RDWR | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);

	if (fd < 0)
		return -1;
	if (is_private(fd, S_IFREG) && read(fd, text, sizeof(text)) == (ssize_t)strlen(MARKER_TEXT) &&
	    !memcmp(text, MARKER_TEXT, strlen(MARKER_TEXT)) && !flock(fd, LOCK_EX | LOCK_NB))
		return fd;
	close(fd);
	return -1;
}

/* The marker last: what is left when this is interrupted can still be told. */
static void remove_files(int folder)
{
	g_autofree char *path = g_strdup_printf("/proc/self/fd/%d", folder);
	g_autoptr(GDir) dir = g_dir_open(path, 0, NULL);
	const char *name;

	while (dir && (name = g_dir_read_name(dir)))
		if (strcmp(name, MARKER))
			unlinkat(folder, name, 0);
	unlinkat(folder, MARKER, 0);
}

static void remove_leftover(int parent, const char *name)
{
	int folder = openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	int marker = folder >= 0 && is_private(folder, S_IFDIR) ? take_over(folder) : -1;

	if (marker >= 0) {
		remove_files(folder);
		unlinkat(parent, name, AT_REMOVEDIR);
		close(marker);
	}
	if (folder >= 0)
		close(folder);
}

static void remove_leftovers(void)
{
	g_autoptr(GDir) dir = g_dir_open(g_get_tmp_dir(), 0, NULL);
	int parent = open(g_get_tmp_dir(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	const char *name;

	while (dir && parent >= 0 && (name = g_dir_read_name(dir)))
		if (g_str_has_prefix(name, PREFIX))
			remove_leftover(parent, name);
	if (parent >= 0)
		close(parent);
}

/* ---- the folder ---- */

/* It is locked before it has its name: nobody takes it for a leftover in between. */
static int make_marker(const char *folder)
{
	g_autofree char *draft = g_build_filename(folder, MARKER ".new", NULL);
	g_autofree char *name = g_build_filename(folder, MARKER, NULL);
	int fd = open(draft, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);

	if (fd < 0)
		return -1;
	if (write(fd, MARKER_TEXT, strlen(MARKER_TEXT)) == (ssize_t)strlen(MARKER_TEXT) &&
	    !flock(fd, LOCK_EX | LOCK_NB) && !rename(draft, name))
		return fd;
	close(fd);
	g_unlink(draft);
	return -1;
}

LoTempFolder *lo_temp_folder_new(void)
{
	g_autofree char *path = NULL;
	LoTempFolder *t;
	int marker;

	remove_leftovers();
	path = g_dir_make_tmp(PREFIX "XXXXXX", NULL);
	if (!path)
		return NULL;
	marker = make_marker(path);
	if (marker < 0) {
		g_rmdir(path);
		return NULL;
	}
	t = g_new(LoTempFolder, 1);
	*t = (LoTempFolder){ .path = g_steal_pointer(&path), .marker = marker, .owner = getpid() };
	return t;
}

void lo_temp_folder_free(LoTempFolder *t)
{
	int folder;

	if (!t)
		return;
	folder = t->owner == getpid() ? open(t->path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC) : -1;
	if (folder >= 0) {
		remove_files(folder);
		g_rmdir(t->path);
		close(folder);
	}
	close(t->marker);
	g_free(t->path);
	g_free(t);
}

const char *lo_temp_folder_path(const LoTempFolder *t)
{
	return t->path;
}
