#include "solver/gates.h"


struct LoGates {
	LoVals *vals;
	LoSummary *const *summaries;
	guint n;
	LoClasses *classes;
	GArray **entry;		/* per function: LoClassId, sorted; NULL: not called yet, so everything */
};

static void add_class(GArray *set, LoClassId cls)
{
	guint at = set->len;

	while (at > 0 && g_array_index(set, LoClassId, at - 1) >= cls)
		at--;
	if (at == set->len || g_array_index(set, LoClassId, at) != cls)
		g_array_insert_val(set, at, cls);
}

static gboolean has_class(const GArray *set, LoClassId cls)
{
	for (guint i = 0; i < set->len; i++)
		if (g_array_index(set, LoClassId, i) == cls)
			return TRUE;
	return FALSE;
}

static void remove_class(GArray *set, LoClassId cls)
{
	for (guint i = set->len; i-- > 0;)
		if (g_array_index(set, LoClassId, i) == cls)
			g_array_remove_index(set, i);
}

static gboolean is_gate(LoGates *g, const LoHeld *h, LoClassId *cls)
{
	*cls = lo_class_of(g->classes, h->lock, LO_LOCK_UNKNOWN);
	if (*cls >= LO_CLASS_OPEN || h->hold != LO_HOLD_EXCLUSIVE || h->unsure)
		return FALSE;
	const LoClass *c = lo_class_get(g->classes, *cls);
	return c->is_static && c->kind != LO_LOCK_PSEUDO && c->kind != LO_LOCK_SEMAPHORE &&
		lo_val(g->vals, h->lock)->kind != LO_V_PSEUDO && !lo_val_is_one_of_many(g->vals, h->lock, TRUE);
}

/* What is held at an event of fn. */
static GArray *held_at(LoGates *g, guint fn, const LoEvent *ev)
{
	const LoSummary *s = g->summaries[fn];
	GArray *out = g_array_new(FALSE, FALSE, sizeof(LoClassId));
	LoClassId cls;

	if (g->entry[fn])
		g_array_append_vals(out, g->entry[fn]->data, g->entry[fn]->len);
	for (guint i = 0; i < ev->n_dropped; i++)
		remove_class(out, lo_class_of(g->classes, g_array_index(s->vals, LoVal, ev->first_dropped + i), LO_LOCK_UNKNOWN));
	for (guint i = 0; i < ev->n_held; i++)
		if (is_gate(g, &g_array_index(s->helds, LoHeld, ev->first_held + i), &cls))
			add_class(out, cls);
	return out;
}

/* TRUE when less is held on entry than was thought. */
static gboolean enter(LoGates *g, guint fn, const GArray *held)
{
	GArray *set = g->entry[fn];
	guint before;

	if (!set) {
		g->entry[fn] = set = g_array_new(FALSE, FALSE, sizeof(LoClassId));
		g_array_append_vals(set, held->data, held->len);
		return TRUE;
	}
	before = set->len;
	for (guint i = set->len; i-- > 0;)
		if (!has_class(held, g_array_index(set, LoClassId, i)))
			g_array_remove_index(set, i);
	return set->len != before;
}

static void enter_bare(LoGates *g, guint fn)
{
	g_autoptr(GArray) nothing = g_array_new(FALSE, FALSE, sizeof(LoClassId));

	enter(g, fn, nothing);
}

static void enter_if_function(LoGates *g, LoVal v)
{
	const LoValue *x = lo_val(g->vals, v);

	if (x->kind == LO_V_FN && x->a < g->n)
		enter_bare(g, x->a);
}

static void enter_initial(LoVals *vals, LoVal addr, LoVal value, LoVarId var, gpointer data)
{
	(void)vals;
	(void)addr;
	(void)var;
	enter_if_function(data, value);
}

/* Functions that are stored, passed or registered, and those that nobody calls. */
static void enter_roots(LoGates *g)
{
	g_autofree guint8 *called = g_new0(guint8, g->n + 1);

	lo_vals_each_initial(g->vals, enter_initial, g);
	for (guint fn = 0; fn < g->n; fn++) {
		const LoSummary *s = g->summaries[fn];
		for (guint i = 0; s && i < s->vals->len; i++)
			enter_if_function(g, g_array_index(s->vals, LoVal, i));
		for (guint i = 0; s && i < s->stores->len; i++)
			enter_if_function(g, g_array_index(s->stores, LoStoreFact, i).value);
		for (guint i = 0; s && i < s->regs->len; i++)
			enter_if_function(g, g_array_index(s->regs, LoRegFact, i).object);
		for (guint i = 0; s && i < s->events->len; i++) {
			const LoEvent *ev = &g_array_index(s->events, LoEvent, i);
			if (ev->kind == LO_EV_CALL)
				called[ev->callee] = TRUE;
		}
	}
	for (guint fn = 0; fn < g->n; fn++)
		if (!called[fn])
			enter_bare(g, fn);
}

static void enter_callees(LoGates *g, guint fn, GArray *work)
{
	const LoSummary *s = g->summaries[fn];

	for (guint i = 0; s && i < s->events->len; i++) {
		const LoEvent *ev = &g_array_index(s->events, LoEvent, i);
		if (ev->kind != LO_EV_CALL || (g->entry[ev->callee] && !g->entry[ev->callee]->len))
			continue;
		g_autoptr(GArray) held = held_at(g, fn, ev);
		if (enter(g, ev->callee, held))
			g_array_append_val(work, ev->callee);
	}
}

LoGates *lo_gates_new(LoVals *vals, LoSummary *const *summaries, guint n, LoClasses *classes)
{
	LoGates *g = g_new0(LoGates, 1);
	g_autoptr(GArray) work = g_array_new(FALSE, FALSE, sizeof(guint32));

	*g = (LoGates){ .vals = vals, .summaries = summaries, .n = n, .classes = classes, .entry = g_new0(GArray *, n + 1) };
	enter_roots(g);
	for (guint32 fn = 0; fn < n; fn++)
		if (g->entry[fn])
			g_array_append_val(work, fn);
	/* sets only shrink */
	for (guint i = 0; i < work->len; i++)
		enter_callees(g, g_array_index(work, guint32, i), work);
	return g;
}

void lo_gates_free(LoGates *g)
{
	if (!g)
		return;
	for (guint i = 0; i < g->n; i++)
		if (g->entry[i])
			g_array_unref(g->entry[i]);
	g_free(g->entry);
	g_free(g);
}

GArray *lo_gates_of_edge(LoGates *g, const LoEdge *e)
{
	GArray *out = held_at(g, e->fn, &g_array_index(g->summaries[e->fn]->events, LoEvent, e->event));

	remove_class(out, e->from);
	remove_class(out, e->to);
	return out;
}
