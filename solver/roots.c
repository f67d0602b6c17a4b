#include "solver/roots.h"

#include "callgraph/scc.h"
#include "common/threads.h"
#include "solver/key.h"

#include <stdlib.h>
#include <string.h>

/* Surer cycles are divided first, so that doubtful ones join them and do not split them. */
static const guint8 band_least[] = { LO_CONFIDENCE_HIGH, LO_CONFIDENCE_DEFAULT, 50, 30, 0 };

typedef struct {
	LoSolution *sol;
	/* Per edge row, two suspects: all edges between its two classes, and all that hold its first lock since the
	 * same place. */
	guint32 *pair_of, *section_of;
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
	guint32 edge = g_array_index(row->edges, guint32, i / 2);

	return i % 2 ? r->section_of[edge] : r->pair_of[edge];
}

/* Where the first lock is taken, in the function where both meet.  A hop's strings are one where they are equal. */
typedef struct {
	const char *file, *function;
	guint32 line, from;
} Section;

static guint section_hash(gconstpointer key)
{
	const Section *s = key;

	return g_direct_hash(s->file) * 31 + g_direct_hash(s->function) * 7 + s->line * 2654435761u + s->from;
}

static gboolean section_equal(gconstpointer a, gconstpointer b)
{
	const Section *x = a, *y = b;

	return x->file == y->file && x->function == y->function && x->line == y->line && x->from == y->from;
}

/* Those of edges whose first lock is held already are none. */
static void number_sections(Roots *r)
{
	g_autoptr(GHashTable) known = g_hash_table_new(section_hash, section_equal);
	guint n = r->sol->edges->len;
	g_autofree Section *sections = g_new(Section, n + 1);

	for (guint i = 0; i < n; i++) {
		const LoEdgeRow *e = &g_array_index(r->sol->edges, LoEdgeRow, i);
		const LoHop *h = e->from_chain->len ? &g_array_index(e->from_chain, LoHop, 0) : NULL;
		if (!h)
			continue;
		sections[i] = (Section){ h->file, h->function, h->line, e->from };
		guint32 id = GPOINTER_TO_UINT(g_hash_table_lookup(known, &sections[i]));
		if (!id)
			g_hash_table_insert(known, &sections[i], GUINT_TO_POINTER(id = ++r->n_suspects));
		r->section_of[i] = id - 1;
	}
}

static void number_suspects(Roots *r, const guint32 *support)
{
	guint n = r->sol->edges->len;

	r->pair_of = g_new(guint32, n + 1);
	r->section_of = g_new(guint32, n + 1);
	r->cost = g_new0(guint32, 2 * n + 1);
	for (guint i = 0; i < n; i++) {
		const LoEdgeRow *e = &g_array_index(r->sol->edges, LoEdgeRow, i);
		if (!i || e[-1].from != e->from || e[-1].to != e->to)
			r->n_suspects++;
		r->pair_of[i] = r->section_of[i] = r->n_suspects - 1;
	}
	number_sections(r);
	for (guint i = 0; i < n; i++) {
		r->cost[r->pair_of[i]] += MIN(support[i], 1u << 20);
		r->cost[r->section_of[i]] += MIN(support[i], 1u << 20);
	}
	for (guint i = 0; i < r->n_suspects; i++)
		r->cost[i] = 1 + g_bit_storage(r->cost[i]);
	r->count = g_new0(guint32, r->n_suspects + 1);
	r->leader = g_new0(guint32, r->n_suspects + 1);
}

/* The row goes to the report about this suspect, or becomes it. */
static void assign(Roots *r, guint32 i, guint at)
{
	LoReportRow *row = report(r, i);
	guint32 suspect = suspect_at(r, row, at);

	row->root = at / 2;
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

	for (guint k = 0; k < 2 * row->edges->len; k++) {
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

static void count_suspects(Roots *r, guint32 i, int by)
{
	const LoReportRow *row = report(r, i);

	for (guint k = 0; k < 2 * row->edges->len; k++)
		if (k % 2 == 0 || suspect_at(r, row, k) != suspect_at(r, row, k - 1))
			r->count[suspect_at(r, row, k)] += (guint32)by;
}

/* Is suspect x to be doubted before y, by the counts given?  The one with more cycles for its cost. */
static gboolean is_more_doubtful(const Roots *r, Counted x, Counted y)
{
	guint64 p = (guint64)x.count * r->cost[y.suspect], q = (guint64)y.count * r->cost[x.suspect];

	return p != q ? p > q : x.suspect < y.suspect;
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
	for (guint k = 0; k < 2 * row->edges->len; k++)
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
		total += 2 * row->edges->len;
		for (guint k = 0; k < 2 * row->edges->len; k++)
			m.first[suspect_at(r, row, k) + 2]++;
	}
	for (guint32 p = 2; p < r->n_suspects + 2; p++)
		m.first[p] += m.first[p - 1];
	m.rows = g_new(guint32, total + 1);
	for (guint i = 0; i < rows->len; i++) {
		guint32 id = g_array_index(rows, guint32, i);
		const LoReportRow *row = report(r, id);
		for (guint k = 0; k < 2 * row->edges->len; k++)
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
	Roots r = { .sol = sol };

	lo_threads_share(sol->reports->len, find_key, sol);
	g_array_sort(sol->reports, compare_reports);
	number_suspects(&r, support);
	for (guint i = 0; i < G_N_ELEMENTS(kinds); i++)
		divide_kind(&r, kinds[i]);
	move_variants(sol);
	g_free(r.pair_of);
	g_free(r.section_of);
	g_free(r.cost);
	g_free(r.count);
	g_free(r.leader);
}
