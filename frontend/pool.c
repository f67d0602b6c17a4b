#include "frontend/pool.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "common/error.h"
#include "frontend/pool_worker.h"

enum { MAX_WORKERS = 256 };

typedef struct {
	pid_t pid;		/* 0: none */
	int fd;
	gboolean busy;
	guint job;
	gint64 deadline;	/* monotonic, usec */
	gint64 started;
	guint jobs_done;
	GByteArray *in;		/* of the answer, so far */
} Worker;

typedef struct {
	const LoPoolOptions *opt;
	guint64 memory_limit;
	gint64 time_limit;	/* usec */
	guint n_workers;
	Worker *workers;
	GArray *queue;		/* guint */
	guint next;		/* in queue */
	GArray *again;		/* guint: to be run alone */
	gboolean alone;
	gboolean has_threads;	/* the caller, maybe */
	int signal_fd;
	GError **error;
} Pool;

/* ---- workers come and go ---- */

static gboolean start_worker(Pool *p, Worker *w)
{
	pid_t parent = getpid(), pid;
	int fds[2];

	if (p->has_threads)
		p->opt->forking(TRUE, p->opt->data);
	p->has_threads = FALSE;
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds))
		goto failed;
	pid = fork();
	if (pid < 0) {
		close(fds[0]);
		close(fds[1]);
		goto failed;
	}
	if (!pid) {
		close(fds[0]);
		lo_pool_worker_main(fds[1], parent, p->opt, p->memory_limit);
	}
	close(fds[1]);
	w->pid = pid;
	w->fd = fds[0];
	w->jobs_done = 0;
	g_byte_array_set_size(w->in, 0);
	return TRUE;
failed:
	g_set_error(p->error, LO_ERROR, LO_ERROR_IO, "cannot start a worker: %s", g_strerror(errno));
	return FALSE;
}

static int reap(Worker *w, struct rusage *used)
{
	int status = 0;

	while (wait4(w->pid, &status, 0, used) < 0 && errno == EINTR)
		;
	close(w->fd);
	w->pid = 0;
	w->busy = FALSE;
	return status;
}

static void stop_worker(Worker *w)
{
	struct rusage used;

	if (!w->pid)
		return;
	kill(w->pid, SIGKILL);
	reap(w, &used);
}

/* ---- a job that a worker did not survive ---- */

static char *why_died(const Pool *p, int status, const struct rusage *used)
{
	/* allocations fail near the limit, and what the library then does can be any signal */
	gboolean full = (guint64)used->ru_maxrss * 1024 > p->memory_limit / 4 * 3;

	if (full)
		return g_strdup_printf("out of memory: the limit is %" G_GUINT64_FORMAT " MiB", p->memory_limit >> 20);
	if (WIFSIGNALED(status))
		return g_strdup_printf("the worker was killed by SIG%s (%s)", sigabbrev_np(WTERMSIG(status)),
				       g_strsignal(WTERMSIG(status)));
	return g_strdup_printf("the worker ended with status %d", WEXITSTATUS(status));
}

static gboolean give_up(Pool *p, guint job, const char *reason, gint64 usec)
{
	LoPoolAnswer answer = { .job = job, .reason = reason, .usec = usec };

	if (!p->alone) {
		g_array_append_val(p->again, job);
		return TRUE;
	}
	return p->opt->take(&answer, p->opt->data, p->error);
}

static gboolean lose_worker(Pool *p, Worker *w, const char *reason)
{
	gint64 usec = g_get_monotonic_time() - w->started;
	g_autofree char *died = NULL;
	gboolean was_busy = w->busy;
	guint job = w->job;
	struct rusage used = { 0 };
	int status;

	if (reason)
		kill(w->pid, SIGKILL);
	status = reap(w, &used);
	if (!reason)
		reason = died = why_died(p, status, &used);
	return !was_busy || give_up(p, job, reason, usec);
}

/* ---- handing out ---- */

static gboolean hand_out(Pool *p, Worker *w)
{
	guint job = g_array_index(p->queue, guint, p->next);

	/* a library that leaks a little for each unit starts afresh now and then */
	if (w->pid && w->jobs_done >= LO_POOL_JOBS_PER_WORKER)
		stop_worker(w);
	if (!w->pid && !start_worker(p, w))
		return FALSE;
	w->job = job;
	w->busy = TRUE;
	w->started = g_get_monotonic_time();
	w->deadline = w->started + p->time_limit;
	p->next++;
	if (send(w->fd, &job, sizeof(job), MSG_NOSIGNAL) == (ssize_t)sizeof(job))
		return TRUE;
	return lose_worker(p, w, NULL);
}

