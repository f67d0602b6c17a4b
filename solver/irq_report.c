/*
 * What lockdep calls an inconsistent lock state ({IN-HARDIRQ-W} and {HARDIRQ-ON-W}
 * of one class), and an inversion: from a lock that an interrupt takes a strong
 * path of orders leads to one that is held with that interrupt let in.  A class
 * that is inconsistent itself is reported alone.
 */
#include "solver/irq_report.h"

#include <stdlib.h>
#include <string.h>

#define MAX_PATH 4		/* orders between the two locks */
#define MAX_PER_LOCK 4		/* inversions over one unsafe lock */
#define MAX_REPORTS 2000
#define REPEAT_PERCENT 70	/* of one unsafe lock each further inversion says less */
#define SAME_WAY_PERCENT 85	/* and so does each further report by one handler, or from one process */
#define FEW_SITES 3
#define NEVER_OFF_PERCENT 40	/* nobody disables these interrupts for the lock: rather no such interrupt takes it */

static const LoUseKind in_use[] = { LO_USE_IN_HARDIRQ, LO_USE_IN_SOFTIRQ };
static const LoUseKind on_use[] = { LO_USE_ON_HARDIRQ, LO_USE_ON_SOFTIRQ };
static const char *const irq_name[] = { "hard interrupts", "softirqs" };

/* Two uses that exclude each other, the surest two. */
typedef struct {
	const LoUse *in, *on;
	guint confidence;
} Clash;

typedef struct {
	guint which;		/* index in in_use */
	LoClassId safe, unsafe;
	Clash clash;
	guint32 path[MAX_PATH];	/* edges from `safe` to `unsafe` */
	guint n_path;
} Finding;

typedef struct {
	const LoIrqReports *in;
	LoSolution *sol;
	guint n_classes;
	guint32 *first;		/* n_classes + 1: edges by the class held, in `out` */
	guint32 *out;
	GArray *found;		/* Finding */
	guint which;
	guint32 path[MAX_PATH];
	guint8 *inconsistent;	/* per class: bits 1 << which */
	GHashTable *visited;	/* classes on ways from one lock, how they are taken */
	GHashTable *pairs;	/* (safe, unsafe) of this kind of interrupt that have been found */
} Search;

/* Locks that sleep are not taken in interrupts, and lockdep leaves local locks out of inversions. */
static gboolean is_followed(const LoClass *c)
{
	switch (c->kind) {
	case LO_LOCK_UNKNOWN:
	case LO_LOCK_SPIN:
	case LO_LOCK_RWLOCK:
	case LO_LOCK_SEQCOUNT:
	case LO_LOCK_PSEUDO: return !c->novalidate;
	case LO_LOCK_MUTEX:
	case LO_LOCK_RWSEM:
	case LO_LOCK_PERCPU_RWSEM:
	case LO_LOCK_SEMAPHORE:
	case LO_LOCK_RT_MUTEX:
	case LO_LOCK_WW_MUTEX:
	case LO_LOCK_LOCAL:
	case LO_LOCK_BIT:
	case LO_LOCK_SRCU:
	case LO_LOCK_RCU:
	case LO_LOCK_WORK:
	case LO_LOCK_WORKQUEUE:
	case LO_LOCK_TIMER:
	case LO_LOCK_COMPLETION:
	case LO_LOCK_IRQ:
	case LO_LOCK_THREAD:
	case LO_LOCK__N: break;
	}
	return FALSE;
}

static void try_clash(Clash *c, const LoUse *in, const LoUse *on)
{
	guint confidence = in && on ? in->confidence * on->confidence / 100 : 0;

	if (confidence > c->confidence)
		*c = (Clash){ in, on, confidence };
}

/*
 * A reader in an interrupt passes writers that wait, and so waits for no reader.  `write_in`: who asks in
 * the interrupt must be a writer, `write_on`: who holds with interrupts on must be.
 */
