#include "frontend/lower.h"

static void end_switch(LoLower *l, LoSwitch *s, guint32 block, LoLazyBlock *after, guint line)
{
	LoLazyBlock *fallback = s->fallback != LO_LAZY ? &s->fallback : after;
	guint32 last;

	lo_build_position(l->b, block);
	l->dead = FALSE;
	l->fresh = LO_LAZY;
	if (s->constant) {
		lo_flow_jump(l, s->taken != LO_LAZY ? &s->taken : fallback, line);
		return;
	}
	last = lo_flow_block(l, fallback);
	g_array_append_val(s->targets, last);
	lo_build_exit(l->b, LO_EXIT_SWITCH, s->value, &LO_AT(s->targets, guint32, 0), s->targets->len,
		      s->cases->len ? &LO_AT(s->cases, LoCase, 0) : NULL, line);
	l->dead = TRUE;
}

static void lower_switch_body(LoLower *l, CXCursor body, LoSwitch *s, LoLazyBlock *after)
{
	s->outer = l->switches;
	l->switches = s;
	lo_loop_body(l, body, after, NULL);
	l->switches = s->outer;
	lo_flow_jump(l, after, lo_end_line(body));
}

void lo_switch(LoLower *l, CXCursor c)
{
	g_auto(LoKids) k = LO_KIDS_INIT;
	g_autoptr(GArray) cases = g_array_new(FALSE, FALSE, sizeof(LoCase));
	g_autoptr(GArray) targets = g_array_new(FALSE, FALSE, sizeof(guint32));
	LoSwitch s = { .cases = cases, .targets = targets, .fallback = LO_LAZY, .taken = LO_LAZY };
	LoLazyBlock after = LO_LAZY;
	gboolean dead;
	guint32 block;

	lo_kids(c, LO_KIDS_CODE, &k);
	if (k.n < 2)
		return;
	s.value = lo_value(l, k.v[0]);
	s.constant = lo_const_of(l, s.value, &s.k);
	dead = l->dead;
	block = dead ? 0 : lo_build_current(l->b);
	l->dead = TRUE;
	l->fresh = LO_LAZY;
	lower_switch_body(l, k.v[1], &s, &after);
	if (!dead)
		end_switch(l, &s, block, &after, lo_line(c));
	lo_flow_start(l, &after);
}

static void add_case(LoSwitch *s, gint64 lo, gint64 hi, guint32 block)
{
	LoCase range = { lo, hi };

	g_array_append_val(s->cases, range);
	g_array_append_val(s->targets, block);
}

/* A block of its own, unless the label before it has just begun one. */
static guint32 label_block(LoLower *l, guint line)
{
	LoLazyBlock block = LO_LAZY;

	if (l->fresh != LO_LAZY)
		return (guint32)l->fresh;
	lo_flow_block(l, &block);
	lo_flow_enter(l, &block, line);
	l->fresh = block;
	return (guint32)block;
}

void lo_case(LoLower *l, CXCursor c)
{
	g_auto(LoKids) k = LO_KIDS_INIT;
	LoSwitch *s = l->switches;
	gint64 lo = 0, hi = 0;
	gboolean known;

	lo_kids(c, LO_KIDS_CODE, &k);
	if (k.n < 2)
		return;
	known = lo_evaluate(k.v[0], &lo);
	hi = lo;
	if (k.n > 2)
		known = known && lo_evaluate(k.v[1], &hi);
	if (s && known && !s->constant)
		add_case(s, lo, MAX(lo, hi), label_block(l, lo_line(c)));
	else if (s && known && s->k >= lo && s->k <= hi)
		s->taken = (LoLazyBlock)label_block(l, lo_line(c));
	else if (s && !known)
		s->fallback = (LoLazyBlock)label_block(l, lo_line(c));
	lo_stmt(l, k.v[k.n - 1]);
}

void lo_default(LoLower *l, CXCursor c)
{
	g_auto(LoKids) k = LO_KIDS_INIT;
	LoSwitch *s = l->switches;

	lo_kids(c, LO_KIDS_CODE, &k);
	if (s && !(s->constant && s->taken != LO_LAZY))
		s->fallback = (LoLazyBlock)label_block(l, lo_line(c));
	if (k.n)
		lo_stmt(l, k.v[k.n - 1]);
}
