#include "solver/confidence.h"

#include "common/threads.h"

#define CERTAIN 0.95		/* of the shortest chain */
#define FREE_CALLS 2		/* of one edge */
#define PER_CALL 0.97
#define INTERRUPT 0.8		/* it must come while the lock is held, on that CPU */
#define MANY_CALLS 12		/* of a report, so that it is worth telling */

/* One of `fan` functions is called, nobody knows which. */
static double hop_part(guint fan)
{
	return fan <= 1 ? 0.95 : fan <= 4 ? 0.8 : fan <= 16 ? 0.65 : fan <= 64 ? 0.5 : 0.35;
}

/* The edge's own event, then down the callees' entries. */
static double indirect_part(const LoWitness *w, const LoEdge *e)
{
	LoFnId fn = e->fn, callee = e->callee;
	guint32 event = e->event, next = e->next;
	double part = 1;

	for (guint n = 0; n < 40; n++) {
		const LoSummary *s = w->summaries[fn];
		const LoAcq *a = callee != LO_NO_ID ? &LO_AT(lo_strata_acqs(w->strata, callee), LoAcq, next) : NULL;
		if (!a || event >= s->events->len)
			break;
		const LoEvent *ev = &LO_AT(s->events, LoEvent, event);
		if (ev->kind == LO_EV_ICALL)
			part *= hop_part(lo_witness_fan(w, ev));
		fn = callee;
		event = a->event;
		callee = a->callee;
		next = a->next;
	}
	return part;
}

static guint calls_of(const GArray *from_chain, const GArray *to_chain)
{
	return (from_chain->len ? from_chain->len - 1 : 0) + (to_chain->len ? to_chain->len - 1 : 0);
}

guint8 lo_edge_confidence(const LoWitness *w, const LoEdge *e, const GArray *from_chain, const GArray *to_chain)
{
	double p = CERTAIN * indirect_part(w, e) * (e->held.through > 1 ? hop_part(e->held.through) : 1);

	for (guint i = calls_of(from_chain, to_chain); i > FREE_CALLS; i--)
		p *= PER_CALL;
	return (guint8)(p * 100 + 0.5);
}

guint8 lo_edge_most_confidence(const LoEdge *e)
{
	double p = CERTAIN;

	for (guint i = 0; i < e->hops; i++)
		p *= hop_part(i ? 1 : e->fan);
	for (guint i = e->depth; i > FREE_CALLS; i--)
		p *= PER_CALL;
	return (guint8)(p * 100 + 0.5);
}

static guint32 judged_number(const LoReportRow *r, guint i)
{
	return LO_AT(r->edges, guint32, i % r->edges->len);
}

const LoEdgeRow *lo_judged_row(const LoJudge *j, const LoReportRow *r, guint i)
{
	return &LO_AT(j->sol->edges, LoEdgeRow, judged_number(r, i));
}

const LoEdge *lo_judged_edge(const LoJudge *j, const LoReportRow *r, guint i)
{
	return &LO_AT(lo_strata_edges(j->w->strata), LoEdge, j->edge_of[judged_number(r, i)]);
}

const LoOrderTraits *lo_judged_traits(const LoJudge *j, const LoReportRow *r, guint i)
{
	return &j->traits[judged_number(r, i)];
}

static void say(GString *reasons, const char *text)
{
	if (reasons->len)
		g_string_append(reasons, "; ");
	g_string_append(reasons, text);
}

/* What the edges say: their confidences, how many are indirect, how long the chains are. */
static double judge_edges(const LoJudge *j, const LoReportRow *r, GString *reasons)
{
	guint indirect = 0, hops = 0, calls = 0;
	double p = 1;

	for (guint i = 0; i < r->edges->len; i++) {
		const LoEdgeRow *e = lo_judged_row(j, r, i);
		indirect += e->hops != 0;
		hops += e->hops;
		calls += calls_of(e->from_chain, e->to_chain);
		p *= e->confidence / 100.0;
	}
	if (indirect)
		g_string_append_printf(reasons, "%u of %u edges through indirect calls, %u in all", indirect, r->edges->len, hops);
	else
		g_string_append(reasons, "every edge by direct calls");
	if (calls > MANY_CALLS)
		g_string_append_printf(reasons, "; chains of %u calls in all", calls);
	return p;
}

static void judge(const LoJudge *j, LoReportRow *r)
{
	static const LoFilter filters[] = {
		lo_filter_instances, lo_filter_semaphores, lo_filter_waits, lo_filter_modules, lo_filter_references,
		lo_filter_boot, lo_filter_gates, lo_filter_paths,
	};
	if (!r->edges->len)	/* no order: judged where it was found */
		return;
	GString *reasons = g_string_new(NULL);
	double p = judge_edges(j, r, reasons);

	for (guint i = 0; i < G_N_ELEMENTS(filters); i++) {
		g_autoptr(GString) why = g_string_new(NULL);
		guint left = filters[i](j, r, why);
		if (left == 100)
			continue;
		say(reasons, why->str);
		p *= left / 100.0;
		if (!left) {
			g_free(r->held_back);
			r->held_back = g_strdup(why->str);
		}
	}
	r->confidence = (guint8)(p * 100 + 0.5);
	if (r->confidence < LO_CONFIDENCE_LEAST && !*r->held_back) {
		g_free(r->held_back);
		r->held_back = g_strdup("too much speaks against it");
	}
	g_free(r->reasons);
	r->reasons = g_string_free(reasons, FALSE);
}

