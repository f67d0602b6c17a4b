#include "facts/store_internal.h"

#include "common/threads.h"

const char *lo_lock_kind_name(LoLockKind k)
{
	switch (k) {
	case LO_LOCK_UNKNOWN: return "unknown";
	case LO_LOCK_MUTEX: return "mutex";
	case LO_LOCK_SPIN: return "spinlock";
	case LO_LOCK_RWLOCK: return "rwlock";
	case LO_LOCK_RWSEM: return "rwsem";
	case LO_LOCK_PERCPU_RWSEM: return "percpu-rwsem";
	case LO_LOCK_SEMAPHORE: return "semaphore";
	case LO_LOCK_SEQCOUNT: return "seqcount";
	case LO_LOCK_RT_MUTEX: return "rt-mutex";
	case LO_LOCK_WW_MUTEX: return "ww-mutex";
	case LO_LOCK_LOCAL: return "local-lock";
	case LO_LOCK_BIT: return "bit-spinlock";
	case LO_LOCK_SRCU: return "srcu";
	case LO_LOCK_RCU: return "rcu";
	case LO_LOCK_PSEUDO: return "pseudo";
	case LO_LOCK_WORK: return "work";
	case LO_LOCK_WORKQUEUE: return "workqueue";
	case LO_LOCK_TIMER: return "timer";
	case LO_LOCK_COMPLETION: return "completion";
	case LO_LOCK_IRQ: return "irq";
	case LO_LOCK_THREAD: return "thread";
	case LO_LOCK__N: break;
	}
	return "unknown";
}

gboolean lo_lock_is_waited_for(LoLockKind k)
{
	return k == LO_LOCK_WORK || k == LO_LOCK_WORKQUEUE || k == LO_LOCK_TIMER || k == LO_LOCK_COMPLETION ||
		k == LO_LOCK_IRQ || k == LO_LOCK_THREAD;
}

const char *lo_hold_name(LoHold h)
{
	switch (h) {
	case LO_HOLD_EXCLUSIVE: return "X";
	case LO_HOLD_SHARED: return "R";
	case LO_HOLD_RECURSIVE: return "RR";
	}
	return "?";
}

const char *lo_report_kind_name(LoReportKind k)
{
	switch (k) {
	case LO_REPORT_CYCLE: return "cycle";
	case LO_REPORT_RECURSION: return "recursion";
	case LO_REPORT_IRQ: return "irq";
	case LO_REPORT_WAIT: return "wait";
	case LO_REPORT_IMBALANCE: return "imbalance";
	}
	return "?";
}

static const char *lasting_note(const char *note)
{
	return *note ? g_intern_string(note) : "";
}

LoHop lo_hop(const char *function, const char *file, guint32 line, const char *note)
{
	return (LoHop){ g_intern_string(function), g_intern_string(file), line, lasting_note(note) };
}

void lo_hop_set_note(LoHop *h, const char *note)
{
	h->note = lasting_note(note);
}

GArray *lo_hops_new(void)
{
	return g_array_new(FALSE, FALSE, sizeof(LoHop));
}

static void class_clear(gpointer data)
{
	LoClassRow *c = data;

	g_free(c->name);
	g_free(c->file);
	g_clear_pointer(&c->names, g_ptr_array_unref);
}

static void edge_clear(gpointer data)
{
	LoEdgeRow *e = data;

	g_clear_pointer(&e->from_chain, g_array_unref);
	g_clear_pointer(&e->to_chain, g_array_unref);
}

static void report_clear(gpointer data)
{
	LoReportRow *r = data;

	g_clear_pointer(&r->classes, g_array_unref);
	g_clear_pointer(&r->edges, g_array_unref);
	g_clear_pointer(&r->context, g_array_unref);
	g_free(r->reasons);
	g_free(r->key);
	g_free(r->held_back);
}

static void stat_clear(gpointer data)
{
	LoStatRow *s = data;

	g_free(s->name);
	g_free(s->value);
}

static GArray *rows_new(guint size, GDestroyNotify clear)
{
	GArray *rows = g_array_new(FALSE, TRUE, size);

	g_array_set_clear_func(rows, clear);
	return rows;
}

GArray *lo_report_rows_new(void)
{
	return rows_new(sizeof(LoReportRow), report_clear);
}

LoSolution *lo_solution_new(void)
{
	LoSolution *s = g_new0(LoSolution, 1);

	s->classes = rows_new(sizeof(LoClassRow), class_clear);
	s->edges = rows_new(sizeof(LoEdgeRow), edge_clear);
	s->reports = lo_report_rows_new();
	s->stats = rows_new(sizeof(LoStatRow), stat_clear);
	return s;
}

static void clear_edge(guint32 i, gpointer worker, gpointer edges)
{
	(void)worker;
	edge_clear(&g_array_index((GArray *)edges, LoEdgeRow, i));
}

void lo_solution_free(LoSolution *s)
{
	if (!s)
		return;
	g_array_unref(s->classes);
	lo_threads_share(s->edges->len, clear_edge, s->edges);	/* millions of chains */
	g_array_unref(s->edges);
	g_array_unref(s->reports);
	g_array_unref(s->stats);
	lo_chain_source_free(s->source);
	g_free(s);
}

void lo_orders_free(LoOrders *o)
{
	if (!o)
		return;
	g_ptr_array_unref(o->names);
	g_array_unref(o->orders);
	g_array_unref(o->cycles);
	g_array_unref(o->reports);
	g_free(o);
}

int lo_compare_class_rows(const void *a, const void *b)
{
	const LoClassRow *x = a, *y = b;
	int order = strcmp(x->name, y->name);

	if (!order)
		order = strcmp(x->file, y->file);
	if (!order)
		order = (x->line > y->line) - (x->line < y->line);
	return order ? order : (x->kind > y->kind) - (x->kind < y->kind);
}

static int compare_text(const char *a, const char *b)
{
	return strcmp(a ? a : "", b ? b : "");
}

static const LoHop *last_hop(const GArray *chain)
{
	return chain->len ? &g_array_index(chain, LoHop, chain->len - 1) : NULL;
}

int lo_compare_edge_rows(const void *a, const void *b)
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