static gboolean keep_busy(Pool *p, Worker *w)
{
	while (!w->busy && p->next < p->queue->len)
		if (!hand_out(p, w))
			return FALSE;
	return TRUE;
}

static gboolean hand_out_all(Pool *p)
{
	guint n = p->alone ? 1 : p->n_workers;

	for (guint i = 0; i < n; i++)
		if (!keep_busy(p, &p->workers[i]))
			return FALSE;
	return TRUE;
}

/* ---- answers ---- */

static gboolean deliver(Pool *p, const LoPoolHeader *h, const guint8 *payload)
{
	g_autoptr(GBytes) bytes = NULL;
	g_autofree char *reason = NULL;
	LoPoolAnswer answer = { .job = h->job, .usec = h->usec };

	if (h->ok)
		answer.bytes = bytes = g_bytes_new(payload, h->len);
	else
		answer.reason = reason = g_strndup((const char *)payload, h->len);
	return p->opt->take(&answer, p->opt->data, p->error);
}

/* The largest answer a sane unit gives is a few MiB. */
static gboolean is_garbage(const Worker *w, const LoPoolHeader *h)
{
	return h->magic != LO_POOL_MAGIC || !w->busy || h->job != w->job || h->len > LO_POOL_MAX_ANSWER;
}

static gboolean take_answer(Pool *p, Worker *w)
{
	g_autoptr(GByteArray) in = NULL;
	LoPoolHeader h;

	if (w->in->len < sizeof(h))
		return TRUE;
	memcpy(&h, w->in->data, sizeof(h));
	if (is_garbage(w, &h) || w->in->len > sizeof(h) + h.len)
		return lose_worker(p, w, "the worker sent garbage");
	if (w->in->len < sizeof(h) + h.len)
		return TRUE;
	w->busy = FALSE;
	w->jobs_done++;
	in = w->in;
	w->in = g_byte_array_new();
	/* its next job first: it works on while the answer is stored */
	return keep_busy(p, w) && deliver(p, &h, in->data + sizeof(h));
}

static gboolean read_worker(Pool *p, Worker *w)
{
	guint8 buffer[1 << 16];
	ssize_t n = read(w->fd, buffer, sizeof(buffer));

	if (n < 0 && errno == EINTR)
		return TRUE;
	if (n <= 0)
		return lose_worker(p, w, NULL);
	g_byte_array_append(w->in, buffer, (guint)n);
	return take_answer(p, w);
}

/* ---- the loop ---- */

/* A worker that has something to say is late only because we were. */
static gboolean check_deadlines(Pool *p, const struct pollfd *fds)
{
	gint64 now = g_get_monotonic_time();

	for (guint i = 0; i < p->n_workers; i++) {
		Worker *w = &p->workers[i];
		g_autofree char *reason = NULL;

		if (!w->busy || now < w->deadline || fds[i + 1].revents)
			continue;
		reason = g_strdup_printf("took longer than the limit of %g seconds", (double)p->time_limit / 1e6);
		if (!lose_worker(p, w, reason))
			return FALSE;
	}
	return TRUE;
}

static gboolean interrupted(Pool *p)
{
	struct signalfd_siginfo info;

	if (read(p->signal_fd, &info, sizeof(info)) != (ssize_t)sizeof(info))
		return FALSE;
	g_set_error(p->error, LO_ERROR, LO_ERROR_INCOMPLETE, "interrupted by SIG%s", sigabbrev_np((int)info.ssi_signo));
	return TRUE;
}

static int next_timeout(const Pool *p)
{
	gint64 now = g_get_monotonic_time(), first = now + 60 * G_USEC_PER_SEC;

	for (guint i = 0; i < p->n_workers; i++)
		if (p->workers[i].busy)
			first = MIN(first, p->workers[i].deadline);
	return first > now ? (int)((first - now) / 1000 + 1) : 0;
}

