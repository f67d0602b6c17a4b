#include "orders/undone.h"

struct LoUndone {
	LoProgram *program;
	const LoVals *vals;
	const LoModel *model;
	LoSummary *const *summaries;
	guint8 *makes;		/* per function: it makes what another takes back */
	guint8 *some;		/* per function: it has such a call */
	GHashTable *makers;	/* guint64 *, function and event -> LoFnId of what it undoes */
};

static guint64 *key_new(LoFnId fn, guint32 event)
{
	guint64 key = (guint64)fn << 32 | event;

	return g_memdup2(&key, sizeof(key));
}

static LoVal first_arg(const LoSummary *sum, const LoEvent *ev)
{
	return ev->kind == LO_EV_CALL && ev->n_args ? LO_AT(sum->vals, LoVal, ev->first_arg) : LO_VAL_NONE;
}

static const char *name_of(const LoUndone *u, LoFnId fn)
{
	return lo_program_fn(u->program, fn)->name;
}

/* The call before ev that made the value, which ev's callee takes back; LO_NO_ID: none. */
static LoFnId maker_of(const LoUndone *u, const LoSummary *sum, const LoEvent *ev, LoVal made)
{
	for (guint32 i = 0; i < sum->events->len; i++) {
		const LoEvent *m = &LO_AT(sum->events, LoEvent, i);
		if (m->instr < ev->instr && m->kind == LO_EV_CALL && u->makes[m->callee] && first_arg(sum, m) == made &&
		    lo_model_undoes(u->model, name_of(u, ev->callee), name_of(u, m->callee), NULL))
			return m->callee;
	}
	return LO_NO_ID;
}

/* Whatever the argument may be, it must have been made. */
static void note_undone(LoUndone *u, LoFnId fn, guint32 event)
{
	const LoSummary *sum = u->summaries[fn];
	const LoEvent *ev = &LO_AT(sum->events, LoEvent, event);
	LoVal alts[8];
	LoVal arg = first_arg(sum, ev);
	guint n = arg ? lo_val_alternatives(u->vals, arg, alts) : 0;
	LoFnId maker = LO_NO_ID;

	for (guint i = 0; i < n; i++) {
		maker = maker_of(u, sum, ev, alts[i]);
		if (maker == LO_NO_ID)
			return;
	}
	if (maker == LO_NO_ID)
		return;
	u->some[fn] = TRUE;
	g_hash_table_replace(u->makers, key_new(fn, event), GUINT_TO_POINTER(maker));
}

static gboolean calls_maker(const LoUndone *u, const LoSummary *sum)
{
	for (guint32 i = 0; sum && i < sum->events->len; i++) {
		const LoEvent *ev = &LO_AT(sum->events, LoEvent, i);
		if (ev->kind == LO_EV_CALL && u->makes[ev->callee])
			return TRUE;
	}
	return FALSE;
}

LoUndone *lo_undone_new(LoProgram *program, const LoVals *vals, LoSummary *const *summaries, guint n)
{
	LoUndone *u = g_new0(LoUndone, 1);

	*u = (LoUndone){ program, vals, lo_vals_model(vals), summaries, g_new0(guint8, n + 1), g_new0(guint8, n + 1),
			 g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL) };
	for (LoFnId fn = 0; fn < n; fn++)
		u->makes[fn] = lo_model_is_undone(u->model, name_of(u, fn));
	for (LoFnId fn = 0; fn < n; fn++) {
		guint len = calls_maker(u, summaries[fn]) ? summaries[fn]->events->len : 0;
		for (guint32 i = 0; i < len; i++)
			note_undone(u, fn, i);
	}
	return u;
}

void lo_undone_free(LoUndone *u)
{
	if (!u)
		return;
	g_hash_table_unref(u->makers);
	g_free(u->makes);
	g_free(u->some);
	g_free(u);
}

gboolean lo_undone_is(const LoUndone *u, LoFnId fn, guint32 event, const char *class_name)
{
	const guint64 key = (guint64)fn << 32 | event;
	gpointer maker;

	return u->some[fn] && g_hash_table_lookup_extended(u->makers, &key, NULL, &maker) &&
		lo_model_undoes(u->model, name_of(u, LO_AT(u->summaries[fn]->events, LoEvent, event).callee),
				name_of(u, GPOINTER_TO_UINT(maker)), class_name);
}
