#include "summary/alike.h"

#include <string.h>

/* A number in a function's body, before and now: of an instruction, or of a stack object. */
typedef struct {
	LoFnId fn;
	guint32 kind, from, to;
} Renumbered;

enum { SITE, SLOT };

struct LoAlike {
	const LoVals *vals;
	GArray *numbers;	/* Renumbered */
};

LoAlike *lo_alike_new(const LoVals *vals)
{
	LoAlike *a = g_new0(LoAlike, 1);

	a->vals = vals;
	a->numbers = g_array_new(FALSE, FALSE, sizeof(Renumbered));
	return a;
}

void lo_alike_free(LoAlike *a)
{
	if (!a)
		return;
	g_array_unref(a->numbers);
	g_free(a);
}

static gboolean note(LoAlike *a, LoFnId fn, guint32 kind, guint32 from, guint32 to)
{
	const Renumbered r = { fn, kind, from, to };

	g_array_append_val(a->numbers, r);
	return TRUE;
}

static int compare_u32(guint32 x, guint32 y)
{
	return (x > y) - (x < y);
}

static int compare_numbers(gconstpointer a, gconstpointer b)
{
	const Renumbered *x = a, *y = b;
	int order = compare_u32(x->fn, y->fn);

	order = order ? order : compare_u32(x->kind, y->kind);
	order = order ? order : compare_u32(x->from, y->from);
	return order ? order : compare_u32(x->to, y->to);
}

gboolean lo_alike_keeps_order(LoAlike *a)
{
	g_array_sort(a->numbers, compare_numbers);
	for (guint i = 1; i < a->numbers->len; i++) {
		const Renumbered *x = &LO_AT(a->numbers, Renumbered, i - 1), *y = &LO_AT(a->numbers, Renumbered, i);
		if (x->fn != y->fn || x->kind != y->kind)
			continue;
		if (x->from == y->from ? x->to != y->to : x->to >= y->to)
			return FALSE;
	}
	return TRUE;
}

/* ---- values: at most as deep as lo_vals lets them be ---- */

static gboolean same_value(LoAlike *a, LoVal old, LoVal new)
{
	const LoValue *x = lo_val(a->vals, old), *y = lo_val(a->vals, new);

	/* of equal values only those count that have numbers in them */
	if (old == new && !(x->flags & LO_VF_LOCAL))
		return TRUE;
	if (x->kind != y->kind || x->op != y->op || x->k != y->k || x->flags != y->flags)
		return FALSE;
	switch ((LoValKind)x->kind) {
	case LO_V_NONE:
	case LO_V_CONST: return TRUE;
	case LO_V_STR:
	case LO_V_PSEUDO:
	case LO_V_PARAM:
	case LO_V_VAR:
	case LO_V_FN: return x->a == y->a;
	case LO_V_LOCAL: return x->a == y->a && note(a, x->a, SLOT, x->b, y->b);
	case LO_V_OPAQUE: return x->a == y->a && note(a, x->a, SITE, x->b, y->b);
	case LO_V_FIELD:
	case LO_V_CONT: return x->b == y->b && same_value(a, x->a, y->a);
	case LO_V_LOAD:
	case LO_V_NOT:
	case LO_V_SUB: return same_value(a, x->a, y->a);
	case LO_V_INDEX:
	case LO_V_BIN:
	case LO_V_GATE:
	case LO_V_SUBARG:
	case LO_V_EITHER: return same_value(a, x->a, y->a) && same_value(a, x->b, y->b);
	}
	return FALSE;
}

typedef struct {
	LoAlike *a;
	LoFnId fn;
	const LoSummary *old, *new;
} Pair;

static LoVal old_val(const Pair *p, guint32 i)
{
	return LO_AT(p->old->vals, LoVal, i);
}

static LoVal new_val(const Pair *p, guint32 i)
{
	return LO_AT(p->new->vals, LoVal, i);
}

static gboolean same_values(const Pair *p, guint32 first_old, guint32 n_old, guint32 first_new, guint32 n_new)
{
	for (guint32 i = 0; n_old == n_new && i < n_old; i++)
		if (!same_value(p->a, old_val(p, first_old + i), new_val(p, first_new + i)))
			return FALSE;
	return n_old == n_new;
}

static gboolean same_arguments(const Pair *p, const LoEvent *x, const LoEvent *y)
{
	const LoVals *vals = p->a->vals;

	for (guint32 i = 0; x->n_args == y->n_args && i < x->n_args; i++) {
		LoVal v = old_val(p, x->first_arg + i), w = new_val(p, y->first_arg + i);
		if ((lo_val(vals, v)->kind != LO_V_STR || lo_val(vals, w)->kind != LO_V_STR) && !same_value(p->a, v, w))
			return FALSE;
	}
	return x->n_args == y->n_args;
}

/* What the two words of a pair are. */
typedef enum { VALUE_NUMBER, NUMBER_VALUE, VALUE_VALUE } PairKind;

