#include "solver/build.h"

#include "common/threads.h"
#include "solver/confidence.h"
#include "solver/cycles.h"
#include "solver/imbalance.h"
#include "solver/irq_report.h"
#include "solver/misuse_report.h"
#include "solver/roots.h"
#include "solver/wait_cycles.h"
#include "threads/deadlocks.h"

#include <stdlib.h>
#include <string.h>

#define MAX_REPORTS 100000
#define MAX_EDGE_CONFIDENCE 95
#define STEP_OF_DOUBT 8		/* percent */
#define DOUBTFUL_COST 24	/* no way round by a path that may not run */
#define PLAIN_CHAIN 2		/* calls to the second lock that a plain edge may have */

/* A class's row, or none for those that no edge names. */
typedef struct {
	const LoWitness *w;
	LoSolution *sol;
	guint32 *row_of;	/* per class */
	guint32 *edge_of;	/* per row of an edge, the edge in strata's list */
	GHashTable *views;	/* "row name" -> row + 1: a class of several names under one of them */
} Build;

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
	guint32 rank;
} NumberedRow;

static int compare_numbered(const void *a, const void *b)
{
	const NumberedRow *x = a, *y = b;
	int order = lo_compare_class_rows(&x->row, &y->row);

	return order ? order : (x->rank > y->rank) - (x->rank < y->rank);
}

static void add_classes(Build *b)
{
	guint n = lo_classes_count(b->w->classes);
	g_autofree NumberedRow *rows = g_new0(NumberedRow, n + 1);

	for (LoClassId i = 0; i < n; i++) {
		const LoClass *c = lo_class_get(b->w->classes, i);
		GPtrArray *names = copy_names(c->names);
		if (!names->len)
			g_ptr_array_add(names, g_strdup("?"));
		rows[i].row = (LoClassRow){ g_strdup(lo_class_name(c)), names, c->kind, g_strdup(c->file), c->line };
		rows[i].id = i;
		rows[i].rank = c->rank;
	}
	qsort(rows, n, sizeof(NumberedRow), compare_numbered);
	b->row_of = g_new(guint32, n + 1);
	for (guint i = 0; i < n; i++) {
		b->row_of[rows[i].id] = i;
		g_array_append_val(b->sol->classes, rows[i].row);
	}
}

typedef struct {
	LoEdgeRow row;		/* first: lo_compare_edge_rows() */
	guint32 edge;
} NumberedEdge;

typedef struct {
	const Build *b;
	const GArray *edges;
	NumberedEdge *rows;
} Chains;

static void find_chains(guint32 i, gpointer worker, gpointer data)
{
	const Chains *c = data;
	const LoWitness *w = c->b->w;
	const LoEdge *e = &g_array_index(c->edges, LoEdge, i);
	LoEdgeRow row = { .from = c->b->row_of[e->from], .to = c->b->row_of[e->to], .from_hold = e->from_hold,
			  .to_hold = e->to_hold, .from_try = e->from_try, .same_instance = e->same_instance == 1,
			  .hops = e->hops, .from_chain = lo_witness_from(w, e), .to_chain = lo_witness_to(w, e) };

	(void)worker;
	row.confidence = lo_edge_confidence(w, e, row.from_chain, row.to_chain);
	c->rows[i] = (NumberedEdge){ row, i };
}

static void add_edges(Build *b)
{
	const GArray *edges = lo_strata_edges(b->w->strata);
	g_autofree NumberedEdge *rows = g_new(NumberedEdge, edges->len + 1);
	Chains chains = { b, edges, rows };

	lo_threads_share(edges->len, find_chains, &chains);
	qsort(rows, edges->len, sizeof(NumberedEdge), lo_compare_edge_rows);
	b->edge_of = g_new(guint32, edges->len + 1);
	for (guint i = 0; i < edges->len; i++) {
		g_array_append_val(b->sol->edges, rows[i].row);
		b->edge_of[i] = rows[i].edge;
	}
}

static const LoEdgeRow *edge_row(const Build *b, guint32 i)
{
	return &g_array_index(b->sol->edges, LoEdgeRow, i);
}

static const LoEdge *edge_of_row(const Build *b, guint32 i)
{
	return &LO_AT(lo_strata_edges(b->w->strata), LoEdge, b->edge_of[i]);
}

