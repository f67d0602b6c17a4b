/*
 * Units of the last scan read again, with other contents for some files, by
 * worker processes.  Nothing is stored.
 */
#pragma once

#include "facts/store.h"
#include "frontend/unit.h"

typedef struct {
	const LoOverlay *overlays;
	guint n_overlays;
	guint jobs;		/* worker processes; 0: one for each processor */
	double seconds;		/* units that are not read by then are left; 0: all are read */
	void (*forking)(gboolean again, gpointer data);	/* LoPoolOptions; with lo_reread()'s data */
} LoRereadOptions;

/* What the unit says now, lent. FALSE with an error ends it all. */
typedef gboolean (*LoRereadTake)(const char *source, const LoUnit *unit, gpointer data, GError **error);

/*
 * `sources` are named as the store does.  `left`: how many there was no time
 * for.  A unit that cannot be read at all is an error.  To be called before the
 * process has threads, or see LoPoolOptions.forking.
 */
gboolean lo_reread(LoStore *store, const GPtrArray *sources, const LoRereadOptions *opt, LoRereadTake take, gpointer data,
		   guint *left, GError **error);
