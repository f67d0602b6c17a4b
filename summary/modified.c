/* Which members a call may change: what was known of them is then forgotten. */
#include "callgraph/scc.h"
#include "summary/interp.h"

#include <stdlib.h>

#define MAX_MODIFIED 256	/* beyond, a function changes so much that it says nothing */

static LoFieldId member_of(const LoVals *vals, LoVal addr)
{
	const LoValue *v = lo_val(vals, addr);

	while (v->kind == LO_V_INDEX)
		v = lo_val(vals, v->a);
	return v->kind == LO_V_FIELD ? v->b : LO_NO_ID;
}

static gboolean is_modified(const LoSummary *g, LoFieldId f)
{
	return bsearch(&f, g->modified->data, g->modified->len, sizeof(LoFieldId), lo_compare_ids) != NULL;
}

/* Was v read from a member that g stores to? */
static gboolean is_read_from(const LoVals *vals, LoVal id, const LoSummary *g)
{
	const LoValue *v = lo_val(vals, id);

	if (!(v->flags & LO_VF_LOAD))
		return FALSE;
	switch ((LoValKind)v->kind) {
	case LO_V_LOAD: {
		LoFieldId f = member_of(vals, v->a);
		return (f != LO_NO_ID && is_modified(g, f)) || is_read_from(vals, v->a, g);
	}
	case LO_V_BIN: return is_read_from(vals, v->a, g) || is_read_from(vals, v->b, g);
	case LO_V_FIELD:
	case LO_V_INDEX:
	case LO_V_CONT:
	case LO_V_NOT: return is_read_from(vals, v->a, g);
	default: return FALSE;
	}
}

void lo_note_modified(LoRun *run, LoVal addr)
{
	LoFieldId f = lo_is_own_local(run, addr) ? LO_NO_ID : member_of(run->vals, addr);

	if (f != LO_NO_ID && g_hash_table_size(run->modified) <= MAX_MODIFIED)
		g_hash_table_add(run->modified, GUINT_TO_POINTER(f + 1));
}

/* An address that is given away, to be stored at. */
static void note_arguments(LoCallSite *c, const LoSummary *g)
{
	guint32 written = 0;

	for (guint i = 0; i < g->exits->len; i++)
		written |= LO_AT(g->exits, LoExit, i).written;
	for (guint i = 0; i < c->n_args && i < 32; i++)
		if (written & 1u << i)
			lo_note_modified(c->run, c->args[i]);
}

void lo_add_modified(LoCallSite *c, const LoSummary *g)
{
	note_arguments(c, g);
	if (!g_hash_table_add(c->run->seen_callees, GUINT_TO_POINTER(c->callee + 1)))
		return;
	for (guint i = 0; i < g->modified->len && g_hash_table_size(c->run->modified) <= MAX_MODIFIED; i++)
		g_hash_table_add(c->run->modified, GUINT_TO_POINTER(LO_AT(g->modified, LoFieldId, i) + 1));
}

void lo_modify(LoCallSite *c, LoState *s, const LoSummary *g)
{
	LoVals *vals = c->run->vals;
	guint n = 0;

	if (!g->modified->len)
		return;
	for (guint i = 0; i < s->n_facts; i++)
		if (!is_read_from(vals, s->facts[i].v, g))
			s->facts[n++] = s->facts[i];
	s->n_facts = n;
	n = 0;
	for (guint i = 0; i < s->n_mem; i++) {
		LoFieldId f = lo_val(vals, s->mem[i].value)->kind == LO_V_CONST ? member_of(vals, s->mem[i].addr) : LO_NO_ID;
		if (f == LO_NO_ID || !is_modified(g, f))
			s->mem[n++] = s->mem[i];
	}
	s->n_mem = n;
}

void lo_summarise_modified(LoRun *run)
{
	GHashTableIter it;
	gpointer key;

	g_hash_table_iter_init(&it, run->modified);
	while (g_hash_table_size(run->modified) <= MAX_MODIFIED && g_hash_table_iter_next(&it, &key, NULL)) {
		LoFieldId f = GPOINTER_TO_UINT(key) - 1;
		g_array_append_val(run->out->modified, f);
	}
	g_array_sort(run->out->modified, lo_compare_ids);
}
