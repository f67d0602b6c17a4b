#include "solver/roots.h"

#include "callgraph/scc.h"
#include "common/threads.h"
#include "solver/key.h"

#include <stdlib.h>
#include <string.h>

/* Surer cycles are divided first, so that doubtful ones join them and do not split them. */
static const guint8 band_least[] = { LO_CONFIDENCE_HIGH, LO_CONFIDENCE_DEFAULT, 50, 30, 0 };

/* What is doubted with an edge: all edges between its two classes, all that hold its first lock since the same place,
 * and, of what is new only, all that take its second lock at the same place. */
enum { PAIR, SECTION, SITE, N_SUSPECTS };
typedef guint32 Suspects[N_SUSPECTS];

typedef struct {
	LoSolution *sol;
	guint per_edge;			/* how many of them are looked at */
	Suspects *suspects;	/* per edge row */
	guint32 n_suspects;
	guint32 *cost;		/* per suspect: dearer to doubt the more places make it */
	guint32 *count;		/* per suspect: cycles through it that are not divided yet */
	guint32 *leader;	/* per suspect: 1 + the report that is about it */
} Roots;

/* A suspect and how many cycles were through it when that was last looked at. */
typedef struct {
	guint32 suspect, count;
} Counted;

static LoReportRow *report(const Roots *r, guint32 i)
{
	return &g_array_index(r->sol->reports, LoReportRow, i);
}

static guint32 suspect_at(const Roots *r, const LoReportRow *row, guint i)
{
	return r->suspects[g_array_index(row->edges, guint32, i / r->per_edge)][i % r->per_edge];
}

static guint count_places(const Roots *r, const LoReportRow *row)
{
	return r->per_edge * row->edges->len;
}

/* In code: of a section the function where both locks meet, of a site who calls the place as well, which may be a
 * helper's; a callback is none.  A hop's strings are one where they are equal. */
typedef struct {
	const char *file, *in;
	guint32 line, last, cls;
} Place;

static guint place_hash(gconstpointer key)
{
	const Place *p = key;

	return g_direct_hash(p->file) * 31 + g_direct_hash(p->in) * 7 + p->line * 2654435761u + p->last * 40503u + p->cls;
}

static gboolean place_equal(gconstpointer a, gconstpointer b)
{
	const Place *x = a, *y = b;

	return x->file == y->file && x->in == y->in && x->line == y->line && x->last == y->last && x->cls == y->cls;
}

/* Where the first lock is taken; of one that is held already there is no place. */
static gboolean find_section(const LoEdgeRow *e, Place *out)
{
	const LoHop *h = e->from_chain->len ? &g_array_index(e->from_chain, LoHop, 0) : NULL;

	if (h)
		*out = (Place){ h->file, h->function, h->line, 0, e->from };
	return h != NULL;
}

/* Where the second one is. */
static gboolean find_site(const LoEdgeRow *e, Place *out)
{
	guint n = e->to_chain->len;

	if (!n)
		return FALSE;
	const LoHop *last = &g_array_index(e->to_chain, LoHop, n - 1), *caller = n > 1 && !*last[-1].note ? last - 1 : last;
	*out = (Place){ caller->file, last->file, caller->line, last->line, e->to };
	return TRUE;
}

/* Edges without a place of that kind are known by their pair only.  `wanted` as of number_suspects(). */
static void number_places(Roots *r, guint which, gboolean (*find)(const LoEdgeRow *e, Place *out), const guint8 *wanted)
{
	g_autoptr(GHashTable) known = g_hash_table_new(place_hash, place_equal);
	guint n = r->sol->edges->len;
	g_autofree Place *places = g_new(Place, n + 1);

	for (guint i = 0; i < n; i++) {
		r->suspects[i][which] = r->suspects[i][PAIR];
		if ((wanted && !wanted[i]) || !find(lo_solution_edge(r->sol, i), &places[i]))
			continue;
		guint32 id = GPOINTER_TO_UINT(g_hash_table_lookup(known, &places[i]));
		if (!id)
			g_hash_table_insert(known, &places[i], GUINT_TO_POINTER(id = ++r->n_suspects));
		r->suspects[i][which] = id - 1;
	}
}

