/* Components done by several threads: each once, after what it calls or waits for. */
#include "callgraph/bottom_up.h"

#define N 3000

typedef struct {
	const LoScc *scc;
	const LoGraph *calls;
	gboolean awaits;		/* a component that no edge shows, too */
	gint done[N];			/* per component, how often; atomic */
	gint early;			/* before what it needs; atomic */
} Run;

static LoGraph *graph(gboolean reversed)
{
	g_autoptr(GRand) rand = g_rand_new_with_seed(7);
	g_autoptr(GArray) pairs = g_array_new(FALSE, FALSE, sizeof(LoPair));

	for (guint32 i = 0; i < N; i++)
		for (guint k = 0; k < 3; k++) {
			/* mostly to numbers a little higher, sometimes far back: then there are circles */
			guint32 to = (guint32)(k ? g_rand_int_range(rand, (gint)i, (gint)MIN(i + 20, N)) : g_rand_int_range(rand, 0, N));
			LoPair p = { i, to };
			LoPair back = { p.to, p.from };
			if (k || i % 500 == 499)
				g_array_append_val(pairs, *(reversed ? &back : &p));
		}
	return lo_graph_new(N, pairs);
}

static void need(Run *r, guint32 comp)
{
	if (!g_atomic_int_get(&r->done[comp]))
		g_atomic_int_inc(&r->early);
}

static void do_component(LoBottomUp *b, guint32 comp, gpointer worker, gpointer data)
{
	Run *r = data;

	for (guint32 i = r->scc->first[comp]; i < r->scc->first[comp + 1]; i++)
		for (guint32 k = r->calls->first[r->scc->order[i]]; k < r->calls->first[r->scc->order[i] + 1]; k++)
			if (r->scc->comp_of[r->calls->succ[k]] != comp)
				need(r, r->scc->comp_of[r->calls->succ[k]]);
	for (guint k = 2; r->awaits && comp && k < 5; k++) {
		lo_bottom_up_await(b, comp - 1 - comp / k / 7, worker);
		need(r, comp - 1 - comp / k / 7);
	}
	g_atomic_int_inc(&r->done[comp]);
}

static void run(guint n_workers, gboolean awaits)
{
	g_autoptr(LoGraph) calls = graph(FALSE);
	g_autoptr(LoGraph) callers = graph(TRUE);
	g_autoptr(LoScc) scc = lo_scc_new(calls);
	g_autofree Run *r = g_new0(Run, 1);
	gpointer workers[8] = { NULL };

	*r = (Run){ .scc = scc, .calls = calls, .awaits = awaits };
	g_assert_cmpuint(scc->n_comps, >, N / 10);
	g_assert_cmpuint(scc->n_comps, <, N);
	lo_bottom_up_run(scc, callers, do_component, workers, n_workers, r);
	for (guint32 i = 0; i < scc->n_comps; i++)
		g_assert_cmpint(r->done[i], ==, 1);
	g_assert_cmpint(r->early, ==, 0);
}

static void test_edges(void)
{
	for (guint n = 1; n <= 8; n++)
		run(n, FALSE);
}

static void test_awaited(void)
{
	for (guint n = 1; n <= 8; n++)
		run(n, TRUE);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/bottom_up/edges", test_edges);
	g_test_add_func("/bottom_up/awaited", test_awaited);
	return g_test_run();
}