static gboolean same_pair(const Pair *p, guint32 old, guint32 new, PairKind kind)
{
	guint n = p->a->numbers->len;
	LoVal a = old_val(p, old), b = old_val(p, old + 1), x = new_val(p, new), y = new_val(p, new + 1);
	gboolean same = (kind == NUMBER_VALUE ? a == x : same_value(p->a, a, x)) && (kind == VALUE_NUMBER ? b == y : same_value(p->a, b, y));

	if (!same)
		g_array_set_size(p->a->numbers, n);
	return same;
}

/* Their order is that of their values' ids, which come as they come. */
static gboolean same_pairs(const Pair *p, guint32 first_old, guint32 n_old, guint32 first_new, guint32 n_new, PairKind kind)
{
	g_autofree guint8 *taken = g_new0(guint8, n_new + 1);
	guint32 i = 0;

	for (gboolean found = n_old == n_new; found && i < n_old; i += found) {
		/* mostly it stands where it stood */
		found = !taken[i] && same_pair(p, first_old + 2 * i, first_new + 2 * i, kind);
		guint32 at = i;
		for (guint32 k = 0; !found && k < n_new; k++) {
			at = k;
			found = !taken[k] && same_pair(p, first_old + 2 * i, first_new + 2 * k, kind);
		}
		taken[at] |= found;
	}
	return n_old == n_new && i == n_old;
}

static gboolean same_helds(const Pair *p, guint32 first_old, guint32 n_old, guint32 first_new, guint32 n_new)
{
	for (guint32 i = 0; n_old == n_new && i < n_old; i++) {
		const LoHeld *x = &LO_AT(p->old->helds, LoHeld, first_old + i), *y = &LO_AT(p->new->helds, LoHeld, first_new + i);
		if (!same_value(p->a, x->lock, y->lock) || x->hold != y->hold || x->try != y->try || x->inner != y->inner ||
		    x->nocheck != y->nocheck || x->unsure != y->unsure || x->through != y->through || x->event != y->event ||
		    x->via != y->via)
			return FALSE;
	}
	return n_old == n_new;
}

/* Members of a new object that need not be zero. */
static gboolean same_touched(const Pair *p, guint32 first_old, guint32 n_old, guint32 first_new, guint32 n_new)
{
	return n_old == n_new && (!n_old || !memcmp(lo_touched_at(p->old, first_old, n_old), lo_touched_at(p->new, first_new, n_new),
						    n_old * sizeof(LoFieldId)));
}

/* ---- what a summary is made of ---- */

static gboolean same_flags(const LoEvent *x, const LoEvent *y)
{
	return x->kind == y->kind && x->hold == y->hold && x->try == y->try && x->wait == y->wait && x->lock_kind == y->lock_kind &&
	       x->irq == y->irq && x->reentrant == y->reentrant && x->nested == y->nested && x->slept == y->slept &&
	       x->inherited == y->inherited && x->callee == y->callee && x->slot == y->slot && x->via_fn == y->via_fn &&
	       x->via_event == y->via_event && x->threads == y->threads;
}

static gboolean same_conditions(const Pair *p, const LoEvent *x, const LoEvent *y)
{
	for (guint i = 0; i < LO_EVENT_CONDS; i++)
		if (x->conds[i].mask != y->conds[i].mask || !same_value(p->a, x->conds[i].v, y->conds[i].v))
			return FALSE;
	return TRUE;
}

static gboolean same_event(const Pair *p, const LoEvent *x, const LoEvent *y)
{
	return same_flags(x, y) && note(p->a, p->fn, SITE, x->instr, y->instr) && same_value(p->a, x->lock, y->lock) &&
	       same_value(p->a, x->token, y->token) && same_helds(p, x->first_held, x->n_held, y->first_held, y->n_held) &&
	       same_values(p, x->first_dropped, x->n_dropped, y->first_dropped, y->n_dropped) && same_arguments(p, x, y) &&
	       same_pairs(p, x->first_known, x->n_known, y->first_known, y->n_known, VALUE_NUMBER) &&
	       same_pairs(p, x->first_stored, x->n_stored, y->first_stored, y->n_stored, VALUE_VALUE) && same_conditions(p, x, y) &&
	       same_value(p->a, x->zeroed, y->zeroed) && same_touched(p, x->first_touched, x->n_touched, y->first_touched, y->n_touched);
}

static gboolean same_irq(const LoIrqState *x, const LoIrqState *y)
{
	for (guint i = 0; i < LO_MAX_IRQ_SAVED; i++)
		if (x->n_saved > i && x->saved[i] != y->saved[i])
			return FALSE;
	return x->irq == y->irq && x->bh == y->bh && x->hard == y->hard && x->soft == y->soft && x->rcu == y->rcu &&
	       x->n_saved == y->n_saved && x->n_restored == y->n_restored;
}