/* `wanted`: per edge, whether its places are looked at, which may have to be read; NULL: all. */
static void number_suspects(Roots *r, const guint8 *wanted)
{
	guint n = r->sol->edges->len;

	r->suspects = g_new0(Suspects, n + 1);
	for (guint i = 0; i < n; i++) {
		const LoEdgeRow *e = &g_array_index(r->sol->edges, LoEdgeRow, i);
		if (!i || e[-1].from != e->from || e[-1].to != e->to)
			r->n_suspects++;
		r->suspects[i][PAIR] = r->n_suspects - 1;
	}
	number_places(r, SECTION, find_section, wanted);
	if (r->per_edge > SITE)
		number_places(r, SITE, find_site, wanted);
	r->cost = g_new0(guint32, r->n_suspects + 1);
	r->count = g_new0(guint32, r->n_suspects + 1);
	r->leader = g_new0(guint32, r->n_suspects + 1);
}

static void clear(Roots *r)
{
	g_free(r->suspects);
	g_free(r->cost);
	g_free(r->count);
	g_free(r->leader);
}

/* What many places make is seldom wrong. */
static void weigh_by_places(Roots *r, const guint32 *support)
{
	for (guint i = 0; i < r->sol->edges->len; i++)
		for (guint k = 0; k < r->per_edge; k++)
			r->cost[r->suspects[i][k]] += MIN(support[i], 1u << 20);
	for (guint i = 0; i < r->n_suspects; i++)
		r->cost[i] = 1 + g_bit_storage(r->cost[i]);
}

/* The row goes to the report about this suspect, or becomes it. */
static void assign(Roots *r, guint32 i, guint at)
{
	LoReportRow *row = report(r, i);
	guint32 suspect = suspect_at(r, row, at);

	row->root = at / r->per_edge;
	row->variant_of = r->leader[suspect];
	if (!r->leader[suspect])
		r->leader[suspect] = i + 1;
}

/* Through a suspect that is doubted already?  The one that was chosen first. */
static gboolean assign_known(Roots *r, guint32 i)
{
	const LoReportRow *row = report(r, i);
	guint32 best = G_MAXUINT32;
	guint at = 0;

	for (guint k = 0; k < count_places(r, row); k++) {
		guint32 leader = r->leader[suspect_at(r, row, k)];
		if (leader && leader < best) {
			best = leader;
			at = k;
		}
	}
	if (best == G_MAXUINT32)
		return FALSE;
	assign(r, i, at);
	return TRUE;
}

/* An edge that has no section has its pair twice. */
static gboolean is_repeated(const Roots *r, const LoReportRow *row, guint at)
{
	for (guint k = at - at % r->per_edge; k < at; k++)
		if (suspect_at(r, row, k) == suspect_at(r, row, at))
			return TRUE;
	return FALSE;
}

static void count_suspects(Roots *r, guint32 i, int by)
{
	const LoReportRow *row = report(r, i);

	for (guint k = 0; k < count_places(r, row); k++)
		if (!is_repeated(r, row, k))
			r->count[suspect_at(r, row, k)] += (guint32)by;
}

/* Is suspect x to be doubted before y, by the counts given?  The one with more cycles for its cost. */
static gboolean is_more_doubtful(const Roots *r, Counted x, Counted y)
{
	guint64 p = (guint64)x.count * r->cost[y.suspect], q = (guint64)y.count * r->cost[x.suspect];

	if (p != q)
		return p > q;
	return x.count != y.count ? x.count > y.count : x.suspect < y.suspect;
}

static void sift_down(const Roots *r, Counted *heap, guint n, guint at)
{
	for (guint kid = 2 * at + 1; kid < n; at = kid, kid = 2 * at + 1) {
		if (kid + 1 < n && is_more_doubtful(r, heap[kid + 1], heap[kid]))
			kid++;
		if (!is_more_doubtful(r, heap[kid], heap[at]))
			return;
		Counted t = heap[at];
		heap[at] = heap[kid];
		heap[kid] = t;
	}
}

