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

void lo_progress_update(LoProgress *p, guint64 done)
{
	if (!p)
		return;

	gint64 now = p->io.now(p->io.data);
	if (now - p->started < DELAY_USEC || (p->shown && now - p->shown < INTERVAL_USEC))
		return;
	g_autofree char *text = line_text(p, done, now - p->started);
	p->io.show(text, p->io.data);
	p->shown = now;
}

void lo_progress_free(LoProgress *p)
{
	if (!p)
		return;
	if (p->shown)
		p->io.show("", p->io.data);
	g_free(p->title);
	g_free(p);
}
