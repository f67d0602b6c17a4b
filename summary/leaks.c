/*
 * Returns that leave a lock held which every other return of the same body has
 * released: a forgotten unlock.  Only what holds on all paths to the return
 * counts; where paths with and without the lock meet before it, a condition
 * that we did not follow may tell them apart.
 */
#include "summary/interp.h"

#include <string.h>

/* A return of the body, over the states that came there. */
typedef struct {
	guint32 block, line;
	guint8 mask;			/* of the value returned */
	gboolean asked_for;		/* under a condition on a number that the caller gave */
	guint n_all, n_any;
	LoHeld all[LO_MAX_HELD];	/* held on every path */
	LoVal any[LO_MAX_HELD];		/* on some */
} Return;

static gboolean is_number_param(const LoRun *run, LoVal id)
{
	const LoValue *v = lo_val(run->vals, id);

	while (v->kind == LO_V_NOT || v->kind == LO_V_BIN)
		v = lo_val(run->vals, v->a);
	if (v->kind != LO_V_PARAM || v->a >= run->body->ir->locals->len)
		return FALSE;
	return *lo_func_str(run->body->ir, LO_AT(run->body->ir->locals, LoLocal, v->a).type) != '*';
}

static gboolean is_asked_for(const LoRun *run, const LoState *s)
{
	for (guint i = 0; i < s->n_facts; i++)
		if (s->facts[i].mask != LO_MASK_ANY && is_number_param(run, s->facts[i].v))
			return TRUE;
	return FALSE;
}

/* A lock of the caller's that was released and taken again is the caller's. */
static gboolean is_callers(LoVals *vals, const LoState *s, LoVal lock)
{
	for (guint i = 0; i < s->n_dropped; i++)
		if (lo_val_base_lock(vals, s->dropped[i]) == lo_val_base_lock(vals, lock))
			return TRUE;
	return FALSE;
}

static gboolean holds(const LoState *s, LoVal lock)
{
	for (guint i = 0; i < s->n_held; i++)
		if (s->held[i].lock == lock)
			return TRUE;
	return FALSE;
}

static gboolean is_in(const Return *r, LoVal lock)
{
	for (guint i = 0; i < r->n_any; i++)
		if (r->any[i] == lock)
			return TRUE;
	return FALSE;
}

static Return *find_return(LoRun *run, const LoState *s, guint32 block, gboolean *found)
{
	for (guint i = 0; i < run->returns->len; i++)
		if (LO_AT(run->returns, Return, i).block == block) {
			*found = TRUE;
			return &LO_AT(run->returns, Return, i);
		}
	Return r = { .block = block, .line = LO_AT(run->body->ir->blocks, LoBlock, block).line, .n_all = s->n_held };
	memcpy(r.all, s->held, s->n_held * sizeof(LoHeld));
	g_array_append_val(run->returns, r);
	*found = FALSE;
	return &LO_AT(run->returns, Return, run->returns->len - 1);
}

void lo_note_return(LoRun *run, const LoState *s, guint32 block, LoVal ret)
{
	gboolean found;
	Return *r = find_return(run, s, block, &found);
	guint n = 0;

	for (guint i = 0; i < r->n_all; i++)
		if (holds(s, r->all[i].lock) && !is_callers(run->vals, s, r->all[i].lock))
			r->all[n++] = r->all[i];
	r->n_all = n;
	for (guint i = 0; i < s->n_held && r->n_any < LO_MAX_HELD; i++)
		if (!is_in(r, s->held[i].lock))
			r->any[r->n_any++] = s->held[i].lock;
	r->mask |= ret ? lo_state_mask(run->vals, s, ret) : LO_MASK_ANY;
	r->asked_for |= is_asked_for(run, s);
}

/* With an error code, where another return has succeeded: whoever fails has nothing to give to its caller. */
static gboolean is_failure(const LoRun *run, const Return *r)
{
	gboolean succeeds = FALSE;

	for (guint i = 0; i < run->returns->len; i++)
		succeeds |= !(LO_AT(run->returns, Return, i).mask & LO_MASK_NEG);
	return succeeds && r->mask == LO_MASK_NEG;
}

/* Does another return, of the same values or where this one fails, come without the lock?  And none with it? */
static gboolean is_alone(const LoRun *run, const Return *r, LoVal lock)
{
	const char *type = lo_func_str(run->body->ir, run->body->ir->ret_type);
	gboolean nothing = !strcmp(type, "void"), same = FALSE;

	for (guint i = 0; i < run->returns->len; i++) {
		const Return *o = &LO_AT(run->returns, Return, i);
		if (o == r)
			continue;
		if (is_in(o, lock))
			return FALSE;
		same |= nothing || is_failure(run, r) || (r->mask != LO_MASK_ANY && (o->mask & r->mask) == r->mask);
	}
	return same;
}

void lo_find_leaks(LoRun *run)
{
	for (guint i = 0; i < run->returns->len; i++) {
		const Return *r = &LO_AT(run->returns, Return, i);
		for (guint k = 0; k < r->n_all && (!r->asked_for || is_failure(run, r)) && !run->out->truncated; k++) {
			const LoHeld *h = &r->all[k];
			LoLeak leak = { .lock = h->lock, .event = h->event, .line = r->line, .fails = is_failure(run, r) };
			if (h->unsure || h->event == G_MAXUINT32 || lo_val(run->vals, lo_val_base_lock(run->vals, h->lock))->kind == LO_V_PSEUDO ||
			    !g_hash_table_contains(run->released, lo_lock_place(run->vals, h->lock)))
				continue;
			if (is_alone(run, r, h->lock))
				g_array_append_val(run->out->leaks, leak);
		}
	}
}

GArray *lo_returns_new(void)
{
	return g_array_new(FALSE, FALSE, sizeof(Return));
}
