#include "summary/irq_state.h"

#define MAX_DEPTH 8

static void add(gint8 *count, int n)
{
	*count = CLAMP(*count + n, -MAX_DEPTH, MAX_DEPTH);
}

static void save(LoIrqState *s)
{
	if (s->n_saved < LO_MAX_IRQ_SAVED)
		s->saved[s->n_saved++] = s->irq;
}

static void restore(LoIrqState *s)
{
	if (s->n_saved) {
		s->irq = s->saved[--s->n_saved];
		return;
	}
	s->irq = 0;
	s->n_restored = MIN(s->n_restored + 1, LO_MAX_IRQ_SAVED);
}

gboolean lo_irq_apply(LoIrqState *s, LoContext context)
{
	guint8 before = s->irq;

	switch (context) {
	case LO_CTX_IRQ_SAVE: save(s); G_GNUC_FALLTHROUGH;
	case LO_CTX_IRQ_OFF: s->irq = LO_IRQ_OFF; return FALSE;
	case LO_CTX_IRQ_ON: s->irq = LO_IRQ_ON; return TRUE;
	case LO_CTX_IRQ_RESTORE: restore(s); return before == LO_IRQ_OFF && s->irq != LO_IRQ_OFF;
	case LO_CTX_BH_OFF: add(&s->bh, 1); return FALSE;
	case LO_CTX_BH_ON: add(&s->bh, -1); return s->bh <= 0;
	case LO_CTX_HARDIRQ_ENTER: add(&s->hard, 1); return FALSE;
	case LO_CTX_HARDIRQ_EXIT: add(&s->hard, -1); return FALSE;
	case LO_CTX_SOFTIRQ_ENTER: add(&s->soft, 1); return FALSE;
	case LO_CTX_SOFTIRQ_EXIT: add(&s->soft, -1); return FALSE;
	case LO_CTX_RCU_ENTER: add(&s->rcu, 1); return FALSE;
	case LO_CTX_RCU_EXIT: add(&s->rcu, -1); return FALSE;
	case LO_CTX_NONE:
	case LO_CTX_PREEMPT_OFF:
	case LO_CTX_PREEMPT_ON:
	case LO_CTX_PROCESS:
	case LO_CTX_WORK:
	case LO_CTX_THREAD:
	case LO_CTX_TIMER:
	case LO_CTX_SOFTIRQ:
	case LO_CTX_HARDIRQ:
	case LO_CTX_RCU:
	case LO_CTX_ATOMIC:
	case LO_CTX_BH:
	case LO_CTX_EXIT: break;
	}
	return FALSE;
}

/*
 * Of two counts the one nearer to that on entry: a lock taken with or without softirqs off, as a
 * condition says, and given back likewise would otherwise add up to something else with each use.
 */
static gint8 nearer(gint8 a, gint8 b)
{
	if ((a < 0) != (b < 0))
		return 0;
	return a < 0 ? MAX(a, b) : MIN(a, b);
}

gboolean lo_irq_join(LoIrqState *into, const LoIrqState *from)
{
	LoIrqState out = { .irq = lo_irq_join_bits(into->irq, from->irq), .bh = nearer(into->bh, from->bh),
			   .hard = nearer(into->hard, from->hard), .soft = nearer(into->soft, from->soft),
			   .rcu = nearer(into->rcu, from->rcu),
			   .n_saved = MIN(into->n_saved, from->n_saved), .n_restored = MIN(into->n_restored, from->n_restored) };
	gboolean changed = out.irq != into->irq || out.bh != into->bh || out.hard != into->hard || out.soft != into->soft ||
		out.rcu != into->rcu ||
		out.n_saved != into->n_saved || out.n_restored != into->n_restored;

	for (guint i = 0; i < out.n_saved; i++) {
		out.saved[i] = lo_irq_join_bits(into->saved[i], from->saved[i]);
		changed |= out.saved[i] != into->saved[i];
	}
	*into = out;
	return changed;
}

gboolean lo_irq_call(LoIrqState *s, const LoIrqState *callee)
{
	guint8 before = s->irq;

	for (guint i = 0; i < callee->n_restored; i++)
		restore(s);
	guint8 here = s->irq;
	for (guint i = 0; i < callee->n_saved && s->n_saved < LO_MAX_IRQ_SAVED; i++)
		s->saved[s->n_saved++] = callee->saved[i] ? callee->saved[i] : here;
	s->irq = callee->irq ? callee->irq : here;
	add(&s->bh, callee->bh);
	add(&s->hard, callee->hard);
	add(&s->soft, callee->soft);
	add(&s->rcu, callee->rcu);
	return callee->irq == LO_IRQ_ON || (callee->bh < 0 && s->bh <= 0) || (before == LO_IRQ_OFF && s->irq != LO_IRQ_OFF);
}

guint8 lo_irq_bits(const LoIrqState *s)
{
	return s->irq | (s->bh > 0 ? LO_BH_OFF : 0) | (s->hard > 0 ? LO_IN_HARDIRQ : 0) | (s->soft > 0 ? LO_IN_SOFTIRQ : 0) |
		(s->rcu > 0 ? LO_IN_RCU : s->rcu < 0 ? LO_LEFT_RCU : 0);
}

guint8 lo_irq_nest(guint8 outer, guint8 inner)
{
	guint8 irq = inner & (LO_IRQ_OFF | LO_IRQ_ON) ? inner : outer;

	return (irq & (LO_IRQ_OFF | LO_IRQ_ON)) | ((outer | inner) & (LO_BH_OFF | LO_IN_HARDIRQ | LO_IN_SOFTIRQ)) |
		(inner & (LO_IN_RCU | LO_LEFT_RCU) ? inner & (LO_IN_RCU | LO_LEFT_RCU) : outer & (LO_IN_RCU | LO_LEFT_RCU));
}

guint8 lo_irq_join_bits(guint8 a, guint8 b)
{
	return a & b;
}