static Clash find_clash(const LoIrqUsage *u, LoClassId safe, gboolean write_in, LoClassId unsafe, gboolean write_on, guint which)
{
	const LoUse *in_w = lo_irq_use(u, safe, in_use[which], FALSE), *on_w = lo_irq_use(u, unsafe, on_use[which], FALSE);
	const LoUse *in_r = write_in ? NULL : lo_irq_use(u, safe, in_use[which], TRUE);
	const LoUse *on_r = write_on ? NULL : lo_irq_use(u, unsafe, on_use[which], TRUE);
	Clash c = { 0 };

	try_clash(&c, in_w, on_w);
	try_clash(&c, in_w, on_r);
	try_clash(&c, in_r, on_w);
	if (safe != unsafe)
		try_clash(&c, in_r, on_r);
	return c;
}

/* ---- one class ---- */

static void find_inconsistent(Search *s, LoClassId cls)
{
	Finding best = { .safe = cls, .unsafe = cls };

	for (guint which = 0; which < G_N_ELEMENTS(in_use); which++) {
		Clash c = find_clash(s->in->usage, cls, FALSE, cls, FALSE, which);
		if (!c.in)
			continue;
		s->inconsistent[cls] |= 1u << which;
		if (c.confidence > best.clash.confidence) {
			best.clash = c;
			best.which = which;
		}
	}
	if (!best.clash.in)
		return;
	guint on, off;
	lo_irq_sites(s->in->usage, cls, best.which, &on, &off);
	if (on >= FEW_SITES && !off)
		best.clash.confidence = best.clash.confidence * NEVER_OFF_PERCENT / 100;
	g_array_append_val(s->found, best);
}

/* ---- from a lock that an interrupt takes to one held with it let in ---- */

static const LoEdge *edge_at(const Search *s, guint32 i)
{
	return &LO_AT(lo_strata_edges(s->in->w->strata), LoEdge, i);
}

static void index_edges(Search *s)
{
	const GArray *edges = lo_strata_edges(s->in->w->strata);

	s->first = g_new0(guint32, s->n_classes + 2);
	s->out = g_new(guint32, edges->len + 1);
	for (guint32 i = 0; i < edges->len; i++)
		s->first[edge_at(s, i)->from + 2]++;
	for (guint32 i = 2; i < s->n_classes + 2; i++)
		s->first[i] += s->first[i - 1];
	for (guint32 i = 0; i < edges->len; i++)
		s->out[s->first[edge_at(s, i)->from + 1]++] = i;
}

static guint edge_confidence(const Search *s, guint32 edge)
{
	return g_array_index(s->sol->edges, LoEdgeRow, s->in->row_of_edge[edge]).confidence;
}

static void add_inversion(Search *s, LoClassId safe, LoClassId unsafe, guint n_path)
{
	const LoEdge *first = edge_at(s, s->path[0]), *last = edge_at(s, s->path[n_path - 1]);
	Finding f = { .which = s->which, .safe = safe, .unsafe = unsafe, .n_path = n_path };
	gint64 pair = (gint64)((guint64)safe << 32 | unsafe);

	f.clash = find_clash(s->in->usage, safe, first->from_hold != LO_HOLD_EXCLUSIVE, unsafe,
			     last->to_hold == LO_HOLD_RECURSIVE, s->which);
	if (!f.clash.in || !g_hash_table_add(s->pairs, g_memdup2(&pair, sizeof(pair))))
		return;
	for (guint i = 0; i < n_path; i++) {
		f.path[i] = s->path[i];
		f.clash.confidence = MIN(f.clash.confidence, edge_confidence(s, s->path[i]));
	}
	g_array_append_val(s->found, f);
}

static gboolean is_on(const Search *s, LoClassId cls)
{
	return lo_irq_use(s->in->usage, cls, on_use[s->which], FALSE) || lo_irq_use(s->in->usage, cls, on_use[s->which], TRUE);
}