/* ---- the name of a class that has several ---- */

/* The model's name for where this is, for the way in which the object was reached, or for any other way. */
static const char *name_by_way(const Build *b, LoVal lock, const char *path)
{
	const LoVals *vals = b->w->vals;
	const LoValue *v = lo_val(vals, lo_val_base_lock(vals, lock));
	const char *found = NULL;

	if (v->kind != LO_V_FIELD)
		return NULL;
	const LoFieldInfo *f = lo_program_field(b->w->program, v->b);
	const GArray *list = lo_model_member_classes(lo_vals_model(vals), f->record, f->name);
	const LoValue *object = lo_val(vals, v->a);
	const LoValue *from = object->kind == LO_V_LOAD ? lo_val(vals, object->a) : NULL;
	g_autofree char *way = NULL;
	if (from && from->kind == LO_V_FIELD) {
		const LoFieldInfo *g = lo_program_field(b->w->program, from->b);
		way = g_strconcat(g->record, ".", g->name, NULL);
	}
	for (guint i = 0; list && i < list->len; i++) {
		const LoMemberClass *m = &g_array_index(list, LoMemberClass, i);
		if ((way && !strcmp(m->through, way)) || (*m->in && g_str_has_prefix(path, m->in)))
			return m->name;
		if (!*m->through && !found)
			found = m->name;
	}
	return found;
}

/* "slock-AF_UNIX" in net/unix/: how much of the name's last word the path has. */
static guint path_likeness(const char *name, const char *path)
{
	const char *word = strrchr(name, '_');
	g_autofree char *low = g_ascii_strdown(word ? word + 1 : name, -1);
	char *slash = strchr(low, '/');

	if (slash)
		*slash = '\0';
	return strlen(low) > 2 && strstr(path, low) ? strlen(low) : 0;
}

/* Of names that are as like the path, the one without a prefix: "sk_lock-AF_CAN", not "k-sk_lock-AF_CAN". */
static const char *name_by_path(const Build *b, const LoClass *c, LoFnId fn)
{
	const char *path = lo_program_fn(b->w->program, fn)->file, *best = NULL;
	guint most = 0;

	for (guint i = 0; i < c->names->len; i++) {
		const char *name = g_ptr_array_index(c->names, i);
		guint n = path_likeness(name, path);
		if (n > most || (best && n == most && strlen(name) < strlen(best))) {
			most = n;
			best = name;
		}
	}
	return best;
}

static const char *name_like(const LoClass *c, const char *name)
{
	for (guint i = 0; name && i < c->names->len; i++) {
		const char *s = g_ptr_array_index(c->names, i);
		gsize len = strlen(name);
		if (!strncmp(s, name, len) && (!s[len] || s[len] == '/'))
			return s;
	}
	return NULL;
}

static guint32 view_of(Build *b, guint32 row, const char *name)
{
	g_autofree char *key = g_strdup_printf("%u %s", row, name);
	guint32 known = GPOINTER_TO_UINT(g_hash_table_lookup(b->views, key));
	const LoClassRow *base = &g_array_index(b->sol->classes, LoClassRow, row);

	if (known || !strcmp(base->name, name))
		return known ? known - 1 : row;
	LoClassRow view = { g_strdup(name), g_ptr_array_new_with_free_func(g_free), base->kind, g_strdup(base->file), base->line };
	g_ptr_array_add(view.names, g_strdup(name));
	g_array_append_val(b->sol->classes, view);
	g_hash_table_insert(b->views, g_steal_pointer(&key), GUINT_TO_POINTER(b->sol->classes->len));
	return b->sol->classes->len - 1;
}

/* The row that a report shows for a class whose lock the function takes as `lock`. */
static guint32 shown_in(Build *b, LoClassId cls, LoVal lock, LoFnId fn)
{
	const LoClass *c = lo_class_get(b->w->classes, cls);
	guint32 row = b->row_of[cls];

	if (c->names->len < 2)
		return row;
	const char *name = name_by_path(b, c, fn);
	if (!name)
		name = name_like(c, name_by_way(b, lock, lo_program_fn(b->w->program, fn)->file));
	return name ? view_of(b, row, name) : row;
}

