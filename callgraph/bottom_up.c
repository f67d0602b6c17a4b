#include "callgraph/bottom_up.h"

#include "common/threads.h"

#define MOST_THREADS 16
#define WORTH_A_THREAD 64	/* components */

struct LoBottomUp {
	const LoScc *scc;
	const LoGraph *callers;
	LoComponentFunc f;
	gpointer data;
	guint8 *done;		/* per component; atomic */
	/* the rest with the lock held */
	GMutex lock;
	GCond changed;
	guint32 *missing;	/* per component: edges from those that are not done */
	guint32 *ready;		/* a heap, the lowest first */
	guint32 n_ready, n_left;
	guint n_waiting;	/* threads */
};

guint lo_bottom_up_threads(const LoScc *scc)
{
	return CLAMP(MIN(g_get_num_processors(), scc->n_comps / WORTH_A_THREAD), 1, MOST_THREADS);
}

/* ---- the heap ---- */

static void push(LoBottomUp *b, guint32 comp)
{
	guint32 at = b->n_ready++;

	for (; at && b->ready[(at - 1) / 2] > comp; at = (at - 1) / 2)
		b->ready[at] = b->ready[(at - 1) / 2];
	b->ready[at] = comp;
}

static guint32 pop(LoBottomUp *b)
{
	guint32 first = b->ready[0], last = b->ready[--b->n_ready], at = 0;

	for (guint32 child; (child = 2 * at + 1) < b->n_ready; at = child) {
		if (child + 1 < b->n_ready && b->ready[child + 1] < b->ready[child])
			child++;
		if (b->ready[child] >= last)
			break;
		b->ready[at] = b->ready[child];
	}
	b->ready[at] = last;
	return first;
}

/* ---- what waits for what ---- */

/* Each later component that calls this one misses it, until it is done. */
static void note_callers(LoBottomUp *b, guint32 comp, gboolean done)
{
	const LoScc *scc = b->scc;

	for (guint32 i = scc->first[comp]; i < scc->first[comp + 1]; i++)
		for (guint32 k = b->callers->first[scc->order[i]]; k < b->callers->first[scc->order[i] + 1]; k++) {
			guint32 caller = scc->comp_of[b->callers->succ[k]];
			if (caller <= comp)
				continue;
			if (!done)
				b->missing[caller]++;
			else if (!--b->missing[caller])
				push(b, caller);
		}
}

static void wait_for_change(LoBottomUp *b)
{
	b->n_waiting++;
	g_cond_wait(&b->changed, &b->lock);
	b->n_waiting--;
}

/* With the lock held, which is given back meanwhile. */
static void run_one(LoBottomUp *b, gpointer worker)
{
	guint32 comp = pop(b);

	g_mutex_unlock(&b->lock);
	b->f(b, comp, worker, b->data);
	g_mutex_lock(&b->lock);
	__atomic_store_n(&b->done[comp], 1, __ATOMIC_RELEASE);
	note_callers(b, comp, TRUE);
	b->n_left--;
	if (b->n_waiting)
		g_cond_broadcast(&b->changed);
}

void lo_bottom_up_await(LoBottomUp *b, guint32 comp, gpointer worker)
{
	if (__atomic_load_n(&b->done[comp], __ATOMIC_ACQUIRE))
		return;
	g_mutex_lock(&b->lock);
	while (!b->done[comp]) {
		if (b->n_ready && b->ready[0] <= comp)
			run_one(b, worker);
		else
			wait_for_change(b);
	}
	g_mutex_unlock(&b->lock);
}

static void work(gpointer worker, gpointer data)
{
	LoBottomUp *b = data;

	g_mutex_lock(&b->lock);
	while (b->n_left) {
		if (b->n_ready)
			run_one(b, worker);
		else
			wait_for_change(b);
	}
	g_mutex_unlock(&b->lock);
}

void lo_bottom_up_run(const LoScc *scc, const LoGraph *callers, LoComponentFunc f, gpointer *workers, guint n_workers, gpointer data)
{
	guint32 n = scc->n_comps;
	g_autofree guint8 *done = g_new0(guint8, n + 1);
	g_autofree guint32 *missing = g_new0(guint32, n + 1), *ready = g_new0(guint32, n + 1);
	LoBottomUp b = { .scc = scc, .callers = callers, .f = f, .data = data, .done = done, .missing = missing, .ready = ready, .n_left = n };

	g_mutex_init(&b.lock);
	g_cond_init(&b.changed);
	for (guint32 i = 0; i < n; i++)
		note_callers(&b, i, FALSE);
	for (guint32 i = 0; i < n; i++)
		if (!missing[i])
			push(&b, i);
	lo_threads_run(work, workers, n_workers, &b);
	g_mutex_clear(&b.lock);
	g_cond_clear(&b.changed);
}
