/*
 * The graph drawn by libgvc, in a process of its own: graphviz 2.43 can free
 * memory twice where its splines find no way, writes what it meets to standard
 * error, and may take for ever.  When that process fails, the graph is drawn
 * again with straight lines, which need no search.
 */
#include "report/draw.h"

#include <errno.h>
#include <fcntl.h>
#include <graphviz/gvc.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "common/error.h"
#include "report/label_places.h"

#define TIME_LIMIT_MSEC 60000
#define CHUNK 65536

static void write_all(int fd, const char *data, gsize len)
{
	while (len) {
		ssize_t n = write(fd, data, len);

		if (n < 0 && errno != EINTR)
			_exit(1);
		if (n > 0) {
			data += n;
			len -= (gsize)n;
		}
	}
}

/* In the child. */
static void G_GNUC_NORETURN draw_and_exit(Agraph_t *g, const char *type, int fd)
{
	int null = open("/dev/null", O_WRONLY);
	GVC_t *gvc;
	char *data = NULL;
	unsigned int len = 0;

	if (null >= 0)
		dup2(null, STDERR_FILENO);
	gvc = gvContext();
	if (gvLayout(gvc, g, "dot"))
		_exit(1);
	lo_place_labels(g);
	if (gvRenderData(gvc, g, type, &data, &len))
		_exit(1);
	write_all(fd, data, len);
	_exit(0);
}

static gboolean read_until_end(int fd, GString *out)
{
	gint64 end = g_get_monotonic_time() + TIME_LIMIT_MSEC * G_TIME_SPAN_MILLISECOND;
	char buffer[CHUNK];

	for (;;) {
		struct pollfd p = { .fd = fd, .events = POLLIN };
		gint64 left = (end - g_get_monotonic_time()) / G_TIME_SPAN_MILLISECOND;
		ssize_t n = left > 0 ? poll(&p, 1, (int)left) : 0;

		if (n > 0)
			n = read(fd, buffer, sizeof(buffer));
		else if (!n)
			return FALSE;
		if (n > 0)
			g_string_append_len(out, buffer, n);
		else if (!n)
			return TRUE;
		else if (errno != EINTR)
			return FALSE;
	}
}

static gboolean wait_for(pid_t pid)
{
	int status;

	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			return FALSE;
	return WIFEXITED(status) && !WEXITSTATUS(status);
}

static gboolean draw_in_child(Agraph_t *g, const char *type, GString *out)
{
	gsize start = out->len;
	int fds[2];
	gboolean complete;
	pid_t pid;

	if (pipe2(fds, O_CLOEXEC))
		return FALSE;
	pid = fork();
	if (!pid)
		draw_and_exit(g, type, fds[1]);
	close(fds[1]);
	complete = pid > 0 && read_until_end(fds[0], out);
	close(fds[0]);
	if (pid > 0 && !complete)
		kill(pid, SIGKILL);
	complete = pid > 0 && wait_for(pid) && complete;
	if (!complete)
		g_string_truncate(out, start);
	return complete;
}

gboolean lo_image_render(Agraph_t *g, const char *type, GString *out, GError **error)
{
	static const char *const splines[] = { "true", "line" };

	for (guint i = 0; i < G_N_ELEMENTS(splines); i++) {
		agattr(g, AGRAPH, (char *)"splines", (char *)splines[i]);
		if (draw_in_child(g, type, out))
			return TRUE;
	}
	g_set_error(error, LO_ERROR, LO_ERROR_IO, "graphviz cannot draw the graph as %s: -f dot writes what it should draw", type);
	return FALSE;
}
