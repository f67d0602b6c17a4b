/*
 * What holds the call graph together, per stratum: if calls through members
 * were followed as one graph, how large a component they would make, and which
 * functions and members make it.  No summary is computed over those: strata
 * keep to the components of direct calls.
 */
#pragma once

#include "summary/targets.h"

typedef struct {
	guint32 functions;	/* with a body, in all */
	guint32 component;	/* functions in the largest one */
	GPtrArray *top_functions, *top_members;	/* char *, owned: "name (calls inside the component)", at most ten */
} LoShape;

/* Stratum 0: direct calls. Others: and calls through members, of at most `fan` targets. */
void lo_shape_measure(LoShape *out, LoVals *vals, LoSummary *const *summaries, guint n, LoTargets *targets,
		      gboolean members, guint fan);
void lo_shape_clear(LoShape *shape);
