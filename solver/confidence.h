/*
 * How sure a report is, with the reasons.
 *
 * The confidence of an edge is a rough probability that its chain can run as it
 * stands: each call beyond the first few and each indirect hop that had a
 * choice takes its part.  That of a report is the product over its edges, times
 * what each filter leaves; a filter that leaves nothing holds the report back.
 * A call that runs all that is registered somewhere had no choice.
 */
#pragma once

#include "orders/witness.h"
#include "solver/boot.h"
#include "solver/gates.h"
#include "solver/modules.h"

/* 0..100; the chains as in the row. */
guint8 lo_edge_confidence(const LoWitness *w, const LoEdge *e, const GArray *from_chain, const GArray *to_chain);

/* What filters look at. */
typedef struct {
	const LoWitness *w;
	const LoSolution *sol;
	const guint32 *edge_of;	/* per row of an edge, its number in lo_strata_edges() */
	LoModules *modules;
	LoGates *gates;
	LoBoot *boot;
	/* Answers, each found once: there are many more reports than edges on them. */
	GArray **edge_modules;	/* per row of an edge: guint32, the modules on its chains; NULL: not asked yet */
	guint8 *edge_when;	/* per row of an edge: 1 + LoRunsWhen; 0: not asked yet */
	guint8 *edge_last;	/* per row of an edge: 1 + is it taken for the last reference? 0: not asked yet */
	GArray **fn_puts;	/* per function: its calls that ask whether a reference was the last one; NULL: not asked yet */
} LoJudge;

/* How many percent of the confidence are left; below 100 `why` is what to say of it, 0 holds back. */
typedef guint (*LoFilter)(LoJudge *j, const LoReportRow *r, GString *why);

guint lo_filter_instances(LoJudge *j, const LoReportRow *r, GString *why);	/* filter_instances.c */
guint lo_filter_modules(LoJudge *j, const LoReportRow *r, GString *why);	/* filter_modules.c */
guint lo_filter_gates(LoJudge *j, const LoReportRow *r, GString *why);		/* filter_gates.c */
guint lo_filter_boot(LoJudge *j, const LoReportRow *r, GString *why);		/* filter_boot.c */
guint lo_filter_references(LoJudge *j, const LoReportRow *r, GString *why);	/* filter_references.c */
guint lo_filter_semaphores(LoJudge *j, const LoReportRow *r, GString *why);	/* filter_instances.c */
guint lo_filter_waits(LoJudge *j, const LoReportRow *r, GString *why);		/* filter_waits.c */
guint lo_filter_paths(LoJudge *j, const LoReportRow *r, GString *why);		/* filter_paths.c */

const LoEdgeRow *lo_judged_row(const LoJudge *j, const LoReportRow *r, guint i);	/* i modulo the number of edges */
const LoEdge *lo_judged_edge(const LoJudge *j, const LoReportRow *r, guint i);
guint32 lo_judged_number(const LoReportRow *r, guint i);	/* the edge's row */

/* Sets confidence, reasons and held_back of sol->reports. */
void lo_judge_reports(LoSolution *sol, const LoWitness *w, const guint32 *edge_of);