/* Counts only fall, so that the top is right as soon as its own is up to date. */
static guint32 most_doubtful(const Roots *r, Counted *heap, guint n)
{
	while (heap[0].count != r->count[heap[0].suspect]) {
		heap[0].count = r->count[heap[0].suspect];
		sift_down(r, heap, n, 0);
	}
	return heap[0].suspect;
}

static int position_of(const Roots *r, const LoReportRow *row, guint32 suspect)
{
	for (guint k = 0; k < count_places(r, row); k++)
		if (suspect_at(r, row, k) == suspect)
			return (int)k;
	return -1;
}

/* Which of the rows go through each suspect, ascending. */
typedef struct {
	guint32 *first, *rows;
} Members;

static Members list_members(const Roots *r, const GArray *rows)
{
	Members m = { .first = g_new0(guint32, r->n_suspects + 2) };
	guint total = 0;

	for (guint i = 0; i < rows->len; i++) {
		const LoReportRow *row = report(r, g_array_index(rows, guint32, i));
		total += count_places(r, row);
		for (guint k = 0; k < count_places(r, row); k++)
			m.first[suspect_at(r, row, k) + 2]++;
	}
	for (guint32 p = 2; p < r->n_suspects + 2; p++)
		m.first[p] += m.first[p - 1];
	m.rows = g_new(guint32, total + 1);
	for (guint i = 0; i < rows->len; i++) {
		guint32 id = g_array_index(rows, guint32, i);
		const LoReportRow *row = report(r, id);
		for (guint k = 0; k < count_places(r, row); k++)
			m.rows[m.first[suspect_at(r, row, k) + 1]++] = id;
	}
	return m;
}

static Counted *heap_of_suspects(const Roots *r, guint *n)
{
	Counted *heap = g_new0(Counted, r->n_suspects + 1);

	*n = 0;
	for (guint32 p = 0; p < r->n_suspects; p++)
		if (r->count[p])
			heap[(*n)++] = (Counted){ p, r->count[p] };
	for (guint i = *n / 2; i-- > 0;)
		sift_down(r, heap, *n, i);
	return heap;
}

/* `rows`: reports of the band that go through no doubted suspect. */
static void divide(Roots *r, const GArray *rows)
{
	Members m = list_members(r, rows);
	guint n, left = rows->len;

	for (guint i = 0; i < rows->len; i++)
		count_suspects(r, g_array_index(rows, guint32, i), 1);
	g_autofree Counted *heap = heap_of_suspects(r, &n);
	g_autofree guint8 *done = g_new0(guint8, r->sol->reports->len + 1);
	while (left) {
		guint32 suspect = most_doubtful(r, heap, n);
		for (guint32 i = m.first[suspect]; i < m.first[suspect + 1]; i++) {
			guint32 id = m.rows[i];
			if (done[id])
				continue;
			done[id] = TRUE;
			left--;
			assign(r, id, (guint)position_of(r, report(r, id), suspect));
			count_suspects(r, id, -1);
		}
	}
	g_free(m.first);
	g_free(m.rows);
}