/* Its context has both chains, what they choose from is judged already. */
static void judge_interrupt(LoReportRow *r)
{
	double p = r->confidence * INTERRUPT;

	for (guint i = r->context->len; i > 2 + FREE_CALLS; i--)
		p *= PER_CALL;
	r->confidence = (guint8)(p + 0.5);
}

/* ---- what is looked up ---- */

struct LoJudges {
	LoVals *vals;
	LoSummary *const *summaries;
	guint n;
	LoClasses *classes;
	gboolean open;		/* they may ask for classes */
	GThread *thread, *gates_thread;	/* that find what follows; NULL: it is there */
	LoModules *modules;
	LoBoot *boot;
	guint8 *last_reference;	/* see LoJudge */
	LoGates *gates;
};

static gpointer find_judges(gpointer data)
{
	LoJudges *judges = data;
	const LoProgram *p = lo_vals_program(judges->vals);

	judges->modules = lo_modules_new(p, judges->summaries, judges->n);
	judges->boot = lo_boot_new(judges->vals, judges->summaries, judges->n);
	for (guint i = 0; i < judges->n; i++)
		judges->last_reference[i] = lo_model_is_last_reference(lo_vals_model(judges->vals), lo_program_fn(p, i)->name);
	return NULL;
}

LoJudges *lo_judges_start(LoVals *vals, LoSummary *const *summaries, guint n)
{
	LoJudges *judges = g_new0(LoJudges, 1);

	*judges = (LoJudges){ .vals = vals, .summaries = summaries, .n = n, .last_reference = g_new0(guint8, n + 1) };
	judges->thread = g_thread_new("judges", find_judges, judges);
	return judges;
}

static gpointer find_gates(gpointer data)
{
	LoJudges *judges = data;

	judges->gates = lo_gates_new(judges->vals, judges->summaries, judges->n, judges->classes);
	return NULL;
}

void lo_judges_find_gates(LoJudges *judges, LoClasses *classes)
{
	judges->classes = classes;
	find_gates(judges);
}

void lo_judges_open(LoJudges *judges, const LoWitness *w)
{
	if (!lo_strata_edges(w->strata)->len)	/* no report needs gates */
		return;
	judges->classes = w->classes;
	judges->open = TRUE;
	lo_classes_share(w->classes, TRUE);
	if (!judges->gates)
		judges->gates_thread = g_thread_new("gates", find_gates, judges);
}

static void wait_for(LoJudges *judges)
{
	if (judges->thread)
		g_thread_join(g_steal_pointer(&judges->thread));
	if (judges->gates_thread)
		g_thread_join(g_steal_pointer(&judges->gates_thread));
}

void lo_judges_free(LoJudges *judges)
{
	if (!judges)
		return;
	wait_for(judges);
	lo_modules_free(judges->modules);
	lo_gates_free(judges->gates);
	lo_boot_free(judges->boot);
	g_free(judges->last_reference);
	g_free(judges);
}

/* ---- all of them ---- */

/* Rows of edges that reports are of, each once. */
static GArray *judged_orders(const LoSolution *sol)
{
	GArray *out = g_array_new(FALSE, FALSE, sizeof(guint32));
	g_autofree guint8 *seen = g_new0(guint8, sol->edges->len + 1);

	for (guint i = 0; i < sol->reports->len; i++) {
		const GArray *edges = LO_AT(sol->reports, LoReportRow, i).edges;
		for (guint k = 0; k < edges->len; k++) {
			guint32 row = LO_AT(edges, guint32, k);
			if (!seen[row])
				g_array_append_val(out, row);
			seen[row] = TRUE;
		}
	}
	return out;
}

typedef struct {
	LoJudge judge;
	const GArray *orders;	/* guint32: rows of edges */
	GArray *reports;
} Session;

static void find_traits(guint32 i, gpointer worker, gpointer data)
{
	const Session *s = data;
	const LoJudge *j = &s->judge;
	guint32 row = LO_AT(s->orders, guint32, i);
	const LoEdge *e = &LO_AT(lo_strata_edges(j->w->strata), LoEdge, j->edge_of[row]);

	(void)worker;
	j->traits[row] = (LoOrderTraits){ lo_order_modules(j, &LO_AT(j->sol->edges, LoEdgeRow, row)), lo_order_when(j, e),
					  lo_order_ways(j, e), lo_order_is_last_put(j, e) };
}

static void judge_one(guint32 i, gpointer worker, gpointer data)
{
	const Session *s = data;
	LoReportRow *r = &LO_AT(s->reports, LoReportRow, i);

	(void)worker;
	/* what one function shows has been judged by who found it */
	if (r->kind == LO_REPORT_IRQ)
		judge_interrupt(r);
	else if (r->kind != LO_REPORT_IMBALANCE)
		judge(&s->judge, r);
}

void lo_judge_reports(LoSolution *sol, const LoWitness *w, const guint32 *edge_of, LoJudges *judges)
{
	g_autofree LoOrderTraits *traits = g_new0(LoOrderTraits, sol->edges->len + 1);
	g_autoptr(GArray) orders = judged_orders(sol);

	wait_for(judges);
	Session s = { { w, sol, edge_of, judges->modules, judges->gates, judges->boot, judges->last_reference, traits },
		      orders, sol->reports };
	lo_threads_share(orders->len, find_traits, &s);
	lo_threads_share(sol->reports->len, judge_one, &s);
	if (judges->open)
		lo_classes_share(w->classes, FALSE);
	for (guint i = 0; i < orders->len; i++)
		g_array_unref(traits[LO_AT(orders, guint32, i)].modules);
}
