/*
 * The program interpreted: a summary for each function that has a body, and
 * the values that they speak of.  All that follows (classes, targets, strata)
 * is made of it.
 *
 * It can be packed and unpacked, so that a change of a few files is solved
 * without interpreting all others again.  The bytes are for the very program
 * that wrote them: they hold structures as they are in memory.
 */
#pragma once

#include "callgraph/scc.h"
#include "summary/summary.h"

typedef struct {
	LoProgram *program;
	LoVals *vals;
	LoSummary **all;	/* per function; NULL: no body */
	guint n;		/* functions */
	GArray *calls;		/* LoPair: caller and callee of each direct call that is followed */
} LoSummaries;

/* Takes the program. */
LoSummaries *lo_summaries_new(LoProgram *p, const LoModel *model);
void lo_summaries_free(LoSummaries *s);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(LoSummaries, lo_summaries_free)

/* The direct calls of one body, at the end of `pairs`; none of one that the model stands for. */
void lo_summaries_add_calls(LoVals *vals, LoFnId id, GArray *pairs);

/* From callee to callers, who call it directly or because a constant says so. */
LoGraph *lo_summaries_callers(const LoSummaries *s);

GBytes *lo_summaries_pack(const LoSummaries *s);
/* Back, any number of times.  LO_ERROR_DB when the bytes make no sense. */
LoSummaries *lo_summaries_unpack(GBytes *packed, const LoModel *model, GError **error);