static gboolean is_in(const Search *s, LoClassId cls)
{
	return lo_irq_use(s->in->usage, cls, in_use[s->which], FALSE) || lo_irq_use(s->in->usage, cls, in_use[s->which], TRUE);
}

/* Both locks are unsafe alone already: said together where one function takes them so, one under the other. */
static void add_region(Search *s, LoClassId safe, guint32 edge)
{
	const LoEdge *e = edge_at(s, edge);
	const LoUse *outer = lo_irq_use(s->in->usage, safe, on_use[s->which], e->from_hold != LO_HOLD_EXCLUSIVE);
	const LoUse *inner = lo_irq_use(s->in->usage, e->to, on_use[s->which], e->to_hold != LO_HOLD_EXCLUSIVE);

	if (outer && inner && e->to != safe && lo_irq_use_root(s->in->usage, outer) == lo_irq_use_root(s->in->usage, inner) &&
	    lo_irq_use_passes(s->in->usage, outer, e->fn) && lo_irq_use_passes(s->in->usage, inner, e->fn)) {
		s->path[0] = edge;
		add_inversion(s, safe, e->to, 1);
	}
}

static void find_regions(Search *s, LoClassId safe)
{
	for (guint32 i = s->first[safe]; i < s->first[safe + 1]; i++) {
		const LoEdge *e = edge_at(s, s->out[i]);
		if (!e->wait && (s->inconsistent[e->to] >> s->which & 1))
			add_region(s, safe, s->out[i]);
	}
}

/* A class on a way from the safe lock, reached by `edge` from step `parent`. */
typedef struct {
	guint32 edge, parent;
	guint depth;
} Step;

static void add_found(Search *s, LoClassId safe, const GArray *steps, guint32 last)
{
	guint n = LO_AT(steps, Step, last).depth;

	for (guint i = n; i-- > 0; last = LO_AT(steps, Step, last).parent)
		s->path[i] = LO_AT(steps, Step, last).edge;
	add_inversion(s, safe, edge_at(s, s->path[n - 1])->to, n);
}

static gboolean can_follow(const Search *s, LoClassId safe, const LoEdge *before, const LoEdge *e)
{
	return e->to != e->from && e->to != safe && !e->wait && is_followed(lo_class_get(s->in->w->classes, e->to)) &&
		!(before && before->to_hold == LO_HOLD_RECURSIVE && e->from_hold != LO_HOLD_EXCLUSIVE) &&
		!(s->inconsistent[e->to] >> s->which & 1);
}

/* From locks that a writer takes in an interrupt shorter ways begin. */
static gboolean leads_on(const Search *s, LoClassId cls)
{
	return !lo_irq_use(s->in->usage, cls, in_use[s->which], FALSE);
}

static void expand(Search *s, LoClassId safe, GArray *steps, guint32 from)
{
	const Step *step = from == G_MAXUINT32 ? NULL : &LO_AT(steps, Step, from);
	const LoEdge *before = step ? edge_at(s, step->edge) : NULL;
	LoClassId at = before ? before->to : safe;
	guint depth = step ? step->depth : 0;

	for (guint32 i = s->first[at]; i < s->first[at + 1]; i++) {
		const LoEdge *e = edge_at(s, s->out[i]);
		gsize key = (gsize)e->to * 2 + (e->to_hold == LO_HOLD_RECURSIVE);
		if (!can_follow(s, safe, before, e) || !g_hash_table_add(s->visited, GSIZE_TO_POINTER(key + 1)))
			continue;
		Step next = { s->out[i], from, depth + 1 };
		g_array_append_val(steps, next);
		if (is_on(s, e->to))
			add_found(s, safe, steps, steps->len - 1);
	}
}

