#include "summary/summary.h"

LoSummary *lo_summary_new(void)
{
	LoSummary *s = g_new0(LoSummary, 1);

	s->events = g_array_new(FALSE, FALSE, sizeof(LoEvent));
	s->exits = g_array_new(FALSE, FALSE, sizeof(LoExit));
	s->helds = g_array_new(FALSE, FALSE, sizeof(LoHeld));
	s->vals = g_array_new(FALSE, FALSE, sizeof(LoVal));
	s->opens = g_array_new(FALSE, FALSE, sizeof(guint32));
	s->inits = g_array_new(FALSE, FALSE, sizeof(LoInitFact));
	s->stores = g_array_new(FALSE, FALSE, sizeof(LoStoreFact));
	s->regs = g_array_new(FALSE, FALSE, sizeof(LoRegFact));
	s->leaks = g_array_new(FALSE, FALSE, sizeof(LoLeak));
	s->modified = g_array_new(FALSE, FALSE, sizeof(LoFieldId));
	s->running = g_array_new(FALSE, FALSE, sizeof(LoRunning));
	s->thread_sets = g_array_new(FALSE, TRUE, sizeof(LoThreadSet));
	g_array_set_size(s->thread_sets, 1);
	s->befores = g_array_new(FALSE, FALSE, sizeof(LoBefore));
	return s;
}

void lo_summary_free(LoSummary *s)
{
	if (!s)
		return;
	g_array_unref(s->events);
	g_array_unref(s->exits);
	g_array_unref(s->helds);
	g_array_unref(s->vals);
	g_array_unref(s->opens);
	g_array_unref(s->inits);
	g_array_unref(s->stores);
	g_array_unref(s->regs);
	g_array_unref(s->leaks);
	g_array_unref(s->modified);
	g_array_unref(s->running);
	g_array_unref(s->thread_sets);
	g_array_unref(s->befores);
	g_free(s);
}

gboolean lo_summary_sleeps(const LoSummary *s)
{
	for (guint i = 0; i < s->exits->len; i++)
		if (!LO_AT(s->exits, LoExit, i).slept)
			return FALSE;
	return s->exits->len > 0;
}

gboolean lo_summary_changes_locks(const LoSummary *s)
{
	for (guint i = 0; i < s->exits->len; i++)
		if (LO_AT(s->exits, LoExit, i).n_held || LO_AT(s->exits, LoExit, i).n_dropped)
			return TRUE;
	return FALSE;
}

static gboolean holds(const LoVals *vals, const LoSummary *s, const LoExit *x, LoVal lock)
{
	for (guint i = 0; i < x->n_held; i++)
		if (lo_val_base_lock(vals, LO_AT(s->helds, LoHeld, x->first_held + i).lock) == lock)
			return TRUE;
	return FALSE;
}

static gboolean drops(const LoSummary *s, const LoExit *x, LoVal lock)
{
	for (guint i = 0; i < x->n_dropped; i++)
		if (LO_AT(s->vals, LoVal, x->first_dropped + i) == lock)
			return TRUE;
	return FALSE;
}

gboolean lo_summary_passes_locks_on(const LoVals *vals, const LoSummary *s)
{
	for (guint i = 0; i < s->exits->len; i++) {
		const LoExit *x = &LO_AT(s->exits, LoExit, i);
		for (guint k = 0; k < x->n_held; k++)
			if (!drops(s, x, lo_val_base_lock(vals, LO_AT(s->helds, LoHeld, x->first_held + k).lock)))
				return TRUE;
		for (guint k = 0; k < x->n_dropped; k++)
			if (!holds(vals, s, x, LO_AT(s->vals, LoVal, x->first_dropped + k)))
				return TRUE;
	}
	return FALSE;
}
