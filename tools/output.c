#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/error.h"
#include "common/escape.h"
#include "tools/command.h"

static gboolean set_write_error(const char *path, GError **error)
{
	g_set_error(error, LO_ERROR, LO_ERROR_IO, "cannot write '%s': %s", path, g_strerror(errno));
	return FALSE;
}

static gboolean write_stream(FILE *f, const GString *out)
{
	return fwrite(out->str, 1, out->len, f) == out->len && !fflush(f);
}

/* A device or pipe cannot be replaced by a rename; the rename would destroy it. */
static gboolean write_special(const GString *out, const char *path, GError **error)
{
	FILE *f = fopen(path, "w");
	gboolean ok = f && write_stream(f, out);

	if (!ok)
		set_write_error(path, error);
	if (f && fclose(f) && ok)
		return set_write_error(path, error);
	return ok;
}

static gboolean is_special(const char *path)
{
	struct stat st;

	return !stat(path, &st) && !S_ISREG(st.st_mode);
}

gboolean lo_check_output(const char *path, GError **error)
{
	g_autofree char *folder = path ? g_path_get_dirname(path) : NULL;

	if (!path || !strcmp(path, "-"))
		return TRUE;
	if (g_file_test(path, G_FILE_TEST_IS_DIR)) {
		errno = EISDIR;
		return set_write_error(path, error);
	}
	if (is_special(path) || !access(folder, W_OK))
		return TRUE;
	g_set_error(error, LO_ERROR, LO_ERROR_IO, "cannot write '%s': folder '%s': %s", path, folder, g_strerror(errno));
	return FALSE;
}

gboolean lo_write_output(const GString *out, const char *path, GError **error)
{
	g_autoptr(GError) cause = NULL;

	if (!path || !strcmp(path, "-"))
		return write_stream(stdout, out) || set_write_error("standard output", error);
	if (!lo_check_output(path, error))
		return FALSE;
	if (is_special(path))
		return write_special(out, path, error);
	if (g_file_set_contents_full(path, out->str, (gssize)out->len, G_FILE_SET_CONTENTS_CONSISTENT, 0666, &cause))
		return TRUE;
	g_set_error(error, LO_ERROR, LO_ERROR_IO, "cannot write '%s': %s", path, cause->message);
	return FALSE;
}

void lo_print_message(const char *message)
{
	g_autoptr(GString) line = g_string_new(NULL);

	lo_escape_append(line, message);
	fprintf(stderr, "%s: %s\n", g_get_prgname(), line->str);
}