/* Breadth first, so by the shortest ways; not on through an unsafe lock. */
static void walk(Search *s, LoClassId safe)
{
	g_autoptr(GArray) steps = g_array_new(FALSE, FALSE, sizeof(Step));

	g_hash_table_remove_all(s->visited);
	expand(s, safe, steps, G_MAXUINT32);
	for (guint32 i = 0; i < steps->len && LO_AT(steps, Step, i).depth < MAX_PATH; i++) {
		LoClassId cls = edge_at(s, LO_AT(steps, Step, i).edge)->to;
		if (!is_on(s, cls) && leads_on(s, cls))
			expand(s, safe, steps, i);
	}
}

static void find_inversions(Search *s, LoClassId safe)
{
	for (s->which = 0; s->which < G_N_ELEMENTS(in_use); s->which++) {
		if (!is_in(s, safe))
			continue;
		g_hash_table_remove_all(s->pairs);
		if (s->inconsistent[safe] >> s->which & 1)
			find_regions(s, safe);
		else
			walk(s, safe);
	}
}

/* ---- rows ---- */

static void set_note(GArray *chain, const char *note)
{
	LoHop *first = chain->len ? &g_array_index(chain, LoHop, 0) : NULL;

	if (!first)
		return;
	g_autofree char *both = *first->note ? g_strdup_printf("%s; %s", note, first->note) : NULL;
	lo_hop_set_note(first, both ? both : note);
}

/* How the lock is taken with interrupts on, then how the interrupt comes to its own. */
static GArray *context_of(const Search *s, const Finding *f)
{
	GArray *on = lo_irq_use_chain(s->in->usage, f->clash.on), *in = lo_irq_use_chain(s->in->usage, f->clash.in);
	const char *unsafe = g_array_index(s->sol->classes, LoClassRow, s->in->row_of[f->unsafe]).name;
	const char *safe = g_array_index(s->sol->classes, LoClassRow, s->in->row_of[f->safe]).name;

	g_autofree char *held = g_strdup_printf("%s %s with %s on", f->clash.on->enabled ? "holds" : "takes", unsafe, irq_name[f->which]);
	g_autofree char *taken = g_strdup_printf("then, interrupted, takes %s", safe);
	set_note(on, held);
	set_note(in, taken);
	g_array_append_vals(on, in->data, in->len);
	g_array_set_clear_func(in, NULL);	/* its strings have moved */
	g_array_unref(in);
	return on;
}

static char *finding_key(const Search *s, const Finding *f)
{
	g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
	const char *names[] = {
		"irq", irq_name[f->which],
		g_array_index(s->sol->classes, LoClassRow, s->in->row_of[f->safe]).name,
		g_array_index(s->sol->classes, LoClassRow, s->in->row_of[f->unsafe]).name,
		lo_program_fn(s->in->w->program, lo_irq_use_function(s->in->usage, f->clash.on))->name,
		lo_program_fn(s->in->w->program, lo_irq_use_function(s->in->usage, f->clash.in))->name,
	};

	for (guint i = 0; i < G_N_ELEMENTS(names); i++)
		g_checksum_update(sum, (const guchar *)names[i], strlen(names[i]) + 1);
	return g_strndup(g_checksum_get_string(sum), 16);
}

/* By the name that it has where it is held with interrupts on, or in the interrupt. */
static guint32 shown(const Search *s, LoClassId cls, const LoUse *use)
{
	const LoIrqReports *in = s->in;

	return in->shown(in->data, cls, lo_irq_use_function(in->usage, use), use->event);
}

static void add_row(Search *s, const Finding *f)
{
	LoReportRow r = { .kind = LO_REPORT_IRQ, .confidence = MIN(f->clash.confidence, 100) };

	r.classes = g_array_new(FALSE, FALSE, sizeof(guint32));
	r.edges = g_array_new(FALSE, FALSE, sizeof(guint32));
	guint32 row = shown(s, f->safe, f->n_path ? f->clash.in : f->clash.on);
	g_array_append_val(r.classes, row);
	for (guint i = 0; i < f->n_path; i++) {
		LoClassId to = edge_at(s, f->path[i])->to;
		row = to == f->unsafe ? shown(s, to, f->clash.on) : s->in->row_of[to];
		g_array_append_val(r.edges, s->in->row_of_edge[f->path[i]]);
		g_array_append_val(r.classes, row);
	}
	r.context = context_of(s, f);
	r.reasons = f->n_path ? g_strdup_printf("the first is taken in %s, the last held with them on", irq_name[f->which]) :
		g_strdup_printf("taken in %s, and held with them on", irq_name[f->which]);
	r.key = finding_key(s, f);
	r.held_back = g_strdup("");
	g_array_append_val(s->sol->reports, r);
}

