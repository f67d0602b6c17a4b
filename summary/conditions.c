#include "summary/conditions.h"

#include "common/word_lists.h"
#include "summary/zeroed.h"

#include <string.h>

#define MAX_CONDS 3
#define MAX_DEPTH 7

typedef struct {
	LoCondition items[MAX_CONDS];
	guint n;
} CondSet;

struct LoConditions {
	LoVals *vals;
	LoWordLists *sets;	/* value and mask, of each condition */
	gboolean borrowed;	/* `sets` are */
	const LoEvent *entered;	/* the event that `here` is of */
	LoState *here;		/* what is known there */
};

static LoConditions *conditions_new(LoVals *vals, LoWordLists *sets, gboolean borrowed)
{
	LoConditions *c = g_new0(LoConditions, 1);

	c->vals = vals;
	c->sets = sets;
	c->borrowed = borrowed;
	c->here = lo_state_new(0);
	return c;
}

LoConditions *lo_conditions_new(LoVals *vals)
{
	return conditions_new(vals, lo_word_lists_new(), FALSE);
}

LoConditions *lo_conditions_borrow(const LoConditions *whole, LoVals *vals)
{
	return conditions_new(vals, whole->sets, TRUE);
}

void lo_conditions_free(LoConditions *c)
{
	if (!c)
		return;
	if (!c->borrowed)
		lo_word_lists_free(c->sets);
	g_free(c->here);
	g_free(c);
}

static guint32 intern(const LoConditions *c, const CondSet *set)
{
	guint32 words[2 * MAX_CONDS];

	for (guint i = 0; i < set->n; i++) {
		words[2 * i] = set->items[i].v;
		words[2 * i + 1] = set->items[i].mask;
	}
	return lo_word_lists_add(c->sets, words, 2 * set->n);
}

static CondSet set_of(const LoConditions *c, guint32 id)
{
	guint n;
	const guint32 *words = lo_word_lists_get(c->sets, id, &n);
	CondSet set = { .n = n / 2 };

	for (guint i = 0; i < set.n; i++)
		set.items[i] = (LoCondition){ words[2 * i], (guint8)words[2 * i + 1] };
	return set;
}

/* Sorted; one that is there already narrows.  FALSE: both can't be. */
static gboolean add(const LoVals *vals, CondSet *set, LoCondition c)
{
	guint at = 0;

	while (at < set->n && lo_val_compare(vals, set->items[at].v, c.v) < 0)
		at++;
	if (at < set->n && set->items[at].v == c.v)
		return (set->items[at].mask &= c.mask) != 0;
	if (set->n == MAX_CONDS)
		return TRUE;
	memmove(set->items + at + 1, set->items + at, (set->n - at) * sizeof(LoCondition));
	set->items[at] = c;
	set->n++;
	return TRUE;
}

/* A number in a member: a pointer comes and goes, a kind or a mode stays. */
static gboolean is_number_in_member(const LoVals *vals, const LoValue *load)
{
	const LoValue *a = lo_val(vals, load->a);

	if (a->kind != LO_V_FIELD)
		return FALSE;
	const char *type = lo_program_field(lo_vals_program(vals), a->b)->type;
	return *type && *type != '*' && *type != '[' && *type != '(';
}

gboolean lo_conditions_is_pointer(const LoVals *vals, LoVal id)
{
	const LoValue *v = lo_val(vals, id), *a = lo_val(vals, v->a);

	if (v->kind != LO_V_LOAD || !(v->flags & LO_VF_PARAM) || v->flags & (LO_VF_LOCAL | LO_VF_LOOP) || v->depth > MAX_DEPTH)
		return FALSE;
	return a->kind == LO_V_FIELD && *lo_program_field(lo_vals_program(vals), a->b)->type == '*';
}

gboolean lo_conditions_is_open(const LoVals *vals, LoVal id)
{
	const LoValue *v = lo_val(vals, id);

	if (!(v->flags & LO_VF_PARAM) || v->flags & (LO_VF_LOCAL | LO_VF_LOOP) || v->depth > MAX_DEPTH)
		return FALSE;
	if (v->kind == LO_V_NOT)
		return lo_conditions_is_open(vals, v->a);
	if (v->kind == LO_V_BIN && lo_val(vals, v->b)->kind == LO_V_CONST)
		return lo_conditions_is_open(vals, v->a);
	if (v->kind == LO_V_BIN && lo_vals_is_small(vals))	/* which of two arguments is less */
		return lo_conditions_is_open(vals, v->a) && lo_conditions_is_open(vals, v->b);
	if (v->kind == LO_V_LOAD && lo_vals_is_small(vals))	/* what a thread's argument points to, or a member of it */
		return lo_conditions_is_open(vals, lo_val(vals, v->a)->kind == LO_V_FIELD ? lo_val(vals, v->a)->a : v->a);
	return v->kind == LO_V_PARAM || (v->kind == LO_V_LOAD && is_number_in_member(vals, v));
}

