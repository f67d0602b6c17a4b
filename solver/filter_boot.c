/*
 * Orders of code that runs once: at boot nobody else is there yet, and what one
 * file does at boot and when it goes is done by one thread after the other.
 */
#include "solver/confidence.h"

#include <string.h>

#define HANGS_PERCENT 60	/* it would hang at each boot */
#define AT_BOOT_PERCENT 60	/* of two orders */
#define AT_END_PERCENT 85
#define OTHER_PLACES_PERCENT 40	/* all that was looked at runs once, but other places make the same orders */

LoRunsWhen lo_order_when(const LoJudge *j, const LoEdge *e)
{
	g_autoptr(GArray) fns = lo_witness_functions(j->w, e);
	LoRunsWhen when = LO_RUNS_ANY_TIME;

	for (guint i = 0; when == LO_RUNS_ANY_TIME && i < fns->len; i++)
		when = lo_boot_when(j->boot, LO_AT(fns, LoFnId, i));
	return when;
}

static const char *file_of(const LoJudge *j, const LoEdge *e)
{
	return lo_program_fn(j->w->program, e->fn)->file;
}

/* Is the edge made at the one place that was looked at only, or by locks of that file? */
static gboolean is_only_there(const LoJudge *j, const LoReportRow *r, guint i)
{
	const LoEdge *e = lo_judged_edge(j, r, i);
	const LoClassRow *from = &g_array_index(j->sol->classes, LoClassRow, lo_judged_row(j, r, i)->from);

	return e->witnesses == 1 || !strcmp(from->file, file_of(j, e));
}

static guint recursion_part(const LoJudge *j, const LoReportRow *r, GString *why)
{
	if (lo_judged_traits(j, r, 0)->when != LO_RUNS_AT_BOOT)
		return 100;
	g_string_append(why, "runs at boot only, where it would hang for everybody");
	return HANGS_PERCENT;
}

/* None of the edges, some, or all of them, in one file. */
static guint once_part(GString *why, gboolean all, gboolean only, LoRunsWhen some)
{
	if (all) {
		g_string_append(why, "all orders are of code of one file that runs once, one after the other");
		return only ? 0 : OTHER_PLACES_PERCENT;
	}
	if (some == LO_RUNS_ANY_TIME)
		return 100;
	g_string_append(why, some == LO_RUNS_AT_BOOT ? "one order is of code that runs once, at the start" :
			"one order is of code that runs once, at the end");
	return some == LO_RUNS_AT_BOOT ? AT_BOOT_PERCENT : AT_END_PERCENT;
}

guint lo_filter_boot(const LoJudge *j, const LoReportRow *r, GString *why)
{
	gboolean all = TRUE, only = TRUE;
	LoRunsWhen some = LO_RUNS_ANY_TIME;

	if (r->edges->len == 1)
		return recursion_part(j, r, why);
	for (guint i = 0; i < r->edges->len; i++) {
		const LoEdge *e = lo_judged_edge(j, r, i);
		LoRunsWhen when = lo_judged_traits(j, r, i)->when;
		all = all && when != LO_RUNS_ANY_TIME && !strcmp(file_of(j, e), file_of(j, lo_judged_edge(j, r, 0)));
		only = only && is_only_there(j, r, i);
		if (e->witnesses == 1 && (some == LO_RUNS_ANY_TIME || when == LO_RUNS_AT_BOOT))
			some = when == LO_RUNS_ANY_TIME ? some : when;
	}
	return once_part(why, all, only, some);
}
