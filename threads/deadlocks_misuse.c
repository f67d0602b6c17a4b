/* Locks used against their rules: no deadlock by themselves, and an error of whoever wrote it. */
#include "threads/deadlocks_internal.h"

#include "summary/misuse.h"

static const char *const reasons[] = {
	[LO_MISUSE_RELEASED_TWICE] = "thread %s releases it twice",
	[LO_MISUSE_INIT_HELD] = "thread %s initialises it while it holds it",
	[LO_MISUSE_DESTROY_HELD] = "thread %s destroys it while it holds it",
	[LO_MISUSE_NOT_HELD] = "thread %s releases it, and does not hold it",
	[LO_MISUSE_LEFT_HELD] = "thread %s ends with it held",
};

/* Of the lock something is said already. */
static gboolean is_told(const Search *s, guint32 row)
{
	for (guint i = 0; i < s->sol->reports->len; i++) {
		const LoReportRow *r = &LO_AT(s->sol->reports, LoReportRow, i);
		for (guint k = 0; k < r->classes->len; k++)
			if (LO_AT(r->classes, guint32, k) == row)
				return TRUE;
	}
	return FALSE;
}

void lo_search_add_misuses(Search *s)
{
	for (guint32 i = 0; i < s->x->acts->len; i++) {
		const LoAct *a = act_at(s, i);
		guint32 row = a->kind == LO_ACT_MISUSE ? lo_search_class_row(s, a->lock, a->cls) : LO_NO_ID;
		if (row == LO_NO_ID || !reasons[a->hold] || is_told(s, row))
			continue;
		LoEdgeRow chains = { 0 };
		lo_search_fill_chains(s, &chains, LO_NO_ID, a->path);
		g_array_unref(chains.from_chain);
		LoReportRow r = { .kind = LO_REPORT_IMBALANCE, .confidence = AGAINST_RULES, .context = chains.to_chain };
		r.classes = g_array_new(FALSE, FALSE, sizeof(guint32));
		r.edges = g_array_new(FALSE, FALSE, sizeof(guint32));
		g_array_append_val(r.classes, row);
		r.reasons = g_strdup_printf(reasons[a->hold], lo_search_thread_name(s, a->thread));
		r.held_back = g_strdup("");
		g_array_append_val(s->sol->reports, r);
	}
}
