#include "common/progress.h"
#include "common/escape.h"

#include <stdio.h>
#include <unistd.h>

#define DELAY_USEC G_USEC_PER_SEC
#define INTERVAL_USEC (G_USEC_PER_SEC / 5)

struct LoProgress {
	char *title;
	guint64 total;
	LoProgressIo io;
	gint64 started, shown;	/* shown: 0 until the first time */

	/* stepwise: what the thread shares */
	GThread *ticker;
	GMutex lock;
	GCond ended;
	gboolean is_ended;
	char *step;		/* NULL: not stepwise, or not begun */
	gint64 expected;	/* microseconds in all; 0: not known yet */
};

static gint64 real_now(gpointer data)
{
	(void)data;
	return g_get_monotonic_time();
}

static void show_on_terminal(const char *text, gpointer data)
{
	(void)data;
	fprintf(stderr, "\r\033[K%s", text);
	fflush(stderr);
}

static void show_nothing(const char *text, gpointer data)
{
	(void)text;
	(void)data;
}

LoProgress *lo_progress_new_with_io(const char *title, guint64 total, const LoProgressIo *io)
{
	LoProgress *p = g_new0(LoProgress, 1);

	p->title = lo_escape(title);
	p->total = total;
	p->io = *io;
	p->started = io->now(io->data);
	g_mutex_init(&p->lock);
	g_cond_init(&p->ended);
	return p;
}

LoProgress *lo_progress_new(const char *title, guint64 total)
{
	LoProgressIo io = { .now = real_now, .show = isatty(STDERR_FILENO) ? show_on_terminal : show_nothing };

	return lo_progress_new_with_io(title, total, &io);
}

static void append_duration(GString *out, guint64 seconds)
{
	if (seconds >= 3600)
		g_string_append_printf(out, "%" G_GUINT64_FORMAT ":%02u:", seconds / 3600,
				       (guint)(seconds / 60 % 60));
	else
		g_string_append_printf(out, "%u:", (guint)(seconds / 60));
	g_string_append_printf(out, "%02u", (guint)(seconds % 60));
}

static char *line_text(const LoProgress *p, guint64 done, gint64 elapsed)
{
	GString *out = g_string_new(NULL);
	double rate = (double)done * G_USEC_PER_SEC / (double)elapsed;

	g_string_append_printf(out, "%s: %" G_GUINT64_FORMAT, p->title, done);
	if (p->total)
		g_string_append_printf(out, "/%" G_GUINT64_FORMAT " (%u%%)", p->total,
				       (guint)(100.0 * (double)MIN(done, p->total) / (double)p->total));
	if (done)
		g_string_append_printf(out, rate < 10 ? ", %.1f/s" : ", %.0f/s", rate);
	if (done && done < p->total) {
		g_string_append(out, ", ");
		append_duration(out, (guint64)((double)(p->total - done) / rate));
		g_string_append(out, " left");
	}
	return g_string_free(out, FALSE);
}

/* Is it time to? */
static gboolean is_due(const LoProgress *p, gint64 now)
{
	return now - p->started >= DELAY_USEC && (!p->shown || now - p->shown >= INTERVAL_USEC);
}

void lo_progress_update(LoProgress *p, guint64 done)
{
	if (!p)
		return;

	gint64 now = p->io.now(p->io.data);
	if (!is_due(p, now))
		return;
	g_autofree char *text = line_text(p, done, now - p->started);
	p->io.show(text, p->io.data);
	p->shown = now;
}

/* ---- stepwise ---- */

static char *step_text(const LoProgress *p, gint64 elapsed)
{
	GString *out = g_string_new(NULL);

	g_string_append_printf(out, "%s: %s, ", p->title, p->step);
	append_duration(out, (guint64)(elapsed / G_USEC_PER_SEC));
	if (p->expected > elapsed) {
		g_string_append(out, ", about ");
		append_duration(out, (guint64)((p->expected - elapsed) / G_USEC_PER_SEC));
		g_string_append(out, " left");
	}
	return g_string_free(out, FALSE);
}

/* With the lock held. */
static void show_step(LoProgress *p)
{
	gint64 now = p->io.now(p->io.data);

	if (!p->step || !is_due(p, now))
		return;
	g_autofree char *text = step_text(p, now - p->started);
	p->io.show(text, p->io.data);
	p->shown = now;
}

void lo_progress_tick(LoProgress *p)
{
	g_mutex_lock(&p->lock);
	show_step(p);
	g_mutex_unlock(&p->lock);
}

static gpointer tick_until_ended(gpointer data)
{
	LoProgress *p = data;

	g_mutex_lock(&p->lock);
	while (!p->is_ended) {
		show_step(p);
		g_cond_wait_until(&p->ended, &p->lock, g_get_monotonic_time() + INTERVAL_USEC);
	}
	g_mutex_unlock(&p->lock);
	return NULL;
}

LoProgress *lo_progress_new_stepwise(const char *title)
{
	LoProgress *p = lo_progress_new(title, 0);

	if (p->io.show == show_on_terminal)
		p->ticker = g_thread_try_new("progress", tick_until_ended, p, NULL);
	return p;
}

void lo_progress_step(LoProgress *p, const char *name, guint percent)
{
	if (!p)
		return;
	g_mutex_lock(&p->lock);
	g_free(p->step);
	p->step = g_strdup(name);
	if (percent)
		p->expected = (p->io.now(p->io.data) - p->started) * 100 / percent;
	show_step(p);
	g_mutex_unlock(&p->lock);
}

static void stop_ticker(LoProgress *p)
{
	g_mutex_lock(&p->lock);
	p->is_ended = TRUE;
	g_cond_signal(&p->ended);
	g_mutex_unlock(&p->lock);
	g_clear_pointer(&p->ticker, g_thread_join);
}

void lo_progress_free(LoProgress *p)
{
	if (!p)
		return;
	if (p->ticker)
		stop_ticker(p);
	if (p->shown)
		p->io.show("", p->io.data);
	g_mutex_clear(&p->lock);
	g_cond_clear(&p->ended);
	g_free(p->step);
	g_free(p->title);
	g_free(p);
}
