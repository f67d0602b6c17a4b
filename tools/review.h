/*
 * What edits of some files do to the lock order: the files' units are read
 * again, and what changed in them is solved on top of the last scan.
 */
#pragma once

#include "solver/solver.h"
#include "tools/command.h"
#include "tools/edits.h"

typedef struct {
	const char *const *models;
	gint strata;
	guint jobs;
	gboolean only_added;	/* what the edits take away is not asked for */
	double seconds;		/* for units that include an edited header; those beyond are told */
} LoReviewOptions;

#define LO_REVIEW_SECONDS 3.0

/* The reports and edges that the edits make come and go.  `before` and `after` are what the result is about,
 * owned by the caller. Tells on standard error what was not looked at. */
LoDiff *lo_review(LoStore *store, const LoEdits *edits, const LoReviewOptions *opt, LoSolution **before, LoSolution **after,
		  GError **error);

/* The new reports of `d`, of the solution `after`, become one for each cause; all of its reports are ranked anew. */
void lo_review_group(LoDiff *d, LoSolution *after);
