/* Deadlocks of threads that wait for each other other than by locks: to end, to signal, and for who is gone. */
#include "threads/deadlocks_internal.h"

#include "threads/happens.h"
#include "threads/relation.h"

#define MAX_JOINS 4	/* one thread for another */

static void report_join(Search *s, guint32 join, guint32 held, guint32 take)
{
	const LoAct *j = act_at(s, join), *t = act_at(s, take);
	const LoHolding *h = held_at(s, held);
	guint32 thread = lo_search_thread_row(s, j->target);
	LoEdgeRow wait = { .from = lo_search_class_row(s, h->lock, h->cls), .to = thread, .from_hold = h->hold, .confidence = SURE };
	LoEdgeRow run = { .from = thread, .to = wait.from, .to_hold = t->hold, .confidence = SURE };

	lo_search_fill_chains(s, &wait, h->path, j->path);
	lo_search_fill_chains(s, &run, LO_NO_ID, t->path);
	GArray *edges = lo_search_one_edge(lo_search_push_row(s, wait));
	guint32 second = lo_search_push_row(s, run);
	g_array_append_val(edges, second);
	lo_search_add(s, LO_REPORT_WAIT, edges, h->unsure ? NOT_SURELY_HELD : SURE,
		  g_strdup_printf("waits for thread %s, which takes a lock held meanwhile", lo_search_thread_name(s, j->target)));
}

/* Threads that wait for each other's end, or one for its own. */
static void report_joins(Search *s, const LoAct *a, const LoAct *b)
{
	LoEdgeRow there = { .from = lo_search_thread_row(s, b->target), .to = lo_search_thread_row(s, a->target), .confidence = SURE };

	lo_search_fill_chains(s, &there, LO_NO_ID, a->path);
	GArray *edges = lo_search_one_edge(lo_search_push_row(s, there));
	if (a != b) {
		LoEdgeRow back = { .from = there.to, .to = there.from, .confidence = SURE };
		lo_search_fill_chains(s, &back, LO_NO_ID, b->path);
		guint32 second = lo_search_push_row(s, back);
		g_array_append_val(edges, second);
	}
	lo_search_add(s, LO_REPORT_WAIT, edges, SURE,
		      a == b ? g_strdup_printf("thread %s waits for its own end", lo_search_thread_name(s, a->thread)) :
			       g_strdup_printf("threads %s and %s wait for each other's end", lo_search_thread_name(s, a->thread),
					       lo_search_thread_name(s, b->thread)));
}

static void find_mutual(Search *s, guint32 join)
{
	const LoAct *j = act_at(s, join);

	for (guint32 i = join; i < s->x->acts->len; i++) {
		const LoAct *o = act_at(s, i);
		if (o->kind == LO_ACT_JOIN && o->target == j->thread && o->thread == j->target)
			report_joins(s, j, o);
	}
}

/* Does who joins the one thread wait for the other as well, since the one joins it? */
static gboolean ends_after(const Search *s, guint32 thread, guint32 other, guint depth)
{
	if (thread == other)
		return TRUE;
	for (guint32 i = 0; depth && i < s->x->acts->len; i++) {
		const LoAct *j = act_at(s, i);
		if (j->kind == LO_ACT_JOIN && j->thread == thread && ends_after(s, j->target, other, depth - 1))
			return TRUE;
	}
	return FALSE;
}

void lo_search_find_joins(Search *s)
{
	for (guint32 i = 0; i < s->x->acts->len; i++) {
		const LoAct *j = act_at(s, i);
		if (j->kind == LO_ACT_JOIN)
			find_mutual(s, i);
		for (guint32 t = 0; j->kind == LO_ACT_JOIN && t < s->x->acts->len; t++) {
			const LoAct *a = act_at(s, t);
			for (guint k = 0; a->kind == LO_ACT_TAKE && j->n_held && ends_after(s, j->target, a->thread, MAX_JOINS) && k < j->n_held; k++) {
				const LoHolding *h = held_at(s, j->first_held + k);
				if (lo_holds_block(h->hold, a->hold) && !lo_search_is_semaphore(s, h->cls) &&
				    lo_relate_across(s->x, s->w->vals, j->thread, h->lock, h->cls, a->thread, a->lock, a->cls) == LO_SAME)
					report_join(s, i, j->first_held + k, t);
			}
		}
	}
}

static gboolean is_same_lock(const Search *s, const LoAct *a, LoVal x, LoClassId x_cls, const LoAct *b, LoVal y, LoClassId y_cls)
{
	return lo_relate_across(s->x, s->w->vals, a->thread, x, x_cls, b->thread, y, y_cls) == LO_SAME;
}

