#include "tools/git.h"

#include <errno.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "common/error.h"

/* core.fsmonitor is a program that the repository names. */
static char **command_line(const char *const *args)
{
	GPtrArray *argv = g_ptr_array_new();

	g_ptr_array_add(argv, g_strdup("git"));
	g_ptr_array_add(argv, g_strdup("-c"));
	g_ptr_array_add(argv, g_strdup("core.fsmonitor=false"));
	for (; *args; args++)
		g_ptr_array_add(argv, g_strdup(*args));
	g_ptr_array_add(argv, NULL);
	return (char **)g_ptr_array_free(argv, FALSE);
}

/* Blobs that are missing are not fetched, for a remote's address may be a command; nor is the index written, which
 * would run a hook. */
static char **environment(void)
{
	char **env = g_environ_setenv(g_get_environ(), "GIT_ALLOW_PROTOCOL", "none", TRUE);

	env = g_environ_setenv(env, "GIT_NO_LAZY_FETCH", "1", TRUE);
	return g_environ_setenv(env, "GIT_OPTIONAL_LOCKS", "0", TRUE);
}

/* g_spawn_sync() ends output at a zero byte. */
static gboolean read_to_end(int fd, GByteArray *out)
{
	guint8 buffer[65536];
	gssize n;

	while ((n = read(fd, buffer, sizeof(buffer))) > 0 || (n < 0 && errno == EINTR))
		if (n > 0)
			g_byte_array_append(out, buffer, (guint)n);
	close(fd);
	return n == 0;
}

static gboolean set_failure(const char *const *args, const char *complaint, GError **error)
{
	g_autofree char *first = g_strndup(complaint, strcspn(complaint, "\n"));

	g_set_error(error, LO_ERROR, LO_ERROR_USAGE, "git %s: %s", args[0], *first ? first : "failed");
	return FALSE;
}

static gboolean finish(GPid pid, const char *const *args, const GByteArray *complaint, GError **error)
{
	int status;

	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	g_spawn_close_pid(pid);
	return g_spawn_check_wait_status(status, NULL) || set_failure(args, (const char *)complaint->data, error);
}

GBytes *lo_git_run(const char *const *args, GError **error)
{
	g_auto(GStrv) argv = command_line(args), env = environment();
	g_autoptr(GByteArray) complaint = g_byte_array_new();
	g_autoptr(GError) why = NULL;
	GByteArray *out;
	int out_fd, err_fd;
	GPid pid;

	if (!g_spawn_async_with_pipes(NULL, argv, env, G_SPAWN_SEARCH_PATH | G_SPAWN_DO_NOT_REAP_CHILD, NULL, NULL, &pid, NULL,
				      &out_fd, &err_fd, &why)) {
		g_set_error(error, LO_ERROR, LO_ERROR_USAGE, "cannot run git: %s", why->message);
		return NULL;
	}
	out = g_byte_array_new();
	gboolean ok = read_to_end(out_fd, out);
	ok &= read_to_end(err_fd, complaint);
	g_byte_array_append(complaint, (const guint8 *)"", 1);
	if (finish(pid, args, complaint, error) && ok)
		return g_byte_array_free_to_bytes(out);
	g_byte_array_unref(out);
	return NULL;
}

char *lo_git_line(const char *const *args, GError **error)
{
	g_autoptr(GBytes) out = lo_git_run(args, error);
	gsize len = 0;
	const char *text = out ? g_bytes_get_data(out, &len) : NULL;

	return out ? g_strchomp(g_strndup(text ? text : "", len)) : NULL;
}

char *lo_git_top(GError **error)
{
	const char *const args[] = { "rev-parse", "--show-toplevel", NULL };
	g_autoptr(GError) why = NULL;
	char *top = lo_git_line(args, &why);

	if (!top)
		g_set_error(error, LO_ERROR, LO_ERROR_USAGE, "%s: go into the repository, or name the files that changed", why->message);
	return top;
}

static GPtrArray *split_zero(GBytes *bytes)
{
	GPtrArray *out = g_ptr_array_new_with_free_func(g_free);
	gsize len;
	const char *p = g_bytes_get_data(bytes, &len);

	for (const char *end = len ? p + len : p; p < end;) {
		gsize n = strnlen(p, (gsize)(end - p));
		g_ptr_array_add(out, g_strndup(p, n));
		p += MIN(n + 1, (gsize)(end - p));
	}
	return out;
}

/* `git diff` would look into files of the working tree that seem changed, through filters: programs that the repository
 * names. */
GPtrArray *lo_git_changed(gboolean staged, GError **error)
{
	const char *const index[] = { "diff", "--cached", "--name-only", "--no-renames", "--no-ext-diff", "-z", NULL };
	const char *const tree[] = { "diff-index", "HEAD", "--name-only", "--no-renames", "--no-ext-diff", "-z", NULL };
	g_autoptr(GBytes) out = lo_git_run(staged ? index : tree, error);

	return out ? split_zero(out) : NULL;
}

GBytes *lo_git_staged(const char *path, GError **error)
{
	g_autofree char *name = g_strconcat(":0:", path, NULL), *pattern = g_strconcat(":(top,literal)", path, NULL);
	const char *const list[] = { "ls-files", "-z", "--cached", "--", pattern, NULL };
	const char *const show[] = { "cat-file", "blob", name, NULL };
	g_autoptr(GBytes) listed = lo_git_run(list, error);

	return listed && g_bytes_get_size(listed) ? lo_git_run(show, error) : NULL;
}
