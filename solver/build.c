#include "solver/build.h"

#include "solver/cycles.h"

#include <stdlib.h>
#include <string.h>

#define MAX_REPORTS 20000

/* A class's row, or none for those that no edge names. */
typedef struct {
	const LoWitness *w;
	LoSolution *sol;
	guint32 *row_of;	/* per class */
} Build;

static int compare_classes(const void *a, const void *b)
{
	const LoClassRow *x = a, *y = b;
	int order = strcmp(x->name, y->name);

	if (!order)
		order = strcmp(x->file, y->file);
	if (!order)
		order = (x->line > y->line) - (x->line < y->line);
	return order ? order : (x->kind > y->kind) - (x->kind < y->kind);
}

static GPtrArray *copy_names(const GPtrArray *names)
{
	GPtrArray *out = g_ptr_array_new_with_free_func(g_free);

	for (guint i = 0; i < names->len; i++)
		g_ptr_array_add(out, g_strdup(g_ptr_array_index(names, i)));
	return out;
}

typedef struct {
	LoClassRow row;
	LoClassId id;
} NumberedRow;

static void add_classes(Build *b)
{
	guint n = lo_classes_count(b->w->classes);
	g_autofree NumberedRow *rows = g_new0(NumberedRow, n + 1);

	for (LoClassId i = 0; i < n; i++) {
		const LoClass *c = lo_class_get(b->w->classes, i);
		GPtrArray *names = copy_names(c->names);
		if (!names->len)
			g_ptr_array_add(names, g_strdup("?"));
		rows[i].row = (LoClassRow){ g_strdup(g_ptr_array_index(names, 0)), names, c->kind, g_strdup(c->file), c->line };
		rows[i].id = i;
	}
	qsort(rows, n, sizeof(NumberedRow), compare_classes);
	b->row_of = g_new(guint32, n + 1);
	for (guint i = 0; i < n; i++) {
		b->row_of[rows[i].id] = i;
		g_array_append_val(b->sol->classes, rows[i].row);
	}
}

/* Each indirect hop that had others to choose from makes the chain less sure. */
static guint8 edge_confidence(const LoEdge *e)
{
	guint c = 95;

	for (guint i = 0; i < e->hops; i++)
		c = c * (e->fan <= 1 ? 95 : e->fan <= 4 ? 80 : e->fan <= 16 ? 65 : 50) / 100;
	return c;
}

static int compare_text(const char *a, const char *b)
{
	return strcmp(a ? a : "", b ? b : "");
}

static const LoHop *last_hop(const GArray *chain)
{
	return chain->len ? &g_array_index(chain, LoHop, chain->len - 1) : NULL;
}

static int compare_edges(const void *a, const void *b)
{
	const LoEdgeRow *x = a, *y = b;

	if (x->from != y->from)
		return x->from < y->from ? -1 : 1;
	if (x->to != y->to)
		return x->to < y->to ? -1 : 1;
	if (x->confidence != y->confidence)
		return x->confidence > y->confidence ? -1 : 1;
	const LoHop *p = last_hop(x->to_chain), *q = last_hop(y->to_chain);
	int order = p && q ? compare_text(p->file, q->file) : 0;
	if (!order && p && q)
		order = (p->line > q->line) - (p->line < q->line);
	if (!order)
		order = (x->from_hold - y->from_hold) * 8 + (x->to_hold - y->to_hold) * 2 + (x->from_try - y->from_try);
	if (!order)
		order = x->same_instance - y->same_instance;
	return order;
}

static void add_edges(Build *b)
{
	const GArray *edges = lo_strata_edges(b->w->strata);

	for (guint i = 0; i < edges->len; i++) {
		const LoEdge *e = &g_array_index(edges, LoEdge, i);
		LoEdgeRow row = { .from = b->row_of[e->from], .to = b->row_of[e->to], .from_hold = e->from_hold,
				  .to_hold = e->to_hold, .from_try = e->from_try, .same_instance = e->same_instance == 1,
				  .hops = e->hops, .confidence = edge_confidence(e),
				  .from_chain = lo_witness_from(b->w, e), .to_chain = lo_witness_to(b->w, e) };
		g_array_append_val(b->sol->edges, row);
	}
	qsort(b->sol->edges->data, b->sol->edges->len, sizeof(LoEdgeRow), compare_edges);
}

static char *report_key(const LoSolution *sol, LoReportKind kind, const GArray *edges)
{
	g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
	guint first = 0;

	/* a cycle is the same wherever it is entered */
	for (guint i = 1; i < edges->len; i++)
		if (g_array_index(sol->edges, LoEdgeRow, g_array_index(edges, guint32, i)).from <
		    g_array_index(sol->edges, LoEdgeRow, g_array_index(edges, guint32, first)).from)
			first = i;
	g_checksum_update(sum, (const guchar *)lo_report_kind_name(kind), -1);
	for (guint i = 0; i < edges->len; i++) {
		const LoEdgeRow *e = &g_array_index(sol->edges, LoEdgeRow,
						    g_array_index(edges, guint32, (first + i) % edges->len));
		const char *name = g_array_index(sol->classes, LoClassRow, e->from).name;
		const LoHop *h = last_hop(e->to_chain);
		g_checksum_update(sum, (const guchar *)name, strlen(name) + 1);
		if (h)
			g_checksum_update(sum, (const guchar *)h->function, strlen(h->function) + 1);
	}
	return g_strndup(g_checksum_get_string(sum), 16);
}