/* Must whoever signals have had the lock, now or before, that the waiter holds? */
static gboolean needs(const Search *s, const LoAct *signal, const LoAct *wait, const LoHolding *h)
{
	for (guint k = 0; k < signal->n_held; k++) {
		const LoHolding *own = held_at(s, signal->first_held + k);
		if (lo_holds_block(h->hold, own->hold) && is_same_lock(s, wait, h->lock, h->cls, signal, own->lock, own->cls))
			return TRUE;
	}
	for (guint32 i = 0; i < s->x->acts->len; i++) {
		const LoAct *t = act_at(s, i);
		if (t->kind == LO_ACT_TAKE && lo_holds_block(h->hold, t->hold) && lo_comes_after(s->w, s->x, signal, t) &&
		    is_same_lock(s, wait, h->lock, h->cls, t, t->lock, t->cls) && !lo_happens_before(s->w, s->x, t, wait))
			return TRUE;
	}
	return FALSE;
}

/* Whoever could signal must first get the lock that the waiter holds: one of these signals, or LO_NO_ID. */
static guint32 find_blocked_signal(const Search *s, const LoAct *wait, const LoHolding *h)
{
	guint32 found = LO_NO_ID;

	for (guint32 i = 0; i < s->x->acts->len; i++) {
		const LoAct *a = act_at(s, i);
		if (!lo_may_be_told(s->w, s->x, wait, a))
			continue;
		if (!needs(s, a, wait, h))
			return LO_NO_ID;
		if (found == LO_NO_ID || act_at(s, found)->thread == wait->thread)
			found = i;
	}
	return found;
}

static void report_wait(Search *s, guint32 wait, const LoHolding *h, guint32 signal)
{
	const LoAct *w = act_at(s, wait), *g = act_at(s, signal);
	LoEdgeRow ask = { .from = lo_search_class_row(s, h->lock, h->cls), .to = lo_search_class_row(s, w->lock, w->cls), .from_hold = h->hold,
			  .confidence = SURE };
	LoEdgeRow tell = { .from = ask.to, .to = ask.from, .to_hold = h->hold, .confidence = SURE };

	lo_search_fill_chains(s, &ask, h->path, w->path);
	lo_search_fill_chains(s, &tell, LO_NO_ID, g->path);
	GArray *edges = lo_search_one_edge(lo_search_push_row(s, ask));
	guint32 second = lo_search_push_row(s, tell);
	g_array_append_val(edges, second);
	lo_search_add(s, LO_REPORT_WAIT, edges, h->unsure ? NOT_SURELY_HELD : SURE,
		  g_strdup_printf("thread %s waits with a lock held that thread %s needs to signal", lo_search_thread_name(s, w->thread),
				  lo_search_thread_name(s, g->thread)));
}

/* ---- waits that nobody ends ---- */

/* Is the signal given only when the wait is over? */
static gboolean is_too_late(const Search *s, const LoAct *wait, const LoAct *signal)
{
	if (signal->thread == wait->thread && !lo_threads_get(s->x->threads, wait->thread)->many)
		return lo_comes_after(s->w, s->x, signal, wait);
	return lo_happens_before(s->w, s->x, wait, signal);
}

static gboolean is_escaped(const Search *s, const LoAct *wait)
{
	return g_hash_table_contains(s->x->escaped, GUINT_TO_POINTER(lo_lock_object(s->w->vals, wait->lock)));
}

/* Does the program go on until the thread has ended? */
static gboolean is_waited_for(const Search *s, guint32 thread)
{
	if (thread == LO_MAIN_THREAD)
		return TRUE;
	for (guint32 i = 0; i < s->x->acts->len; i++) {
		const LoAct *a = act_at(s, i);
		if ((a->kind == LO_ACT_JOIN && a->target == thread) || (a->kind == LO_ACT_END && a->thread == LO_MAIN_THREAD))
			return TRUE;
	}
	return FALSE;
}

static gboolean is_never_told(const Search *s, const LoAct *wait)
{
	for (guint32 i = 0; i < s->x->acts->len; i++)
		if (lo_may_be_told(s->w, s->x, wait, act_at(s, i)) && !is_too_late(s, wait, act_at(s, i)))
			return FALSE;
	return lo_vals_is_small(s->w->vals) && lo_is_exact(s->w->vals, wait->lock) && !is_escaped(s, wait) &&
		is_waited_for(s, wait->thread);
}

static void report_never(Search *s, const LoAct *wait)
{
	LoEdgeRow row = { .to = lo_search_class_row(s, wait->lock, wait->cls), .confidence = NEVER_TOLD };

	row.from = row.to;
	lo_search_fill_chains(s, &row, LO_NO_ID, wait->path);
	lo_search_add(s, LO_REPORT_WAIT, lo_search_one_edge(lo_search_push_row(s, row)), NEVER_TOLD,
		      g_strdup_printf("thread %s waits, and nobody signals in time", lo_search_thread_name(s, wait->thread)));
}

/* Are there signals for the wait, and all behind the other thread's wait? */
static gboolean comes_behind(const Search *s, const LoAct *wait, const LoAct *other)
{
	gboolean any = FALSE;

	for (guint32 i = 0; i < s->x->acts->len; i++) {
		const LoAct *a = act_at(s, i);
		if (!lo_may_be_told(s->w, s->x, wait, a))
			continue;
		if (a->thread != other->thread || !lo_comes_after(s->w, s->x, a, other))
			return FALSE;
		any = TRUE;
	}
	return any;
}