static gboolean same_exit(const Pair *p, const LoExit *x, const LoExit *y)
{
	return x->mask == y->mask && x->written == y->written && x->slept == y->slept && x->threads == y->threads &&
	       same_irq(&x->irq, &y->irq) && same_value(p->a, x->ret, y->ret) &&
	       same_helds(p, x->first_held, x->n_held, y->first_held, y->n_held) &&
	       same_values(p, x->first_dropped, x->n_dropped, y->first_dropped, y->n_dropped) &&
	       same_values(p, x->first_maybe, x->n_maybe, y->first_maybe, y->n_maybe) &&
	       same_pairs(p, x->first_out, x->n_outs, y->first_out, y->n_outs, VALUE_VALUE) &&
	       same_pairs(p, x->first_part, x->n_parts, y->first_part, y->n_parts, NUMBER_VALUE) &&
	       same_pairs(p, x->first_cond, x->n_conds, y->first_cond, y->n_conds, VALUE_NUMBER) &&
	       same_value(p->a, x->zeroed, y->zeroed) && same_touched(p, x->first_touched, x->n_touched, y->first_touched, y->n_touched);
}

static gboolean same_init(const Pair *p, const LoInitFact *x, const LoInitFact *y)
{
	return same_value(p->a, x->lock, y->lock) && same_value(p->a, x->name, y->name) && same_value(p->a, x->key, y->key) &&
	       same_value(p->a, x->variant, y->variant) && x->lock_kind == y->lock_kind && x->setclass == y->setclass && x->fn == y->fn;
}

static gboolean same_store(const Pair *p, const LoStoreFact *x, const LoStoreFact *y)
{
	return x->slot == y->slot && same_value(p->a, x->addr, y->addr) && same_value(p->a, x->value, y->value);
}

static gboolean same_registration(const Pair *p, const LoRegFact *x, const LoRegFact *y)
{
	return x->kind == y->kind && x->context == y->context && x->fn == y->fn && note(p->a, x->fn, SITE, x->instr, y->instr) &&
	       same_value(p->a, x->container, y->container) && same_value(p->a, x->object, y->object) &&
	       same_value(p->a, x->args[0], y->args[0]) && same_value(p->a, x->args[1], y->args[1]);
}

static gboolean same_leak(const Pair *p, const LoLeak *x, const LoLeak *y)
{
	return x->event == y->event && x->fails == y->fails && same_value(p->a, x->lock, y->lock);
}

#define SAME_ALL(p, member, Type, same) \
	for (guint i = 0; i < (p)->old->member->len; i++) \
		if (!same(p, &LO_AT((p)->old->member, Type, i), &LO_AT((p)->new->member, Type, i))) \
			return FALSE

static gboolean same_entries(const Pair *p)
{
	SAME_ALL(p, events, LoEvent, same_event);
	SAME_ALL(p, inits, LoInitFact, same_init);
	SAME_ALL(p, stores, LoStoreFact, same_store);
	SAME_ALL(p, regs, LoRegFact, same_registration);
	SAME_ALL(p, leaks, LoLeak, same_leak);
	return TRUE;
}

static gboolean same_words(const GArray *x, const GArray *y, gsize size)
{
	return x->len == y->len && (!x->len || !memcmp(x->data, y->data, x->len * size));
}

/* When no lock goes out, it counts only whether the function can return without having slept. */
static gboolean same_exits(const Pair *p)
{
	if (!lo_summary_changes_locks(p->old) && !lo_summary_changes_locks(p->new) &&
	    lo_summary_sleeps(p->old) == lo_summary_sleeps(p->new))
		return TRUE;
	if (p->old->exits->len != p->new->exits->len)
		return FALSE;
	SAME_ALL(p, exits, LoExit, same_exit);
	return TRUE;
}

/* Threads are followed in programs only, which are solved whole. */
static gboolean has_threads(const LoSummary *s)
{
	return s->running->len || s->thread_sets->len > 1;
}

static gboolean same_counts(const LoSummary *x, const LoSummary *y)
{
	return x->events->len == y->events->len && x->inits->len == y->inits->len &&
	       x->stores->len == y->stores->len && x->regs->len == y->regs->len && x->leaks->len == y->leaks->len &&
	       same_words(x->opens, y->opens, sizeof(guint32)) && same_words(x->befores, y->befores, sizeof(LoBefore)) &&
	       x->done == y->done && x->completes == y->completes && x->sorts == y->sorts && x->changes == y->changes && !has_threads(x) && !has_threads(y);
}

gboolean lo_alike_compare(LoAlike *a, LoFnId fn, const LoSummary *old, const LoSummary *new)
{
	const Pair p = { a, fn, old, new };

	return same_counts(old, new) && same_exits(&p) && same_entries(&p);
}

gboolean lo_summary_is_inert(const LoSummary *s)
{
	return !s->events->len && !s->inits->len && !s->stores->len && !s->regs->len && !s->leaks->len && !s->modified->len &&
	       !s->befores->len && !has_threads(s);
}
