#include "frontend/pool_worker.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

/* Sanitizers reserve terabytes of address space. */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define LIMIT_MEMORY 0
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define LIMIT_MEMORY 0
#endif
#endif
#ifndef LIMIT_MEMORY
#define LIMIT_MEMORY 1
#endif

static void silence(void)
{
	int null = open("/dev/null", O_RDWR);

	if (null < 0)
		_exit(1);
	dup2(null, STDIN_FILENO);
	dup2(null, STDOUT_FILENO);
	dup2(null, STDERR_FILENO);
	if (null > STDERR_FILENO)
		close(null);
}

/* A terminal's ^C goes to the whole group, but ending is the parent's decision. */
static void settle_signals(void)
{
	sigset_t none;

	signal(SIGINT, SIG_IGN);
	signal(SIGTERM, SIG_DFL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
}

static void set_limits(guint64 memory)
{
	struct rlimit limit = { memory, memory }, none = { 0, 0 };

	if (LIMIT_MEMORY)
		setrlimit(RLIMIT_AS, &limit);
	setrlimit(RLIMIT_CORE, &none);
}

static gboolean send_all(int fd, const void *data, gsize len)
{
	const char *p = data;

	while (len) {
		ssize_t n = send(fd, p, len, MSG_NOSIGNAL);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return FALSE;
		p += n;
		len -= (gsize)n;
	}
	return TRUE;
}

static gboolean receive_job(int fd, guint *job)
{
	ssize_t n;

	do
		n = recv(fd, job, sizeof(*job), MSG_WAITALL);
	while (n < 0 && errno == EINTR);
	return n == (ssize_t)sizeof(*job);
}

static gboolean answer(int fd, LoPoolHeader *h, const void *data, gsize len)
{
	if (len > LO_POOL_MAX_ANSWER) {
		static const char text[] = "what the unit says is too large";

		h->ok = FALSE;
		data = text;
		len = strlen(text);
	}
	h->len = (guint32)len;
	return send_all(fd, h, sizeof(*h)) && send_all(fd, data, len);
}

static gboolean do_job(int fd, guint job, const LoPoolOptions *opt)
{
	gint64 start = g_get_monotonic_time();
	g_autoptr(GError) error = NULL;
	g_autoptr(GBytes) bytes = opt->work(job, opt->data, &error);
	const char *why = error ? error->message : "no reason given";
	LoPoolHeader h = { .magic = LO_POOL_MAGIC, .job = job, .ok = bytes != NULL };
	gsize len = 0;
	const void *data = bytes ? g_bytes_get_data(bytes, &len) : why;

	h.usec = g_get_monotonic_time() - start;
	return answer(fd, &h, data, bytes ? len : strlen(why));
}

void lo_pool_worker_main(int fd, pid_t parent, const LoPoolOptions *opt, guint64 memory_limit)
{
	guint job;

	silence();
	settle_signals();
	set_limits(memory_limit);
	unsetenv("SOURCE_DATE_EPOCH");	/* what a build's dates are to be; clang reads nothing where it is no number */
	/* it may have gone before PR_SET_PDEATHSIG */
	if (getppid() != parent)
		_exit(1);
	while (receive_job(fd, &job))
		if (!do_job(fd, job, opt))
			break;
	/* not exit(): the handlers and the database are the parent's */
	_exit(0);
}