/* What of a condition a caller may decide: x & y is not zero only if x is not. */
static LoCondition decidable(const LoVals *vals, LoCondition c)
{
	const LoValue *v = lo_val(vals, c.v);

	while (!(c.mask & LO_MASK_ZERO) && v->kind == LO_V_BIN && v->op == LO_BINOP_AND &&
	       lo_val(vals, v->b)->kind != LO_V_CONST && !(lo_val(vals, v->b)->flags & LO_VF_PARAM)) {
		c = (LoCondition){ v->a, LO_MASK_POS | LO_MASK_NEG };
		v = lo_val(vals, c.v);
	}
	return c;
}

static void enter(LoConditions *c, const LoConditionSite *at)
{
	const GArray *vals = at->sum->vals;

	if (c->entered == at->ev)
		return;
	c->entered = at->ev;
	c->here->n_facts = c->here->n_mem = 0;
	for (guint i = 0; i < at->ev->n_known && i < LO_MAX_FACTS; i++)
		c->here->facts[c->here->n_facts++] = (LoFact){ LO_AT(vals, LoVal, at->ev->first_known + 2 * i),
							       LO_AT(vals, LoVal, at->ev->first_known + 2 * i + 1) };
	for (guint i = 0; i < at->ev->n_stored && i < LO_MAX_MEM; i++)
		if (LO_AT(vals, LoVal, at->ev->first_stored + 2 * i + 1))
			lo_state_set_mem(c->here, LO_AT(vals, LoVal, at->ev->first_stored + 2 * i),
					 LO_AT(vals, LoVal, at->ev->first_stored + 2 * i + 1));
}

typedef struct {
	const LoConditions *c;
	const LoConditionSite *at;
} Place;

static LoVal load_stored(LoVal addr, gconstpointer data)
{
	const Place *p = data;
	const LoEvent *ev = p->at->ev;
	LoVal known = lo_state_get_mem(p->c->here, addr);

	if (known || !ev->zeroed)
		return known;
	return lo_zeroed_is_zero(p->c->vals, ev->zeroed, lo_touched_at(p->at->sum, ev->first_touched, ev->n_touched),
				 ev->n_touched, addr) ?
		lo_val_const(p->c->vals, 0) : LO_VAL_NONE;
}

/* Does the event itself happen only when it is not? */
static gboolean is_excluded(const LoEvent *ev, const LoCondition *k)
{
	for (guint i = 0; i < LO_EVENT_CONDS; i++)
		if (ev->conds[i].v == k->v && !(ev->conds[i].mask & k->mask))
			return TRUE;
	return FALSE;
}

LoVerdict lo_condition_at(LoConditions *c, const LoConditionSite *at, LoCondition *k)
{
	const Place place = { c, at };
	gboolean pointer = lo_conditions_is_pointer(c->vals, k->v);

	enter(c, at);
	k->v = lo_val_subst_in(c->vals, k->v, at->args, at->n_args, at->fn, at->ev->instr, load_stored, &place);
	/* a pointer comes and goes: what counts is what this very caller has put there */
	if (pointer && lo_val(c->vals, k->v)->kind != LO_V_CONST)
		return LO_CONDITION_ALWAYS;
	*k = decidable(c->vals, *k);
	guint8 can_be = lo_state_mask(c->vals, c->here, k->v);
	if (!(can_be & k->mask))
		return LO_CONDITION_NEVER;
	if (!(can_be & ~k->mask) || !lo_conditions_is_open(c->vals, k->v))
		return LO_CONDITION_ALWAYS;
	return is_excluded(at->ev, k) ? LO_CONDITION_NEVER : LO_CONDITION_OPEN;
}

gboolean lo_conditions_at(LoConditions *c, const LoConditionSite *at, guint32 callee_set, guint32 *out)
{
	const CondSet from = set_of(c, callee_set);
	CondSet set = { .n = 0 };

	for (guint i = 0; i < from.n; i++) {
		LoCondition k = from.items[i];
		LoVerdict verdict = lo_condition_at(c, at, &k);
		if (verdict == LO_CONDITION_NEVER || (verdict == LO_CONDITION_OPEN && !add(c->vals, &set, k)))
			return FALSE;
	}
	for (guint i = 0; i < LO_EVENT_CONDS; i++)
		if (at->ev->conds[i].v && !add(c->vals, &set, at->ev->conds[i]))
			return FALSE;
	*out = intern(c, &set);
	return TRUE;
}

guint32 lo_conditions_filter(LoConditions *c, guint32 set, LoConditionFilter keep, gpointer data)
{
	const CondSet from = set_of(c, set);
	CondSet kept = { .n = 0 };

	for (guint i = 0; i < from.n; i++)
		if (keep(from.items[i], data))
			kept.items[kept.n++] = from.items[i];
	if (kept.n == from.n)
		return set;
	return intern(c, &kept);
}
