#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/error.h"
#include "tools/command.h"
#include "tools/git.h"

/* What cannot be checked does not keep anybody from committing: it is told. */
static const char script[] =
	"#!/bin/sh\n"
	"# Rejects a commit that adds a lock order cycle; 'git commit --no-verify' passes it.\n"
	"%s check --staged --db %s\n"
	"test $? -ne 1\n";

static char *hook_text(const char *db)
{
	g_autofree char *self = g_file_read_link("/proc/self/exe", NULL), *full = g_canonicalize_filename(db, NULL);
	g_autofree char *program = g_shell_quote(self ? self : "lockorder"), *quoted = g_shell_quote(full);

	return g_strdup_printf(script, program, quoted);
}

static char *hook_path(GError **error)
{
	const char *const args[] = { "rev-parse", "--git-path", "hooks/pre-commit", NULL };
	char *path = lo_git_line(args, error);

	if (!path)
		g_prefix_error(error, "go into the repository whose commits are to be checked: ");
	return path;
}

static int set_exists(const char *path, const char *text, GError **error)
{
	const char *line = strchr(strchr(text, '\n') + 1, '\n') + 1;
	g_autofree char *command = g_strndup(line, strcspn(line, "\n"));

	g_set_error(error, LO_ERROR, LO_ERROR_USAGE, "'%s' is there already and stays as it is: to have both, add to it the line "
		    "%s || test $? -ne 1 || exit 1", path, command);
	return LO_EXIT_ERROR;
}

static gboolean write_all(int fd, const char *text)
{
	gsize len = strlen(text);

	return write(fd, text, len) == (gssize)len;
}

/* O_EXCL: never over another hook, nor through a link that is one. */
static int write_hook(const char *path, const char *text, GError **error)
{
	g_autofree char *dir = g_path_get_dirname(path);
	int fd;

	g_mkdir_with_parents(dir, 0777);
	fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0777);
	if (fd < 0 && errno == EEXIST)
		return set_exists(path, text, error);
	if (fd < 0 || !write_all(fd, text) || close(fd)) {
		g_set_error(error, LO_ERROR, LO_ERROR_IO, "cannot write '%s': %s", path, g_strerror(errno));
		return LO_EXIT_ERROR;
	}
	lo_tell("%s: commits that add a lock order cycle are rejected from now on\n", path);
	return LO_EXIT_CLEAN;
}

int lo_cmd_hook(char ***args, GError **error)
{
	g_autofree char *db = NULL, *path = NULL, *text = NULL;
	const GOptionEntry entries[] = { LO_DB_OPTION(&db), G_OPTION_ENTRY_NULL };

	if (!lo_parse_options(entries, "install",
			      "Puts a pre-commit hook into the git repository that you are in: it runs 'lockorder check\n"
			      "--staged' against the last scan.  A hook that is there already is left alone.", args, error) ||
	    !lo_check_args(*args, 1, 1, "install", error))
		return LO_EXIT_ERROR;
	if (strcmp((*args)[1], "install")) {
		g_set_error(error, LO_ERROR, LO_ERROR_USAGE, "only 'install' is known");
		return LO_EXIT_ERROR;
	}
	const char *facts = db ? db : LO_DEFAULT_DB;
	int status;

	path = hook_path(error);
	text = hook_text(facts);
	status = path ? write_hook(path, text, error) : LO_EXIT_ERROR;
	if (status == LO_EXIT_CLEAN && !g_file_test(facts, G_FILE_TEST_EXISTS))
		lo_tell("there is no database '%s' yet: until 'lockorder scan' has made it every commit passes\n", facts);
	return status;
}
