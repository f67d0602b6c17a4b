/*
 * One line on a terminal that says how far a long job is, how fast, and how
 * long it will take.  Nothing is shown in the first second, nor more often than
 * every 0.2 s, nor when the file descriptor is no terminal.
 */
#pragma once

#include <glib.h>

typedef struct LoProgress LoProgress;

/* What the line is made with; tests give their own. */
typedef struct {
	gint64 (*now)(gpointer data);			/* microseconds, monotonic */
	void (*show)(const char *text, gpointer data);	/* "" wipes the line */
	gpointer data;
} LoProgressIo;

/* On stderr, silent unless that is a terminal. `total` 0: unknown. */
LoProgress *lo_progress_new(const char *title, guint64 total);
LoProgress *lo_progress_new_with_io(const char *title, guint64 total, const LoProgressIo *io);
void lo_progress_update(LoProgress *p, guint64 done);	/* NULL is fine */

/*
 * Work of few long steps, whose usual shares are known: a thread keeps the line
 * up to date between them.  `percent` of the whole is usually done when the
 * step begins.
 */
LoProgress *lo_progress_new_stepwise(const char *title);
void lo_progress_step(LoProgress *p, const char *name, guint percent);	/* NULL is fine */
void lo_progress_tick(LoProgress *p);	/* what that thread does again and again */
void lo_progress_free(LoProgress *p);			/* wipes the line; NULL is fine */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(LoProgress, lo_progress_free)