static int compare_findings(gconstpointer a, gconstpointer b, gpointer data)
{
	const Finding *x = a, *y = b;
	const Search *s = data;

	if (x->clash.confidence != y->clash.confidence)
		return x->clash.confidence > y->clash.confidence ? -1 : 1;
	if (x->n_path != y->n_path)
		return x->n_path < y->n_path ? -1 : 1;
	guint32 p = s->in->row_of[x->unsafe], q = s->in->row_of[y->unsafe];
	if (p == q) {
		p = s->in->row_of[x->safe];
		q = s->in->row_of[y->safe];
	}
	return p != q ? (p < q ? -1 : 1) : (int)x->which - (int)y->which;
}

/* How often the root of a use has been one; counts this time. */
static guint count_root(const Search *s, GHashTable *times, const LoUse *use)
{
	gpointer root = GUINT_TO_POINTER(lo_irq_use_root(s->in->usage, use) + 1);
	guint n = GPOINTER_TO_UINT(g_hash_table_lookup(times, root));

	g_hash_table_insert(times, root, GUINT_TO_POINTER(n + 1));
	return n;
}

static void scale(Finding *f, guint percent, guint times)
{
	for (guint i = 0; i < times && f->clash.confidence; i++)
		f->clash.confidence = f->clash.confidence * percent / 100;
}

/* The surest first; where one lock is unsafe for many, the first few say it. */
static void add_rows(Search *s)
{
	g_autofree guint8 *times = g_new0(guint8, s->n_classes + 1);
	g_autoptr(GHashTable) roots = g_hash_table_new(NULL, NULL);

	g_array_sort_with_data(s->found, compare_findings, s);
	for (guint i = 0, n = 0; i < s->found->len && n < MAX_REPORTS; i++) {
		Finding f = LO_AT(s->found, Finding, i);
		if (f.n_path && times[f.unsafe] == MAX_PER_LOCK)
			continue;
		if (f.n_path)
			scale(&f, REPEAT_PERCENT, times[f.unsafe]++);
		guint in = count_root(s, roots, f.clash.in), on = count_root(s, roots, f.clash.on);
		scale(&f, SAME_WAY_PERCENT, MAX(in, on));
		add_row(s, &f);
		n++;
	}
}

void lo_irq_add_reports(LoSolution *sol, const LoIrqReports *in)
{
	Search s = { .in = in, .sol = sol, .n_classes = lo_classes_count(in->w->classes),
		     .found = g_array_new(FALSE, FALSE, sizeof(Finding)),
		     .pairs = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL) };

	s.visited = g_hash_table_new(NULL, NULL);
	s.inconsistent = g_new0(guint8, s.n_classes + 1);
	index_edges(&s);
	for (LoClassId c = 0; c < s.n_classes; c++)
		if (is_followed(lo_class_get(in->w->classes, c)) || lo_class_get(in->w->classes, c)->kind == LO_LOCK_LOCAL)
			find_inconsistent(&s, c);
	for (LoClassId c = 0; c < s.n_classes; c++)
		if (is_followed(lo_class_get(in->w->classes, c)))
			find_inversions(&s, c);
	g_debug("interrupts: %u findings", s.found->len);
	add_rows(&s);
	g_array_unref(s.found);
	g_hash_table_unref(s.pairs);
	g_hash_table_unref(s.visited);
	g_free(s.inconsistent);
	g_free(s.first);
	g_free(s.out);
}