static char *cycle_reasons(const LoSolution *sol, const GArray *edges)
{
	guint indirect = 0, hops = 0;

	for (guint i = 0; i < edges->len; i++) {
		const LoEdgeRow *e = &g_array_index(sol->edges, LoEdgeRow, g_array_index(edges, guint32, i));
		indirect += e->hops != 0;
		hops += e->hops;
	}
	if (!indirect)
		return g_strdup("every edge by direct calls");
	return g_strdup_printf("%u of %u edges through indirect calls, %u in all", indirect, edges->len, hops);
}

static void add_report(Build *b, LoReportKind kind, const GArray *edges)
{
	LoSolution *sol = b->sol;
	LoReportRow r = { .kind = kind, .confidence = 100 };

	r.classes = g_array_new(FALSE, FALSE, sizeof(guint32));
	r.edges = g_array_new(FALSE, FALSE, sizeof(guint32));
	r.context = lo_hops_new();
	for (guint i = 0; i < edges->len; i++) {
		guint32 id = g_array_index(edges, guint32, i);
		const LoEdgeRow *e = &g_array_index(sol->edges, LoEdgeRow, id);
		g_array_append_val(r.classes, e->from);
		g_array_append_val(r.edges, id);
		r.confidence = MIN(r.confidence, e->confidence);
	}
	r.reasons = cycle_reasons(sol, edges);
	r.key = report_key(sol, kind, edges);
	r.held_back = g_strdup("");
	g_array_append_val(sol->reports, r);
}

static void add_cycles(Build *b, guint max_cycle)
{
	const LoSolution *sol = b->sol;
	g_autofree LoCycleEdge *edges = g_new(LoCycleEdge, sol->edges->len + 1);

	for (guint i = 0; i < sol->edges->len; i++) {
		const LoEdgeRow *e = &g_array_index(sol->edges, LoEdgeRow, i);
		edges[i] = (LoCycleEdge){ e->from, e->to, e->from_hold != LO_HOLD_EXCLUSIVE,
					  e->to_hold == LO_HOLD_RECURSIVE, 1 + e->hops };
	}
	g_autoptr(GPtrArray) cycles = lo_cycles_find(edges, sol->edges->len, sol->classes->len, max_cycle);
	for (guint i = 0; i < cycles->len && i < MAX_REPORTS; i++)
		add_report(b, LO_REPORT_CYCLE, g_ptr_array_index(cycles, i));
}

static gboolean blocks_itself(const LoEdgeRow *e)
{
	if (!e->same_instance || e->from != e->to)
		return FALSE;
	return !(e->from_hold != LO_HOLD_EXCLUSIVE && e->to_hold == LO_HOLD_RECURSIVE);
}

static void add_recursions(Build *b)
{
	guint32 last = G_MAXUINT32;

	for (guint32 i = 0; i < b->sol->edges->len; i++) {
		const LoEdgeRow *e = &g_array_index(b->sol->edges, LoEdgeRow, i);
		if (!blocks_itself(e) || e->from == last)
			continue;
		last = e->from;
		g_autoptr(GArray) one = g_array_new(FALSE, FALSE, sizeof(guint32));
		g_array_append_val(one, i);
		add_report(b, LO_REPORT_RECURSION, one);
	}
}

static int compare_reports(const void *a, const void *b)
{
	const LoReportRow *x = a, *y = b;

	if (x->confidence != y->confidence)
		return x->confidence > y->confidence ? -1 : 1;
	if (x->kind != y->kind)
		return x->kind < y->kind ? -1 : 1;
	if (x->classes->len != y->classes->len)
		return x->classes->len < y->classes->len ? -1 : 1;
	for (guint i = 0; i < x->classes->len; i++) {
		guint32 p = g_array_index(x->classes, guint32, i), q = g_array_index(y->classes, guint32, i);
		if (p != q)
			return p < q ? -1 : 1;
	}
	return strcmp(x->key, y->key);
}

void lo_build_solution(LoSolution *sol, const LoWitness *w, guint max_cycle)
{
	Build b = { .w = w, .sol = sol };

	add_classes(&b);
	add_edges(&b);
	add_recursions(&b);
	add_cycles(&b, max_cycle);
	qsort(sol->reports->data, sol->reports->len, sizeof(LoReportRow), compare_reports);
	g_free(b.row_of);
}