/* The row that a report shows for the class that the edge begins at. */
static guint32 shown_class(Build *b, guint32 edge)
{
	const LoEdge *e = edge_of_row(b, edge);

	return shown_in(b, e->from, e->held.lock, e->fn);
}

static guint32 shown_use(gpointer data, LoClassId cls, LoFnId fn, guint32 event)
{
	Build *b = data;

	return shown_in(b, cls, LO_AT(b->w->summaries[fn]->events, LoEvent, event).lock, fn);
}

/* A wait on the way, by an annotation or by a model, or for readers to be done. */
static gboolean has_wait(const Build *b, const GArray *edges)
{
	for (guint i = 0; i < edges->len; i++) {
		const LoEdge *e = edge_of_row(b, g_array_index(edges, guint32, i));
		if (e->wait || lo_lock_is_waited_for(lo_class_get(b->w->classes, e->from)->kind))
			return TRUE;
	}
	return FALSE;
}

static void add_report(Build *b, LoReportKind kind, const GArray *edges)
{
	LoSolution *sol = b->sol;
	LoReportRow r = { .kind = has_wait(b, edges) ? LO_REPORT_WAIT : kind, .confidence = 100 };

	r.classes = g_array_new(FALSE, FALSE, sizeof(guint32));
	r.edges = g_array_new(FALSE, FALSE, sizeof(guint32));
	r.context = lo_hops_new();
	for (guint i = 0; i < edges->len; i++) {
		guint32 id = g_array_index(edges, guint32, i);
		const LoEdgeRow *e = &g_array_index(sol->edges, LoEdgeRow, id);
		guint32 shown = shown_class(b, id);
		g_array_append_val(r.classes, shown);
		g_array_append_val(r.edges, id);
		r.confidence = MIN(r.confidence, e->confidence);
	}
	r.reasons = g_strdup("");
	r.held_back = g_strdup("");
	g_array_append_val(sol->reports, r);
}

typedef struct {
	const GArray *edges;
	guint32 found;		/* in what order */
	guint confidence;
	guint rarity;		/* bits of the number of cycles that its rarest lock is in */
} RankedCycle;

static guint weakest_edge(const LoSolution *sol, const GArray *edges)
{
	guint least = 100;

	for (guint i = 0; i < edges->len; i++)
		least = MIN(least, g_array_index(sol->edges, LoEdgeRow, g_array_index(edges, guint32, i)).confidence);
	return least;
}

/* In how many of the cycles each class is. */
static guint32 *count_uses(const LoSolution *sol, const GPtrArray *cycles)
{
	guint32 *uses = g_new0(guint32, sol->classes->len + 1);

	for (guint i = 0; i < cycles->len; i++) {
		const GArray *edges = g_ptr_array_index(cycles, i);
		for (guint k = 0; k < edges->len; k++)
			uses[g_array_index(sol->edges, LoEdgeRow, g_array_index(edges, guint32, k)).from]++;
	}
	return uses;
}

static guint rarest_use(const LoSolution *sol, const GArray *edges, const guint32 *uses)
{
	guint32 least = G_MAXUINT32;

	for (guint k = 0; k < edges->len; k++)
		least = MIN(least, uses[g_array_index(sol->edges, LoEdgeRow, g_array_index(edges, guint32, k)).from]);
	return g_bit_storage(least) / 4;
}

static int compare_ranked(const void *a, const void *b)
{
	const RankedCycle *x = a, *y = b;

	if (x->rarity != y->rarity)
		return x->rarity < y->rarity ? -1 : 1;
	if (x->confidence != y->confidence)
		return x->confidence > y->confidence ? -1 : 1;
	if (x->edges->len != y->edges->len)
		return x->edges->len < y->edges->len ? -1 : 1;
	return x->found < y->found ? -1 : x->found > y->found;
}

/* Sleeping under a spinlock: either a bug that two locks show, or a path that does not run. */
static gboolean is_doubtful(const Build *b, guint32 row)
{
	return lo_strata_sleeps_spinning(b->w->strata, &LO_AT(lo_strata_edges(b->w->strata), LoEdge, b->edge_of[row]));
}

/* Where one function takes the spinlock and waits, no condition on the way keeps the path from running: it is a bug.  Of
 * two locks there is often a choice, as between the spinlock and the mutex of a stream. */