/* Worker i is at index i + 1; poll() passes over negative descriptors. */
static gboolean wait_once(Pool *p)
{
	g_autofree struct pollfd *fds = g_new0(struct pollfd, p->n_workers + 1);

	fds[0] = (struct pollfd){ .fd = p->signal_fd, .events = POLLIN };
	for (guint i = 0; i < p->n_workers; i++)
		fds[i + 1] = (struct pollfd){ .fd = p->workers[i].pid ? p->workers[i].fd : -1, .events = POLLIN };
	if (poll(fds, p->n_workers + 1, next_timeout(p)) < 0 && errno != EINTR) {
		g_set_error(p->error, LO_ERROR, LO_ERROR_IO, "waiting for workers: %s", g_strerror(errno));
		return FALSE;
	}
	if (fds[0].revents && interrupted(p))
		return FALSE;
	for (guint i = 0; i < p->n_workers; i++)
		if (fds[i + 1].revents && !read_worker(p, &p->workers[i]))
			return FALSE;
	return check_deadlines(p, fds);
}

static gboolean any_busy(const Pool *p)
{
	for (guint i = 0; i < p->n_workers; i++)
		if (p->workers[i].busy)
			return TRUE;
	return FALSE;
}

static void let_threads_run(Pool *p)
{
	if (p->opt->forking && !p->has_threads)
		p->opt->forking(FALSE, p->opt->data);
	p->has_threads = p->opt->forking != NULL;
}

static gboolean run_queue(Pool *p)
{
	do {
		if (!hand_out_all(p))
			return FALSE;
		let_threads_run(p);
		if (any_busy(p) && !wait_once(p))
			return FALSE;
	} while (any_busy(p) || p->next < p->queue->len);
	return TRUE;
}

static void stop_all(Pool *p)
{
	for (guint i = 0; i < p->n_workers; i++)
		stop_worker(&p->workers[i]);
}

/* Alone: what took down one worker must not take another's job with it, nor its memory. */
static gboolean run_again(Pool *p)
{
	g_array_unref(p->queue);
	p->queue = p->again;
	p->again = g_array_new(FALSE, FALSE, sizeof(guint));
	p->next = 0;
	p->alone = TRUE;
	stop_all(p);
	return run_queue(p);
}

static void pool_init(Pool *p, const LoPoolOptions *opt, const guint *jobs, guint n_jobs, GError **error)
{
	guint wanted = opt->workers ? opt->workers : g_get_num_processors();

	*p = (Pool){ .opt = opt, .error = error };
	p->memory_limit = opt->memory_limit ? opt->memory_limit : LO_POOL_MEMORY_LIMIT;
	p->time_limit = (gint64)(opt->time_limit ? opt->time_limit : LO_POOL_TIME_LIMIT) * G_USEC_PER_SEC;
	p->n_workers = CLAMP(MIN(wanted, n_jobs), 1, MAX_WORKERS);
	p->workers = g_new0(Worker, p->n_workers);
	for (guint i = 0; i < p->n_workers; i++)
		p->workers[i].in = g_byte_array_new();
	p->queue = g_array_new(FALSE, FALSE, sizeof(guint));
	g_array_append_vals(p->queue, jobs, n_jobs);
	p->again = g_array_new(FALSE, FALSE, sizeof(guint));
}

static void pool_clear(Pool *p)
{
	stop_all(p);
	for (guint i = 0; i < p->n_workers; i++)
		g_byte_array_unref(p->workers[i].in);
	g_free(p->workers);
	g_array_unref(p->queue);
	g_array_unref(p->again);
}

gboolean lo_pool_run(const LoPoolOptions *opt, const guint *jobs, guint n_jobs, GError **error)
{
	sigset_t ours, before;
	gboolean ok;
	Pool p;

	if (!n_jobs)
		return TRUE;
	sigemptyset(&ours);
	sigaddset(&ours, SIGINT);
	sigaddset(&ours, SIGTERM);
	sigprocmask(SIG_BLOCK, &ours, &before);
	pool_init(&p, opt, jobs, n_jobs, error);
	p.signal_fd = signalfd(-1, &ours, SFD_CLOEXEC | SFD_NONBLOCK);
	ok = run_queue(&p) && run_again(&p);
	pool_clear(&p);
	if (p.signal_fd >= 0)
		close(p.signal_fd);
	sigprocmask(SIG_SETMASK, &before, NULL);
	return ok;
}