static void divide_kind(Roots *r, LoReportKind kind)
{
	guint32 i = 0;

	memset(r->leader, 0, r->n_suspects * sizeof(guint32));
	for (guint band = 0; band < G_N_ELEMENTS(band_least); band++) {
		g_autoptr(GArray) rows = g_array_new(FALSE, FALSE, sizeof(guint32));
		for (; i < r->sol->reports->len && report(r, i)->confidence >= band_least[band]; i++)
			if (report(r, i)->kind == kind && report(r, i)->edges->len > 1 && !assign_known(r, i))
				g_array_append_val(rows, i);
		divide(r, rows);
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

typedef struct {
	guint32 leader, row;
} Order;

static int compare_order(const void *a, const void *b)
{
	const Order *x = a, *y = b;

	if (x->leader != y->leader)
		return x->leader < y->leader ? -1 : 1;
	return x->row < y->row ? -1 : x->row > y->row;
}

/* Variants after all others, those of the first report first. */
static void move_variants(LoSolution *sol)
{
	guint n = sol->reports->len;
	g_autofree Order *order = g_new(Order, n + 1);
	g_autofree guint32 *place = g_new(guint32, n + 1);
	g_autofree LoReportRow *rows = g_new(LoReportRow, n + 1);

	for (guint32 i = 0; i < n; i++)
		rows[i] = g_array_index(sol->reports, LoReportRow, i);
	for (guint32 i = 0; i < n; i++)
		order[i] = (Order){ rows[i].variant_of, i };
	qsort(order, n, sizeof(Order), compare_order);
	for (guint32 i = 0; i < n; i++)
		place[order[i].row] = i;
	for (guint32 i = 0; i < n; i++) {
		LoReportRow row = rows[order[i].row];
		if (row.variant_of)
			row.variant_of = place[row.variant_of - 1] + 1;
		g_array_index(sol->reports, LoReportRow, i) = row;
	}
}

static int compare_numbered(const void *a, const void *b, void *data)
{
	const guint32 *x = a, *y = b;
	const LoReportRow *rows = data;
	int order = compare_reports(rows + *x, rows + *y);

	return order ? order : (*x > *y) - (*x < *y);
}

void lo_sort_reports(LoSolution *sol)
{
	guint n = sol->reports->len;
	g_autofree LoReportRow *rows = g_memdup2(sol->reports->data, n * sizeof(LoReportRow));
	g_autofree guint32 *order = g_new(guint32, n + 1), *place = g_new(guint32, n + 1);

	for (guint32 i = 0; i < n; i++)
		order[i] = i;
	g_qsort_with_data(order, (gint)n, sizeof(guint32), compare_numbered, rows);
	for (guint32 i = 0; i < n; i++)
		place[order[i]] = i;
	for (guint32 i = 0; i < n; i++) {
		LoReportRow row = rows[order[i]];
		if (row.variant_of)
			row.variant_of = place[row.variant_of - 1] + 1;
		g_array_index(sol->reports, LoReportRow, i) = row;
	}
	move_variants(sol);
}

static void find_key(guint32 i, gpointer worker, gpointer data)
{
	const LoSolution *sol = data;
	LoReportRow *row = &g_array_index(sol->reports, LoReportRow, i);

	(void)worker;
	if (row->kind == LO_REPORT_IRQ && row->key)
		return;		/* it has one, of the interrupt and both places: several ways lead from lock to lock */
	g_free(row->key);
	row->key = lo_report_key(sol, row);
}

void lo_group_reports(LoSolution *sol, const guint32 *support)
{
	static const LoReportKind kinds[] = { LO_REPORT_CYCLE, LO_REPORT_IRQ, LO_REPORT_WAIT };
	Roots r = { .sol = sol, .per_edge = SITE };

	lo_threads_share(sol->reports->len, find_key, sol);
	g_array_sort(sol->reports, compare_reports);
	number_suspects(&r, NULL);
	weigh_by_places(&r, support);
	for (guint i = 0; i < G_N_ELEMENTS(kinds); i++)
		divide_kind(&r, kinds[i]);
	move_variants(sol);
	clear(&r);
}

/* ---- what is new ---- */

enum { ON_OLD = 1, ON_NEW };

static gboolean is_new(const LoReportRow *row, GHashTable *known)
{
	return !row->held_back[0] && row->edges->len && !(known && g_hash_table_contains(known, row->key));
}

/* By rank, which they have once none is a variant. */
static gboolean *find_new(LoSolution *sol, GHashTable *known)
{
	gboolean *found = g_new0(gboolean, sol->reports->len + 1);

	for (guint i = 0; i < sol->reports->len; i++)
		if (is_new(&g_array_index(sol->reports, LoReportRow, i), known))
			g_array_index(sol->reports, LoReportRow, i).variant_of = 0;
	lo_sort_reports(sol);
	for (guint i = 0; i < sol->reports->len; i++)
		found[i] = is_new(&g_array_index(sol->reports, LoReportRow, i), known);
	return found;
}

static guint64 pair_key(const LoEdgeRow *e)
{
	return (guint64)e->from << 32 | e->to;
}

/* The edges of new reports between two classes that had none before. */
static void find_orders(const LoSolution *sol, const GArray *orders, guint8 *edges)
{
	g_autoptr(GHashTable) pairs = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);

	for (guint i = 0; i < orders->len; i++) {
		guint64 key = pair_key(&g_array_index(sol->edges, LoEdgeRow, g_array_index(orders, guint32, i)));
		g_hash_table_add(pairs, g_memdup2(&key, sizeof(key)));
	}
	for (guint i = 0; i < sol->edges->len; i++) {
		guint64 key = pair_key(&g_array_index(sol->edges, LoEdgeRow, i));
		if (edges[i] == ON_NEW)
			edges[i] = g_hash_table_contains(pairs, &key) ? ON_NEW : ON_OLD;
		else
			edges[i] = 0;
	}
}

/* Per edge: 0 it is on no report, ON_OLD on known ones only, else ON_NEW.  `orders`: those that are new, or NULL. */
static guint8 *find_edges(const LoSolution *sol, const gboolean *new, const GArray *orders)
{
	guint8 *found = g_new0(guint8, sol->edges->len + 1);

	for (guint i = 0; i < sol->reports->len; i++) {
		const LoReportRow *row = &g_array_index(sol->reports, LoReportRow, i);
		for (guint k = 0; k < row->edges->len; k++) {
			guint8 *edge = &found[g_array_index(row->edges, guint32, k)];
			*edge = new[i] || *edge == ON_NEW ? ON_NEW : ON_OLD;
		}
	}
	if (orders)
		find_orders(sol, orders, found);
	return found;
}

/* A place that is on many reports that are not new, or of many orders that are not, has long been there. */
static void weigh_by_known(Roots *r, const guint8 *edges)
{
	for (guint i = 0; i < r->sol->edges->len; i++)
		for (guint k = 0; k < r->per_edge; k++)
			r->cost[r->suspects[i][k]] += edges[i] == ON_OLD;
	for (guint i = 0; i < r->n_suspects; i++)
		r->cost[i] = 1 + g_bit_storage(r->cost[i]);
}

/*
 * A report that shares a suspect that is not known at all with a surer one is its variant, whichever suspect the two were
 * divided by: a lock that is now held too long closes cycles of several kinds and lengths.
 */
static void join_leaders(Roots *r, const gboolean *new)
{
	memset(r->leader, 0, r->n_suspects * sizeof(guint32));
	for (guint32 i = 0; i < r->sol->reports->len; i++) {
		if (!new[i] || report(r, i)->variant_of || assign_known(r, i))
			continue;
		for (guint k = 0; k < count_places(r, report(r, i)); k++) {
			guint32 suspect = suspect_at(r, report(r, i), k);
			if (r->cost[suspect] == 1 && !r->leader[suspect])
				r->leader[suspect] = i + 1;
		}
	}
}

/* A variant of what has become one itself. */
static void follow_leaders(LoSolution *sol)
{
	for (guint i = 0; i < sol->reports->len; i++) {
		LoReportRow *row = &g_array_index(sol->reports, LoReportRow, i);
		guint32 above = row->variant_of ? g_array_index(sol->reports, LoReportRow, row->variant_of - 1).variant_of : 0;
		if (above)
			row->variant_of = above;
	}
}

void lo_group_new_reports(LoSolution *sol, GHashTable *known, const GArray *orders)
{
	Roots r = { .sol = sol, .per_edge = N_SUSPECTS };
	guint32 n = sol->reports->len;
	g_autoptr(GArray) rows = g_array_new(FALSE, FALSE, sizeof(guint32));

	g_autofree gboolean *new = find_new(sol, known);
	g_autofree guint8 *edges = find_edges(sol, new, orders);
	number_suspects(&r, edges);
	weigh_by_known(&r, edges);
	/* all at once: one that is less sure may tell which suspect others have in common */
	for (guint32 i = 0; i < n; i++)
		if (new[i])
			g_array_append_val(rows, i);
	divide(&r, rows);
	join_leaders(&r, new);
	follow_leaders(sol);
	lo_sort_reports(sol);
	clear(&r);
}