static gboolean is_plain_wait(const Build *b, guint32 row)
{
	const LoEdge *e = edge_of_row(b, row);

	return e->wait && !e->hops && !e->depth;
}

static gboolean is_doubtful_cycle(const Build *b, const GArray *edges)
{
	for (guint i = 0; edges->len > 2 && i < edges->len; i++) {
		guint32 row = g_array_index(edges, guint32, i);
		if (is_doubtful(b, row) && !is_plain_wait(b, row))
			return TRUE;
	}
	return FALSE;
}

/* A step costs two, and one more for each STEP_OF_DOUBT that its confidence lacks: the cycle that explains a bug may be
 * longer than others, but it is of orders that are sure. */
static guint32 step_cost(const Build *b, guint32 row)
{
	const LoEdgeRow *e = &LO_AT(b->sol->edges, LoEdgeRow, row);

	return is_doubtful(b, row) ? DOUBTFUL_COST : 2 + (MAX_EDGE_CONFIDENCE - MIN(e->confidence, MAX_EDGE_CONFIDENCE)) / STEP_OF_DOUBT;
}

/* The cycles of the graph, found while other reports are. */
typedef struct {
	LoCycleEdge *edges;	/* per row */
	guint n_edges, n_classes, max_cycle;
	GPtrArray *found;
	GThread *thread;
} CycleSearch;

static gpointer find_cycles(gpointer data)
{
	CycleSearch *c = data;

	c->found = lo_cycles_find(c->edges, c->n_edges, c->n_classes, c->max_cycle);
	g_ptr_array_extend_and_steal(c->found, lo_wait_cycles_find(c->edges, c->n_edges, c->n_classes));
	return NULL;
}

static void start_search(CycleSearch *c, const Build *b, guint max_cycle)
{
	const LoSolution *sol = b->sol;

	*c = (CycleSearch){ g_new(LoCycleEdge, sol->edges->len + 1), sol->edges->len, sol->classes->len, max_cycle, NULL, NULL };
	for (guint i = 0; i < sol->edges->len; i++) {
		const LoEdgeRow *e = &g_array_index(sol->edges, LoEdgeRow, i);
		c->edges[i] = (LoCycleEdge){ e->from, e->to, e->from_hold != LO_HOLD_EXCLUSIVE,
					     e->to_hold == LO_HOLD_RECURSIVE, step_cost(b, i),
					     !e->hops && e->from_chain->len <= 1 && e->to_chain->len <= PLAIN_CHAIN,
					     edge_of_row(b, i)->before };
	}
	c->thread = g_thread_new("cycles", find_cycles, c);
}

/* Owned by the caller. */
static GPtrArray *end_search(CycleSearch *c)
{
	g_thread_join(c->thread);
	g_free(c->edges);
	return c->found;
}

static void add_cycles(Build *b, const GPtrArray *cycles)
{
	const LoSolution *sol = b->sol;

	/* Beyond the limit nobody reads: those over a lock that is in few are kept first, then the surest. */
	g_autofree guint32 *uses = count_uses(sol, cycles);
	g_autofree RankedCycle *ranked = g_new(RankedCycle, cycles->len + 1);
	for (guint i = 0; i < cycles->len; i++)
		ranked[i] = (RankedCycle){ g_ptr_array_index(cycles, i), i, weakest_edge(sol, g_ptr_array_index(cycles, i)),
					rarest_use(sol, g_ptr_array_index(cycles, i), uses) };
	qsort(ranked, cycles->len, sizeof(RankedCycle), compare_ranked);
	for (guint i = 0, n = 0; i < cycles->len && n < MAX_REPORTS; i++) {
		if (is_doubtful_cycle(b, ranked[i].edges))
			continue;
		add_report(b, LO_REPORT_CYCLE, ranked[i].edges);
		n++;
	}
}

/* Would a thread wait for itself? */
static gboolean blocks_itself(const LoEdgeRow *e)
{
	return !(e->from_hold != LO_HOLD_EXCLUSIVE && e->to_hold == LO_HOLD_RECURSIVE);
}

