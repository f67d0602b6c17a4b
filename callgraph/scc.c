#include "callgraph/scc.h"

#include <stdlib.h>
#include <string.h>

int lo_compare_ids(const void *a, const void *b)
{
	guint32 x = *(const guint32 *)a, y = *(const guint32 *)b;

	return x < y ? -1 : x > y;
}

/* Sorted, each once; how many are left. */
static guint32 tidy(guint32 *ids, guint32 n)
{
	guint32 kept = 0;

	if (n > 1)
		qsort(ids, n, sizeof(guint32), lo_compare_ids);
	for (guint32 i = 0; i < n; i++)
		if (!kept || ids[kept - 1] != ids[i])
			ids[kept++] = ids[i];
	return kept;
}

LoGraph *lo_graph_new(guint32 n, const GArray *pairs)
{
	const LoPair *all = (const LoPair *)(gconstpointer)pairs->data;
	LoGraph *g = g_new0(LoGraph, 1);
	g_autofree guint32 *end = g_new0(guint32, n + 1);	/* where the next one of each node goes, in the end where they end */
	guint32 len = 0;

	g->n = n;
	g->first = g_new0(guint32, n + 1);
	g->succ = g_new0(guint32, pairs->len + 1);
	for (guint i = 0; i < pairs->len; i++) {
		g_assert(all[i].from < n);
		end[all[i].from]++;
	}
	for (guint32 i = 0, at = 0; i < n; i++) {
		guint32 count = end[i];
		end[i] = at;
		at += count;
	}
	for (guint i = 0; i < pairs->len; i++)
		g->succ[end[all[i].from]++] = all[i].to;
	for (guint32 i = 0, begin = 0; i < n; begin = end[i++]) {
		guint32 kept = tidy(g->succ + begin, end[i] - begin);
		memmove(g->succ + len, g->succ + begin, kept * sizeof(guint32));
		g->first[i] = len;
		len += kept;
	}
	g->first[n] = len;
	return g;
}

void lo_graph_free(LoGraph *g)
{
	if (!g)
		return;
	g_free(g->first);
	g_free(g->succ);
	g_free(g);
}

typedef struct {
	const LoGraph *g;
	LoScc *out;
	guint32 *index, *low, *next_succ;
	guint32 *stack, *path;		/* Tarjan's stack; the recursion's */
	guint32 n_stack, n_path, counter, n_order;
} Tarjan;

static void enter(Tarjan *t, guint32 v)
{
	t->index[v] = t->low[v] = ++t->counter;
	t->next_succ[v] = t->g->first[v];
	t->stack[t->n_stack++] = v;
	t->path[t->n_path++] = v;
}

static void close_component(Tarjan *t, guint32 v)
{
	LoScc *s = t->out;
	guint32 w, begin = t->n_order;

	s->first[s->n_comps] = begin;
	do {
		w = t->stack[--t->n_stack];
		s->comp_of[w] = s->n_comps;
		s->order[t->n_order++] = w;
	} while (w != v);
	qsort(s->order + begin, t->n_order - begin, sizeof(guint32), lo_compare_ids);
	s->n_comps++;
}

static void leave(Tarjan *t, guint32 v)
{
	if (t->low[v] == t->index[v])
		close_component(t, v);
	t->n_path--;
	if (t->n_path) {
		guint32 parent = t->path[t->n_path - 1];
		t->low[parent] = MIN(t->low[parent], t->low[v]);
	}
}

static void visit(Tarjan *t, guint32 root)
{
	enter(t, root);
	while (t->n_path) {
		guint32 v = t->path[t->n_path - 1];
		if (t->next_succ[v] == t->g->first[v + 1]) {
			leave(t, v);
			continue;
		}
		guint32 w = t->g->succ[t->next_succ[v]++];
		if (!t->index[w])
			enter(t, w);
		else if (t->out->comp_of[w] == G_MAXUINT32)
			t->low[v] = MIN(t->low[v], t->index[w]);
	}
}

LoScc *lo_scc_new(const LoGraph *g)
{
	LoScc *s = g_new0(LoScc, 1);
	Tarjan t = { .g = g, .out = s };

	s->comp_of = g_new(guint32, g->n);
	s->order = g_new(guint32, g->n);
	s->first = g_new(guint32, g->n + 1);
	t.index = g_new0(guint32, g->n);
	t.low = g_new(guint32, g->n);
	t.next_succ = g_new(guint32, g->n);
	t.stack = g_new(guint32, g->n);
	t.path = g_new(guint32, g->n);
	for (guint32 v = 0; v < g->n; v++)
		s->comp_of[v] = G_MAXUINT32;
	for (guint32 v = 0; v < g->n; v++)
		if (!t.index[v])
			visit(&t, v);
	s->first[s->n_comps] = t.n_order;
	g_free(t.index);
	g_free(t.low);
	g_free(t.next_succ);
	g_free(t.stack);
	g_free(t.path);
	return s;
}

void lo_scc_free(LoScc *s)
{
	if (!s)
		return;
	g_free(s->comp_of);
	g_free(s->order);
	g_free(s->first);
	g_free(s);
}
