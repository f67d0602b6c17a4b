#include "common/threads.h"

#define FEW 4
#define AT_A_TIME 64		/* numbers that a thread takes */

typedef struct {
	LoWorkFunc f;
	gpointer worker, data;
} Share;

static gpointer run_share(gpointer data)
{
	const Share *share = data;

	share->f(share->worker, share->data);
	return NULL;
}

void lo_threads_run(LoWorkFunc f, gpointer *workers, guint n_workers, gpointer data)
{
	g_autofree Share *shares = g_new(Share, n_workers);
	g_autofree GThread **threads = g_new(GThread *, n_workers);

	for (guint i = 0; i < n_workers; i++)
		shares[i] = (Share){ f, workers[i], data };
	for (guint i = 1; i < n_workers; i++)
		threads[i] = g_thread_new("worker", run_share, &shares[i]);
	run_share(&shares[0]);
	for (guint i = 1; i < n_workers; i++)
		g_thread_join(threads[i]);
}

typedef struct {
	guint32 n, next;	/* next: atomic */
	LoEachFunc f;
	gpointer data;
} Numbers;

static void take_numbers(gpointer worker, gpointer data)
{
	Numbers *all = data;
	guint32 first;

	while ((first = __atomic_fetch_add(&all->next, AT_A_TIME, __ATOMIC_RELAXED)) < all->n)
		for (guint32 i = first; i < MIN(first + AT_A_TIME, all->n); i++)
			all->f(i, worker, all->data);
}

void lo_threads_each(guint32 n, LoEachFunc f, gpointer *workers, guint n_workers, gpointer data)
{
	Numbers all = { .n = n, .f = f, .data = data };

	lo_threads_run(take_numbers, workers, n <= AT_A_TIME ? 1 : n_workers, &all);
}

void lo_threads_share(guint32 n, LoEachFunc f, gpointer data)
{
	gpointer workers[FEW] = { NULL };

	lo_threads_each(n, f, workers, CLAMP(g_get_num_processors(), 1, FEW), data);
}