static void add_recursion(Build *b, guint32 edge)
{
	g_autoptr(GArray) one = g_array_new(FALSE, FALSE, sizeof(guint32));

	g_array_append_val(one, edge);
	add_report(b, LO_REPORT_RECURSION, one);
}

static gboolean is_recursion(const Build *b, guint32 edge)
{
	const LoEdgeRow *e = &g_array_index(b->sol->edges, LoEdgeRow, edge);

	/* the same object deadlocks whatever subclass it is taken with */
	if (!blocks_itself(e) || edge_of_row(b, edge)->same_instance == 2)
		return FALSE;
	return e->same_instance || e->from == e->to;
}

/* ---- the same lock again, with others in between ---- */

#define MAX_NESTING 3

typedef struct {
	Build *b;
	guint32 *first;		/* per class row: its edges in sol->edges, sorted by from */
	GArray **functions;	/* per edge row: LoFnId of its chain, or NULL */
	guint32 path[MAX_NESTING];
	guint32 start;
} Nesting;

/* Does `next` begin in a function that the chain of `e` calls? Then one thread holds all of e's locks there. */
static gboolean is_within(Nesting *n, guint32 e, guint32 next)
{
	LoFnId meet = edge_of_row(n->b, next)->fn;

	if (!n->functions[e])
		n->functions[e] = lo_witness_functions(n->b->w, edge_of_row(n->b, e));
	for (guint i = 1; i < n->functions[e]->len; i++)
		if (LO_AT(n->functions[e], LoFnId, i) == meet)
			return lo_witness_goes_on(n->b->w, edge_of_row(n->b, e), edge_of_row(n->b, next));
	return FALSE;
}

/* The edges from one class to another: they stand together. */
static void edges_between(const Nesting *n, guint32 from, guint32 to, guint32 *first, guint32 *end)
{
	guint32 lo = n->first[from], hi = n->first[from + 1];

	while (lo < hi) {
		guint32 mid = lo + (hi - lo) / 2;
		if (edge_row(n->b, mid)->to < to)
			lo = mid + 1;
		else
			hi = mid;
	}
	*first = *end = lo;
	while (*end < n->first[from + 1] && edge_row(n->b, *end)->to == to)
		++*end;
}

/* The edge from the path's last lock back to its first that closes it; FALSE: none does. */
static gboolean close_path(Nesting *n, guint depth)
{
	guint32 first, end;

	edges_between(n, edge_row(n->b, n->path[depth - 1])->to, n->start, &first, &end);
	for (guint32 i = first; i < end; i++) {
		if (!is_within(n, n->path[depth - 1], i))
			continue;
		n->path[depth] = i;
		return TRUE;
	}
	return FALSE;
}

/* From the path's last edge on, `limit` edges in all back to its first lock? */
static gboolean close_nesting(Nesting *n, guint depth, guint limit)
{
	guint32 cls = edge_row(n->b, n->path[depth - 1])->to;

	if (depth + 1 == limit)
		return close_path(n, depth);
	for (guint32 i = n->first[cls]; i < n->first[cls + 1]; i++) {
		guint32 to = edge_row(n->b, i)->to, first, end;
		if (to == n->start || to == cls)
			continue;
		/* told before the dear question */
		edges_between(n, to, n->start, &first, &end);
		if ((depth + 2 == limit && first == end) || !is_within(n, n->path[depth - 1], i))
			continue;
		n->path[depth] = i;
		if (close_nesting(n, depth + 1, limit))
			return TRUE;
	}
	return FALSE;
}

static gboolean waits_for_itself(const Build *b, const guint32 *path, guint len)
{
	const LoEdgeRow *first = edge_row(b, path[0]), *last = edge_row(b, path[len - 1]);

	return !(first->from_hold != LO_HOLD_EXCLUSIVE && last->to_hold == LO_HOLD_RECURSIVE);
}

static void add_nested(Build *b, const guint32 *path, guint len)
{
	g_autoptr(GArray) edges = g_array_new(FALSE, FALSE, sizeof(guint32));

	g_array_append_vals(edges, path, len);
	add_report(b, LO_REPORT_RECURSION, edges);
	g_array_set_size(g_array_index(b->sol->reports, LoReportRow, b->sol->reports->len - 1).classes, 1);
}

