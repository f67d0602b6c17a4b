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

/* No less than that, without the chains. */
guint8 lo_edge_most_confidence(const LoEdge *e);

/* What filters look up, found out once, beside other work. */
typedef struct LoJudges LoJudges;

LoJudges *lo_judges_start(LoVals *vals, LoSummary *const *summaries, guint n);
/* What else is to be looked up, by whoever has a thread for it before the strata are there. */
void lo_judges_find_gates(LoJudges *judges, LoClasses *classes);
/* Looks up what is left.  From now on until lo_judge_reports() nothing but what several threads may ask is asked of w's
 * classes. */
void lo_judges_open(LoJudges *judges, const LoWitness *w);
void lo_judges_free(LoJudges *judges);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(LoJudges, lo_judges_free)

typedef enum { LO_WAYS_ALIKE, LO_WAYS_SOME_HELD, LO_WAYS_SOME_RELEASED } LoWays;

/* What is asked of an order whatever report it is in: there are many more reports than orders in them. */
typedef struct {
	GArray *modules;	/* guint32: those on its chains; NULL: the order is in no report */
	LoRunsWhen when;
	LoWays ways;
	gboolean last_put;	/* the second lock is taken for the last reference */
} LoOrderTraits;

typedef struct {
	const LoWitness *w;
	const LoSolution *sol;
	const guint32 *edge_of;	/* per row of an edge, its number in lo_strata_edges() */
	const LoModules *modules;
	LoGates *gates;		/* only asked: several threads may */
	const LoBoot *boot;
	const guint8 *last_reference;	/* per function: does it say whether a reference was the last one? */
	LoOrderTraits *traits;	/* per row of an edge */
} LoJudge;

GArray *lo_order_modules(const LoJudge *j, const LoEdgeRow *row);	/* owned by the caller */
LoRunsWhen lo_order_when(const LoJudge *j, const LoEdge *e);
gboolean lo_order_is_last_put(const LoJudge *j, const LoEdge *e);
LoWays lo_order_ways(const LoJudge *j, const LoEdge *e);

/* How many percent of the confidence are left; below 100 `why` is what to say of it, 0 holds back. */
typedef guint (*LoFilter)(const LoJudge *j, const LoReportRow *r, GString *why);

guint lo_filter_instances(const LoJudge *j, const LoReportRow *r, GString *why);	/* filter_instances.c */
guint lo_filter_modules(const LoJudge *j, const LoReportRow *r, GString *why);	/* filter_modules.c */
guint lo_filter_gates(const LoJudge *j, const LoReportRow *r, GString *why);		/* filter_gates.c */
guint lo_filter_boot(const LoJudge *j, const LoReportRow *r, GString *why);		/* filter_boot.c */
guint lo_filter_references(const LoJudge *j, const LoReportRow *r, GString *why);	/* filter_references.c */
guint lo_filter_semaphores(const LoJudge *j, const LoReportRow *r, GString *why);	/* filter_instances.c */
guint lo_filter_waits(const LoJudge *j, const LoReportRow *r, GString *why);		/* filter_waits.c */
guint lo_filter_paths(const LoJudge *j, const LoReportRow *r, GString *why);		/* filter_paths.c */

const LoEdgeRow *lo_judged_row(const LoJudge *j, const LoReportRow *r, guint i);	/* i modulo the number of edges */
const LoEdge *lo_judged_edge(const LoJudge *j, const LoReportRow *r, guint i);
const LoOrderTraits *lo_judged_traits(const LoJudge *j, const LoReportRow *r, guint i);

/* Sets confidence, reasons and held_back of sol->reports; waits for the judges. */
void lo_judge_reports(LoSolution *sol, const LoWitness *w, const guint32 *edge_of, LoJudges *judges);
