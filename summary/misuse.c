#include "summary/misuse.h"

#include "summary/objects.h"

/* One place and lock: was it wrong, and right, on some way? */
typedef struct {
	guint32 instr, line;
	guint8 kind, wrong, right;
	LoVal lock;
} Place;

GArray *lo_misuse_places_new(void)
{
	return g_array_new(FALSE, FALSE, sizeof(Place));
}

/* One object for sure: not what memory, an iteration or an index makes another. */
static gboolean is_certain(const LoVals *vals, LoVal lock)
{
	return lock != LO_VAL_NONE && !(lo_val(vals, lock)->flags & LO_VF_LOAD) && lo_is_exact(vals, lock);
}

static void note(LoCallSite *c, LoMisuse kind, LoVal lock, gboolean wrong, gboolean right)
{
	GArray *places = c->run->misuses;
	Place *p = NULL;

	for (guint i = 0; i < places->len && !p; i++) {
		Place *o = &LO_AT(places, Place, i);
		if (o->instr == c->instr && o->kind == kind && o->lock == lock)
			p = o;
	}
	if (!p) {
		Place new = { .instr = c->instr, .line = c->in->line, .kind = kind, .lock = lock };
		g_array_append_val(places, new);
		p = &LO_AT(places, Place, places->len - 1);
	}
	p->wrong |= wrong;
	p->right |= right;
}

static gboolean is_gone(const LoState *s, LoVal lock)
{
	for (guint i = 0; i < s->n_gone; i++)
		if (s->gone[i] == lock)
			return TRUE;
	return FALSE;
}

void lo_misuse_note_release(LoCallSite *c, LoState *s, LoVal lock)
{
	LoVal base = lo_val_base_lock(c->run->vals, lock);

	if (!is_certain(c->run->vals, base))
		return;
	gboolean held = lo_state_find_released(c->run->vals, s, base) >= 0;
	note(c, LO_MISUSE_RELEASED_TWICE, base, !held && is_gone(s, base), held);
	if (lo_vals_is_user(c->run->vals))
		note(c, LO_MISUSE_NOT_HELD, base, !held, held);
	if (held && !is_gone(s, base))
		s->gone[s->n_gone < LO_MAX_GONE ? s->n_gone++ : 0] = base;
}

void lo_misuse_note_kept(LoCallSite *c, LoVal lock)
{
	LoVal base = lo_val_base_lock(c->run->vals, lock);

	if (is_certain(c->run->vals, base))
		note(c, LO_MISUSE_RELEASED_TWICE, base, FALSE, TRUE);
	if (is_certain(c->run->vals, base) && lo_vals_is_user(c->run->vals))
		note(c, LO_MISUSE_NOT_HELD, base, FALSE, TRUE);
}

void lo_misuse_note_made(LoCallSite *c, const LoState *s, LoVal lock, LoMisuse kind)
{
	LoVal base = lo_val_base_lock(c->run->vals, lock);

	gboolean held = lo_state_find_held(c->run->vals, s, base) >= 0;

	if (is_certain(c->run->vals, base))
		note(c, kind, base, held, !held);
}

void lo_misuse_note_nest(LoCallSite *c, const LoState *s, LoVal lock, LoVal nest)
{
	LoVal base = lo_val_base_lock(c->run->vals, nest);

	gboolean held = lo_state_find_released(c->run->vals, s, base) >= 0;

	if (is_certain(c->run->vals, base) && !(lo_val(c->run->vals, base)->flags & LO_VF_PARAM))
		note(c, LO_MISUSE_NOT_NESTED, lo_val_base_lock(c->run->vals, lock), !held, held);
}

/* On every way through the function, so that no condition of the caller's decides. */
static gboolean is_always_released(const LoRun *run, LoVal lock)
{
	const LoSummary *out = run->out;

	for (guint i = 0; i < out->exits->len; i++) {
		const LoExit *x = &LO_AT(out->exits, LoExit, i);
		gboolean found = FALSE;
		for (guint k = 0; k < x->n_dropped && !found; k++)
			found = lo_val_base_lock(run->vals, LO_AT(out->vals, LoVal, x->first_dropped + k)) == lock;
		if (!found)
			return FALSE;
	}
	return out->exits->len > 0;
}

void lo_misuse_finish(LoRun *run)
{
	for (guint i = 0; i < run->misuses->len; i++) {
		const Place *p = &LO_AT(run->misuses, Place, i);
		LoEvent ev = { .kind = LO_EV_MISUSE, .hold = p->kind, .instr = p->instr, .line = p->line, .lock = p->lock,
			       .callee = LO_NO_ID, .slot = LO_NO_ID, .via_fn = LO_NO_ID };
		if (p->wrong && !p->right && (p->kind != LO_MISUSE_NOT_HELD || is_always_released(run, p->lock)))
			g_array_append_val(run->out->events, ev);
	}
}