static gboolean find_nested(Nesting *n, guint32 cls)
{
	n->start = cls;
	for (guint limit = 2; limit <= MAX_NESTING; limit++) {
		for (guint32 i = n->first[cls]; i < n->first[cls + 1]; i++) {
			n->path[0] = i;
			if (edge_row(n->b, i)->to == cls || !close_nesting(n, 1, limit) ||
			    !waits_for_itself(n->b, n->path, limit))
				continue;
			add_nested(n->b, n->path, limit);
			return TRUE;
		}
	}
	return FALSE;
}

/* Proven to be one object; not merely the next round of a loop; not told apart by a subclass. */
static guint recursion_rank(const Build *b, guint32 edge)
{
	const LoEdge *e = edge_of_row(b, edge);

	return (e->same_instance == 1) * 4 + !lo_witness_is_next_round(b->w, e) * 2 + (e->from == e->to);
}

/* Of each class the recursion that is surest: proven, then not proven, then with other locks in between. */
static void add_recursions(Build *b)
{
	guint n = b->sol->edges->len, n_classes = b->sol->classes->len;
	Nesting nest = { .b = b, .first = g_new0(guint32, n_classes + 2), .functions = g_new0(GArray *, n + 1) };

	for (guint i = 0; i < n; i++)
		nest.first[edge_row(b, i)->from + 1]++;
	for (guint i = 0; i < n_classes; i++)
		nest.first[i + 1] += nest.first[i];
	for (guint32 cls = 0; cls < n_classes; cls++) {
		guint32 best = G_MAXUINT32;
		for (guint32 i = nest.first[cls]; i < nest.first[cls + 1]; i++) {
			if (is_recursion(b, i) && (best == G_MAXUINT32 || recursion_rank(b, i) > recursion_rank(b, best)))
				best = i;
		}
		if (best != G_MAXUINT32)
			add_recursion(b, best);
		else
			find_nested(&nest, cls);
	}
	for (guint i = 0; i < n; i++)
		if (nest.functions[i])
			g_array_unref(nest.functions[i]);
	g_free(nest.functions);
	g_free(nest.first);
}

static void group(const Build *b)
{
	guint n = b->sol->edges->len;
	g_autofree guint32 *support = g_new(guint32, n + 1);

	for (guint32 i = 0; i < n; i++)
		support[i] = b->edge_of ? edge_of_row(b, i)->witnesses : 1;
	lo_group_reports(b->sol, support);
}

static void add_irq_reports(Build *b, const LoIrqUsage *irq)
{
	guint n = b->sol->edges->len;
	g_autofree guint32 *row_of_edge = g_new(guint32, n + 1);

	for (guint32 i = 0; i < n; i++)
		row_of_edge[b->edge_of[i]] = i;
	const LoIrqReports in = { b->w, irq, b->row_of, row_of_edge, shown_use, b };
	lo_irq_add_reports(b->sol, &in);
	lo_misuse_add_reports(b->sol, &in);
}

/* Nothing that can fail comes after it. */
static void hand_over_edges(const Build *b, const LoSolutionSink *sink)
{
	if (sink)
		sink->edges(b->sol, sink->data);
}

void lo_build_solution(LoSolution *sol, const LoWitness *w, const LoExplored *explored, const LoIrqUsage *irq, LoJudges *judges,
		       guint max_cycle, const LoSolutionSink *sink)
{
	Build b = { .w = w, .sol = sol, .views = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL) };

	add_classes(&b);
	if (explored) {
		lo_deadlocks_add(sol, w, explored, b.row_of);
		hand_over_edges(&b, sink);
	} else {
		lo_judges_open(judges, w);
		add_edges(&b);
		hand_over_edges(&b, sink);
		CycleSearch search;
		start_search(&search, &b, max_cycle);
		add_recursions(&b);
		g_autoptr(GPtrArray) cycles = end_search(&search);
		add_cycles(&b, cycles);
		add_irq_reports(&b, irq);
		lo_imbalances_add(sol, w, b.row_of);
	}
	if (!explored)
		lo_judge_reports(sol, w, b.edge_of, judges);
	group(&b);
	if (sink)
		sink->reports(sol, sink->data);
	g_free(b.row_of);
	g_free(b.edge_of);
	g_hash_table_unref(b.views);
}
