#include "solver/shape.h"

#include "callgraph/scc.h"

#include <stdlib.h>
#include <string.h>

#define TOP 10

typedef struct {
	guint32 from, to;
	LoFieldId slot;		/* LO_NO_ID: a direct call */
} Call;

static void add_member_calls(GArray *calls, LoTargets *targets, LoFnId from, const LoEvent *ev, guint fan)
{
	const GArray *list = ev->slot != LO_NO_ID ? lo_targets_of_slot(targets, ev->slot) : NULL;

	if (!list || list->len > fan)
		return;
	for (guint i = 0; i < list->len; i++) {
		Call c = { from, LO_AT(list, guint32, i), ev->slot };
		g_array_append_val(calls, c);
	}
}

static GArray *find_calls(LoSummary *const *summaries, guint n, LoTargets *targets, gboolean members, guint fan)
{
	GArray *calls = g_array_new(FALSE, FALSE, sizeof(Call));

	for (guint32 fn = 0; fn < n; fn++) {
		const LoSummary *s = summaries[fn];
		for (guint i = 0; s && i < s->events->len; i++) {
			const LoEvent *ev = &LO_AT(s->events, LoEvent, i);
			Call c = { fn, ev->callee, LO_NO_ID };
			if (ev->kind == LO_EV_CALL)
				g_array_append_val(calls, c);
			else if (members && !ev->inherited && (ev->kind == LO_EV_ICALL || ev->kind == LO_EV_INVOKE))
				add_member_calls(calls, targets, fn, ev, fan);
		}
	}
	return calls;
}

static LoScc *components(const GArray *calls, guint n)
{
	g_autoptr(GArray) pairs = g_array_sized_new(FALSE, FALSE, sizeof(LoPair), calls->len);

	for (guint i = 0; i < calls->len; i++) {
		const Call *c = &LO_AT(calls, Call, i);
		LoPair p = { c->from, c->to };
		g_array_append_val(pairs, p);
	}
	g_autoptr(LoGraph) g = lo_graph_new(n, pairs);
	return lo_scc_new(g);
}

static guint32 largest(const LoScc *scc)
{
	guint32 best = 0;

	for (guint32 c = 1; c < scc->n_comps; c++)
		if (scc->first[c + 1] - scc->first[c] > scc->first[best + 1] - scc->first[best])
			best = c;
	return best;
}

typedef struct {
	guint32 id, count;
} Counted;

static int compare_counted(const void *a, const void *b)
{
	const Counted *x = a, *y = b;

	if (x->count != y->count)
		return x->count > y->count ? -1 : 1;
	return x->id < y->id ? -1 : x->id > y->id;
}

/* The ids with the highest counts, named. */
static GPtrArray *name_top(const guint32 *counts, guint n, const LoProgram *p, gboolean members)
{
	GPtrArray *out = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GArray) all = g_array_new(FALSE, FALSE, sizeof(Counted));

	for (guint32 i = 0; i < n; i++) {
		Counted c = { i, counts[i] };
		if (c.count)
			g_array_append_val(all, c);
	}
	g_array_sort(all, compare_counted);
	for (guint i = 0; i < all->len && i < TOP; i++) {
		const Counted *c = &LO_AT(all, Counted, i);
		const LoFieldInfo *f = members ? lo_program_field(p, c->id) : NULL;
		g_ptr_array_add(out, f ? g_strdup_printf("%s.%s (%u)", f->record, f->name, c->count) :
				g_strdup_printf("%s (%u)", lo_program_fn(p, c->id)->name, c->count));
	}
	return out;
}

void lo_shape_measure(LoShape *out, LoVals *vals, LoSummary *const *summaries, guint n, LoTargets *targets,
		      gboolean members, guint fan)
{
	const LoProgram *p = lo_vals_program(vals);
	g_autoptr(GArray) calls = find_calls(summaries, n, targets, members, fan);
	g_autoptr(LoScc) scc = components(calls, n);
	g_autofree guint32 *of_fn = g_new0(guint32, n + 1), *of_slot = g_new0(guint32, p->fields->len + 1);
	guint32 comp = n ? largest(scc) : 0;

	memset(out, 0, sizeof(*out));
	for (guint i = 0; i < n; i++)
		out->functions += summaries[i] != NULL;
	out->component = n ? scc->first[comp + 1] - scc->first[comp] : 0;
	for (guint i = 0; i < calls->len; i++) {
		const Call *c = &LO_AT(calls, Call, i);
		if (scc->comp_of[c->from] != comp || scc->comp_of[c->to] != comp)
			continue;
		of_fn[c->from]++;
		of_fn[c->to]++;
		if (c->slot != LO_NO_ID)
			of_slot[c->slot]++;
	}
	out->top_functions = name_top(of_fn, n, p, FALSE);
	out->top_members = name_top(of_slot, p->fields->len, p, TRUE);
}

void lo_shape_clear(LoShape *shape)
{
	g_clear_pointer(&shape->top_functions, g_ptr_array_unref);
	g_clear_pointer(&shape->top_members, g_ptr_array_unref);
}