static void report_crossed(Search *s, const LoAct *a, const LoAct *b)
{
	LoEdgeRow there = { .from = lo_search_class_row(s, a->lock, a->cls), .to = lo_search_class_row(s, b->lock, b->cls), .confidence = SURE };
	LoEdgeRow back = { .from = there.to, .to = there.from, .confidence = SURE };

	lo_search_fill_chains(s, &there, a->path, b->path);
	lo_search_fill_chains(s, &back, b->path, a->path);
	GArray *edges = lo_search_one_edge(lo_search_push_row(s, there));
	guint32 second = lo_search_push_row(s, back);
	g_array_append_val(edges, second);
	lo_search_add(s, LO_REPORT_WAIT, edges, SURE, g_strdup_printf("threads %s and %s wait for each other's signal",
		      lo_search_thread_name(s, a->thread), lo_search_thread_name(s, b->thread)));
}

static void find_crossed(Search *s, guint32 first)
{
	const LoAct *a = act_at(s, first);

	for (guint32 i = first + 1; i < s->x->acts->len; i++) {
		const LoAct *b = act_at(s, i);
		if (b->kind == LO_ACT_WAIT && a->thread != b->thread && a->lock != b->lock && comes_behind(s, a, b) && comes_behind(s, b, a))
			report_crossed(s, a, b);
	}
}

static void find_held(Search *s, guint32 wait)
{
	const LoAct *w = act_at(s, wait);

	for (guint k = 0; k < w->n_held; k++) {
		const LoHolding *h = held_at(s, w->first_held + k);
		gboolean mutex = !lo_search_is_semaphore(s, h->cls) || (!h->count && lo_search_is_like_mutex(s, w->thread, h->lock, h->cls));
		guint32 signal = mutex ? find_blocked_signal(s, w, h) : LO_NO_ID;
		if (signal != LO_NO_ID &&
		    (act_at(s, signal)->thread != w->thread || lo_threads_get(s->x->threads, w->thread)->many))
			report_wait(s, wait, h, signal);
	}
}

/* Not started by the program itself, as far as we see. */
static gboolean is_outside(const Search *s, guint32 thread)
{
	return thread != LO_MAIN_THREAD && lo_threads_get(s->x->threads, thread)->parent == LO_NO_ID;
}

void lo_search_find_waits(Search *s)
{
	for (guint32 i = 0; i < s->x->acts->len; i++) {
		if (act_at(s, i)->kind != LO_ACT_WAIT)
			continue;
		find_held(s, i);
		if (is_outside(s, act_at(s, i)->thread))
			continue;
		find_crossed(s, i);
		if (is_never_told(s, act_at(s, i)))
			report_never(s, act_at(s, i));
	}
}

/* A lock that nobody can release any more. */
static void report_end(Search *s, guint32 end, guint32 held, guint32 take)
{
	const LoAct *e = act_at(s, end), *t = act_at(s, take);
	const LoHolding *h = held_at(s, held);
	LoEdgeRow row = { .from = lo_search_class_row(s, h->lock, h->cls), .to = lo_search_class_row(s, t->lock, t->cls), .from_hold = h->hold,
			  .to_hold = t->hold, .same_instance = TRUE, .confidence = h->unsure ? NOT_SURELY_HELD : SURE };

	lo_search_fill_chains(s, &row, h->path, h->path);
	g_array_unref(row.to_chain);
	LoEdgeRow other = { 0 };
	lo_search_fill_chains(s, &other, LO_NO_ID, t->path);
	g_array_unref(other.from_chain);
	row.to_chain = other.to_chain;
	lo_search_add(s, LO_REPORT_IMBALANCE, lo_search_one_edge(lo_search_push_row(s, row)), row.confidence,
		  g_strdup_printf("thread %s ends with it held, thread %s waits for it", lo_search_thread_name(s, e->thread),
				  lo_search_thread_name(s, t->thread)));
}

static gboolean can_come_after_end(const Search *s, const LoAct *end, const LoAct *take)
{
	return lo_threads_parallel(s->x->threads, end->thread, end->running, take->thread, take->running) ||
		(end->thread != take->thread && lo_is_after_start(s->w, s->x, end->thread, take));
}

void lo_search_find_ends(Search *s)
{
	for (guint32 i = 0; i < s->x->acts->len; i++) {
		const LoAct *e = act_at(s, i);
		if (e->kind != LO_ACT_END || is_outside(s, e->thread))
			continue;
		for (guint32 t = 0; t < s->x->acts->len; t++) {
			const LoAct *a = act_at(s, t);
			for (guint k = 0; a->kind == LO_ACT_TAKE && k < e->n_held; k++) {
				const LoHolding *h = held_at(s, e->first_held + k);
				if (lo_holds_block(h->hold, a->hold) && !lo_search_is_semaphore(s, h->cls) &&
				    can_come_after_end(s, e, a) &&
				    lo_relate_across(s->x, s->w->vals, e->thread, h->lock, h->cls, a->thread, a->lock, a->cls) == LO_SAME)
					report_end(s, i, e->first_held + k, t);
			}
		}
	}
}
