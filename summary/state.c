#include "summary/state.h"

#include "summary/running.h"
#include "summary/zeroed.h"

#include <string.h>

#define MAX_JOINED 24

LoState *lo_state_new(guint32 n_env)
{
	LoState *s = g_malloc0(sizeof(LoState) + n_env * sizeof(LoVal));

	s->n_env = n_env;
	return s;
}

LoState *lo_state_copy(const LoState *s)
{
	return g_memdup2(s, sizeof(LoState) + s->n_env * sizeof(LoVal));
}

gboolean lo_state_same_locks(const LoState *a, const LoState *b)
{
	if (a->n_held != b->n_held || a->n_dropped != b->n_dropped)
		return FALSE;
	for (guint i = 0; i < a->n_held; i++)
		if (a->held[i].lock != b->held[i].lock || a->held[i].hold != b->held[i].hold)
			return FALSE;
	return !memcmp(a->dropped, b->dropped, a->n_dropped * sizeof(LoVal));
}

static guint8 sign_mask(gint64 k)
{
	return k == 0 ? LO_MASK_ZERO : k > 0 ? LO_MASK_POS : LO_MASK_NEG;
}

/* The mask of "x compared with 0 by op" given x's mask: which truth values can be. */
static guint8 compare_zero(LoBinop op, guint8 m)
{
	static const guint8 true_for[] = {
		[LO_BINOP_EQ] = LO_MASK_ZERO, [LO_BINOP_NE] = LO_MASK_POS | LO_MASK_NEG,
		[LO_BINOP_LT] = LO_MASK_NEG, [LO_BINOP_LE] = LO_MASK_NEG | LO_MASK_ZERO,
		[LO_BINOP_GT] = LO_MASK_POS, [LO_BINOP_GE] = LO_MASK_POS | LO_MASK_ZERO,
	};
	guint8 yes = true_for[op];

	return (m & yes ? LO_MASK_POS : 0) | (m & ~yes ? LO_MASK_ZERO : 0);
}

/* IS_ERR(): the pointer, unsigned, is one of the last 4095 addresses. */
static gboolean is_err_test(LoVals *vals, const LoValue *v)
{
	const LoValue *k = lo_val(vals, v->b);

	return v->kind == LO_V_BIN && k->kind == LO_V_CONST && k->k < -1 && k->k >= -4096 &&
		(v->op == LO_BINOP_GE || v->op == LO_BINOP_GT);
}

static gboolean compares_with_zero(LoVals *vals, const LoValue *v)
{
	const LoValue *k = lo_val(vals, v->b);

	return v->kind == LO_V_BIN && v->op <= LO_BINOP_GE && k->kind == LO_V_CONST && k->k == 0;
}

static guint8 known_mask(const LoState *s, LoVal v)
{
	for (guint i = 0; i < s->n_facts; i++)
		if (s->facts[i].v == v)
			return s->facts[i].mask;
	return LO_MASK_ANY;
}

gboolean lo_says_nothing(LoVals *vals, LoVal v, guint8 mask)
{
	const LoValue *x = lo_val(vals, v);

	return mask == LO_MASK_ANY || (mask == (LO_MASK_ZERO | LO_MASK_POS) && x->kind == LO_V_BIN && x->op <= LO_BINOP_GE);
}

/* Is what v compares with a number known to be another number? */
static gboolean equals_another(LoVals *vals, const LoState *s, const LoValue *v)
{
	const LoValue *k = lo_val(vals, v->b);

	for (guint i = 0; k->kind == LO_V_CONST && i < s->n_facts; i++) {
		const LoValue *f = lo_val(vals, s->facts[i].v);
		if (f->kind != LO_V_BIN || f->a != v->a || f->b == v->b || f->op > LO_BINOP_NE || lo_val(vals, f->b)->kind != LO_V_CONST)
			continue;
		if (s->facts[i].mask == (f->op == LO_BINOP_EQ ? LO_MASK_POS : LO_MASK_ZERO))
			return TRUE;
	}
	return FALSE;
}

guint8 lo_state_mask(LoVals *vals, const LoState *s, LoVal id)
{
	const LoValue v = *lo_val(vals, id);

	switch ((LoValKind)v.kind) {
	case LO_V_CONST: return sign_mask(v.k);
	case LO_V_VAR:
	case LO_V_FN:
	case LO_V_STR:
	case LO_V_LOCAL: return LO_MASK_POS;
	case LO_V_FIELD:	/* a member of nothing has no address */
		return known_mask(s, id) & LO_MASK_POS ? LO_MASK_POS : known_mask(s, id);
	case LO_V_INDEX:	/* nor has what follows nothing */
		return v.k > 0 && known_mask(s, id) & LO_MASK_POS ? LO_MASK_POS : known_mask(s, id);
	case LO_V_NOT: return compare_zero(LO_BINOP_EQ, lo_state_mask(vals, s, v.a)) & known_mask(s, id);
	case LO_V_BIN:
		if (v.op <= LO_BINOP_NE && equals_another(vals, s, &v))
			return v.op == LO_BINOP_EQ ? LO_MASK_ZERO : LO_MASK_POS;
		if (is_err_test(vals, &v))
			return compare_zero(LO_BINOP_LT, lo_state_mask(vals, s, v.a)) & known_mask(s, id);
		if (compares_with_zero(vals, &v))
			return compare_zero(v.op, lo_state_mask(vals, s, v.a)) & known_mask(s, id);
		if (v.op == LO_BINOP_AND && !lo_val_possible_bits(vals, id))
			return LO_MASK_ZERO;
		if (v.op == LO_BINOP_NE && lo_vals_is_small(vals))
			return compare_zero(LO_BINOP_EQ, lo_state_mask(vals, s, lo_val_bin(vals, LO_BINOP_EQ, v.a, v.b)));
		if (v.op <= LO_BINOP_GE)
			return (LO_MASK_ZERO | LO_MASK_POS) & known_mask(s, id);
		break;
	case LO_V_NONE:
	case LO_V_PARAM:
	case LO_V_LOAD:
	case LO_V_CONT:
	case LO_V_GATE:
	case LO_V_PSEUDO:
	case LO_V_SUB:
	case LO_V_EITHER:
	case LO_V_SUBARG: break;
	case LO_V_OPAQUE:
		if (lo_val_is_variable(vals, id))
			return LO_MASK_POS;
		break;
	}
	return known_mask(s, id);
}

gboolean lo_state_restrict(LoVals *vals, LoState *s, LoVal v, guint8 mask)
{
	guint8 known = lo_state_mask(vals, s, v), m = known & mask;

	if (!m)
		return FALSE;
	if (m == known || v == LO_VAL_NONE || lo_val(vals, v)->kind == LO_V_CONST)
		return TRUE;
	for (guint i = 0; i < s->n_facts; i++)
		if (s->facts[i].v == v) {
			s->facts[i].mask = m;
			return TRUE;
		}
	if (s->n_facts == LO_MAX_FACTS) {	/* the oldest goes */
		memmove(s->facts, s->facts + 1, (LO_MAX_FACTS - 1) * sizeof(LoFact));
		s->n_facts--;
	}
	s->facts[s->n_facts++] = (LoFact){ v, m };
	return TRUE;
}

static gboolean assume_compare(LoVals *vals, LoState *s, const LoValue *v, LoVal id, gboolean truth)
{
	static const guint8 when_true[] = {
		[LO_BINOP_EQ] = LO_MASK_ZERO, [LO_BINOP_NE] = LO_MASK_POS | LO_MASK_NEG,
		[LO_BINOP_LT] = LO_MASK_NEG, [LO_BINOP_LE] = LO_MASK_NEG | LO_MASK_ZERO,
		[LO_BINOP_GT] = LO_MASK_POS, [LO_BINOP_GE] = LO_MASK_POS | LO_MASK_ZERO,
	};

	if (is_err_test(vals, v))
		return lo_state_restrict(vals, s, v->a, truth ? LO_MASK_NEG : LO_MASK_ZERO | LO_MASK_POS);
	if (v->op <= LO_BINOP_NE && compares_with_zero(vals, v))
		return lo_state_assume(vals, s, v->a, truth == (v->op == LO_BINOP_NE));
	if (compares_with_zero(vals, v)) {
		guint8 m = when_true[v->op];
		return lo_state_restrict(vals, s, v->a, truth ? m : LO_MASK_ANY & ~m);
	}
	const LoValue k = *lo_val(vals, v->b);
	if (v->op == LO_BINOP_NE && lo_vals_is_small(vals))	/* one fact for both */
		return lo_state_assume(vals, s, lo_val_bin(vals, LO_BINOP_EQ, v->a, v->b), !truth);
	if (k.kind == LO_V_CONST && (v->op == LO_BINOP_EQ) == truth && v->op <= LO_BINOP_NE &&
	    !lo_state_restrict(vals, s, v->a, sign_mask(k.k)))
		return FALSE;
	return lo_state_restrict(vals, s, id, truth ? LO_MASK_POS : LO_MASK_ZERO);
}

gboolean lo_state_assume(LoVals *vals, LoState *s, LoVal id, gboolean truth)
{
	const LoValue v = *lo_val(vals, id);

	if (v.kind == LO_V_NOT)
		return lo_state_assume(vals, s, v.a, !truth);
	if (v.kind == LO_V_BIN && v.op <= LO_BINOP_GE)
		return assume_compare(vals, s, &v, id, truth);
	return lo_state_restrict(vals, s, id, truth ? LO_MASK_POS | LO_MASK_NEG : LO_MASK_ZERO);
}

void lo_state_forget(LoVals *vals, LoState *s, LoVal opaque)
{
	guint n = 0;

	for (guint i = 0; i < s->n_facts; i++)
		if (!lo_val_contains(vals, s->facts[i].v, opaque))
			s->facts[n++] = s->facts[i];
	s->n_facts = n;
}

void lo_state_forget_loop(LoVals *vals, LoState *s)
{
	guint n = 0;

	s->looped = TRUE;
	for (guint i = 0; i < s->n_facts; i++)
		if (!(lo_val(vals, s->facts[i].v)->flags & (LO_VF_LOOP | LO_VF_LOAD)))
			s->facts[n++] = s->facts[i];
	s->n_facts = n;
}

void lo_state_note_written(LoVals *vals, LoState *s, LoVal addr)
{
	const LoValue *v = lo_val(vals, addr);

	while (v->kind == LO_V_FIELD || v->kind == LO_V_INDEX)
		v = lo_val(vals, v->a);
	if (v->kind == LO_V_PARAM && v->a < 32)
		s->written |= 1u << v->a;
}

void lo_state_set_mem(LoState *s, LoVal addr, LoVal value)
{
	if (addr == LO_VAL_NONE)
		return;
	for (guint i = 0; i < s->n_mem; i++)
		if (s->mem[i].addr == addr) {
			s->mem[i].value = value;
			return;
		}
	if (s->n_mem == LO_MAX_MEM) {
		memmove(s->mem, s->mem + 1, (LO_MAX_MEM - 1) * sizeof(LoMem));
		s->n_mem--;
	}
	s->mem[s->n_mem++] = (LoMem){ addr, value };
}

static LoVal find_mem(const LoMem *mem, guint n, LoVal addr)
{
	for (guint i = 0; i < n; i++)
		if (mem[i].addr == addr)
			return mem[i].value;
	return LO_VAL_NONE;
}

LoVal lo_state_get_mem(const LoState *s, LoVal addr)
{
	return find_mem(s->mem, s->n_mem, addr);
}

/* Values that stand for two, one of each state, from this join on: what they can be. */
typedef struct {
	LoFact items[MAX_JOINED];
	gboolean fresh[MAX_JOINED];	/* a state that stood here before had it not */
	guint n;
} Joined;

static gboolean is_joined(const Joined *j, LoVal v)
{
	for (guint i = 0; i < j->n; i++)
		if (j->items[i].v == v)
			return TRUE;
	return FALSE;
}

static gboolean join_env(LoVals *vals, LoState *into, const LoState *from, LoFnId fn, guint32 block, gboolean loop, Joined *j)
{
	gboolean changed = FALSE;

	for (guint32 i = 0; i < into->n_env; i++) {
		LoVal old = into->env[i];
		if (old == from->env[i] || old == LO_VAL_NONE)
			continue;
		LoVal joined = lo_val_either(vals, old, from->env[i], loop);
		if (!joined)
			joined = lo_val_opaque(vals, fn, LO_SITE_JOIN + block * 256 + i % 256, loop);
		if (j->n < MAX_JOINED && !is_joined(j, joined)) {
			j->fresh[j->n] = old != joined;
			j->items[j->n++] = (LoFact){ joined, lo_state_mask(vals, into, old) |
							     lo_state_mask(vals, from, from->env[i]) };
		}
		if (old != joined) {
			into->env[i] = joined;
			changed = TRUE;
		}
	}
	return changed;
}

/* Does v contain a value that the join made new?  What was known of v was said of another. */
static gboolean is_outdated(LoVals *vals, const Joined *j, LoVal v)
{
	for (guint i = 0; i < j->n; i++)
		if (lo_val_contains(vals, v, j->items[i].v))
			return TRUE;
	return FALSE;
}

static gboolean join_facts(LoVals *vals, LoState *into, const LoState *from, const Joined *j)
{
	gboolean changed = FALSE;
	guint n = 0;

	for (guint i = 0; i < into->n_facts; i++) {
		LoFact f = into->facts[i];
		if (is_joined(j, f.v))
			continue;
		f.mask = is_outdated(vals, j, f.v) ? LO_MASK_ANY : f.mask | lo_state_mask(vals, from, f.v);
		changed |= f.mask != into->facts[i].mask;
		if (!lo_says_nothing(vals, f.v, f.mask))
			into->facts[n++] = f;
	}
	into->n_facts = n;
	return changed;
}

/* They come first: where there are too many facts these go. */
static gboolean add_joined(LoState *into, const LoFact *before, guint n_before, const Joined *j)
{
	gboolean changed = FALSE;

	for (guint i = 0; i < j->n; i++) {
		guint8 was = LO_MASK_ANY;
		for (guint k = 0; k < n_before; k++)
			if (before[k].v == j->items[i].v)
				was = before[k].mask;
		if (j->items[i].mask == LO_MASK_ANY || into->n_facts == LO_MAX_FACTS || (was == LO_MASK_ANY && !j->fresh[i])) {
			changed |= was != LO_MASK_ANY;
			continue;
		}
		changed |= was != j->items[i].mask;
		memmove(into->facts + 1, into->facts, into->n_facts * sizeof(LoFact));
		into->facts[0] = j->items[i];
		into->n_facts++;
	}
	return changed;
}

static gboolean is_number(LoVals *vals, const LoMem *m)
{
	const LoValue *a = lo_val(vals, m->addr);

	return a->kind == LO_V_FIELD && lo_val(vals, m->value)->kind == LO_V_CONST &&
		*lo_program_field(lo_vals_program(vals), a->b)->type != '*';
}

/*
 * `old = x->f; if (...) x->f = 1;`: what is in the member from here on is not what `old` is, though both were read from
 * there.  The value that stands for it where paths join; NONE: no variable has the old one.
 */
static LoVal stale_member(LoVals *vals, const LoState *s, const LoMem *m, LoFnId fn, guint32 block, gboolean loop)
{
	if (!is_number(vals, m))
		return LO_VAL_NONE;
	LoVal old = lo_val_load(vals, m->addr);
	for (guint32 i = 0; i < s->n_env; i++)
		if (s->env[i] == old)
			return lo_val_opaque(vals, fn, LO_SITE_MEMBER + block * 256 + i % 256, loop);
	return LO_VAL_NONE;
}

static gboolean is_stale_here(LoVals *vals, LoVal value, LoFnId fn, guint32 block)
{
	const LoValue *v = lo_val(vals, value);

	return v->kind == LO_V_OPAQUE && v->a == fn && v->b / 256 == LO_SITE_MEMBER / 256 + block;
}

/* The entries that both have, and the members that only one of the paths has stored to. */
static gboolean join_mem(LoVals *vals, LoState *into, const LoState *from, LoFnId fn, guint32 block, gboolean loop)
{
	LoMem before[LO_MAX_MEM];
	guint n_before = into->n_mem;

	memcpy(before, into->mem, sizeof(before));
	into->n_mem = 0;
	for (guint i = 0; i < n_before; i++) {
		LoMem m = before[i];
		if (lo_state_get_mem(from, m.addr) != m.value && !is_stale_here(vals, m.value, fn, block))
			m.value = stale_member(vals, into, &m, fn, block, loop);
		if (m.value)
			into->mem[into->n_mem++] = m;
	}
	for (guint i = 0; i < from->n_mem && into->n_mem < LO_MAX_MEM; i++) {
		LoMem m = from->mem[i];
		if (find_mem(before, n_before, m.addr))
			continue;
		m.value = stale_member(vals, into, &m, fn, block, loop);
		if (m.value)
			into->mem[into->n_mem++] = m;
	}
	if (into->n_mem == n_before && !memcmp(before, into->mem, n_before * sizeof(LoMem)))
		return FALSE;
	for (guint i = 0; i < into->n_mem; i++)
		if (is_stale_here(vals, into->mem[i].value, fn, block) &&
		    find_mem(before, n_before, into->mem[i].addr) != into->mem[i].value)
			lo_state_forget(vals, into, into->mem[i].value);
	return TRUE;
}

/* Kept sorted: lo_state_same_locks() compares dropped locks as a set. */
static gboolean add_sorted(const LoVals *vals, LoVal *set, guint8 *n, LoVal lock)
{
	guint at = 0;

	while (at < *n && lo_val_compare(vals, set[at], lock) < 0)
		at++;
	if ((at < *n && set[at] == lock) || *n == LO_MAX_DROPPED)
		return FALSE;
	memmove(set + at + 1, set + at, (*n - at) * sizeof(LoVal));
	set[at] = lock;
	(*n)++;
	return TRUE;
}

static void forget_gone(LoState *s, LoVal lock)
{
	guint n = 0;

	for (guint i = 0; i < s->n_gone; i++)
		if (s->gone[i] != lock)
			s->gone[n++] = s->gone[i];
	s->n_gone = n;
}

/* What is gone on both. */
static gboolean join_gone(LoState *into, const LoState *from)
{
	guint n = 0, before = into->n_gone;

	for (guint i = 0; i < into->n_gone; i++)
		for (guint k = 0; k < from->n_gone; k++)
			if (into->gone[i] == from->gone[k]) {
				into->gone[n++] = into->gone[i];
				break;
			}
	into->n_gone = n;
	return n != before;
}

gboolean lo_state_join(LoVals *vals, LoState *into, const LoState *from, LoFnId fn, guint32 block, gboolean loop)
{
	Joined joined = { .n = 0 };
	LoFact before[LO_MAX_FACTS];
	guint n_before = into->n_facts;

	memcpy(before, into->facts, sizeof(before));
	gboolean changed = join_env(vals, into, from, fn, block, loop, &joined);

	changed |= lo_irq_join(&into->irq, &from->irq) || (into->slept && !from->slept);
	into->slept &= from->slept;
	changed |= join_gone(into, from);
	changed |= into->looped < from->looped;
	into->looped |= from->looped;
	changed |= (into->written | from->written) != into->written;
	into->written |= from->written;
	for (guint i = 0; i < from->n_maybe; i++)
		changed |= add_sorted(vals, into->maybe, &into->n_maybe, from->maybe[i]);
	changed |= join_facts(vals, into, from, &joined);
	changed |= add_joined(into, before, n_before, &joined);
	changed |= join_mem(vals, into, from, fn, block, loop);
	changed |= lo_zeroed_join(vals, into, from);
	return lo_join_threads(into, from) || changed;
}

int lo_state_find_held(LoVals *vals, const LoState *s, LoVal lock)
{
	LoVal base = lo_val_base_lock(vals, lock);

	for (int i = s->n_held - 1; i >= 0; i--)
		if (lo_val_base_lock(vals, s->held[i].lock) == base)
			return i;
	return -1;
}

/* -1: not known here, or any. */
static gint64 subclass_of(LoVals *vals, LoVal lock)
{
	const LoValue *v = lo_val(vals, lock);

	while (v->kind == LO_V_GATE)
		v = lo_val(vals, v->a);
	if (v->kind == LO_V_SUBARG || (v->kind == LO_V_SUB && v->k == LO_SUB_ANY))
		return -1;
	return v->kind == LO_V_SUB ? v->k : 0;
}

gboolean lo_state_is_held(LoVals *vals, const LoState *s, LoVal lock)
{
	LoVal base = lo_val_base_lock(vals, lock);
	gint64 subclass = subclass_of(vals, lock);

	for (int i = s->n_held - 1; i >= 0; i--) {
		if (lo_val_base_lock(vals, s->held[i].lock) != base)
			continue;
		gint64 other = subclass_of(vals, s->held[i].lock);
		if (subclass < 0 || other < 0 || subclass == other)
			return TRUE;
	}
	return FALSE;
}

/* Out of an array of pointers, whichever: a small program's stack of the locks that it has taken. */
static gboolean is_any_of_array(LoVals *vals, const LoValue *lock)
{
	const LoValue *addr = lock->kind == LO_V_LOAD && lo_vals_is_small(vals) ? lo_val(vals, lock->a) : NULL;

	return addr && addr->kind == LO_V_INDEX && addr->k < 0;
}

/* The same member of what may be the same object, reached another way. */
static int find_held_member(LoVals *vals, const LoState *s, LoVal lock)
{
	const LoValue want = *lo_val(vals, lo_val_base_lock(vals, lock));

	if (want.kind != LO_V_FIELD && want.kind != LO_V_LOAD && want.kind != LO_V_OPAQUE && want.kind != LO_V_NONE &&
	    want.kind != LO_V_INDEX)
		return -1;
	for (int i = s->n_held - 1; i >= 0; i--) {
		const LoValue *h = lo_val(vals, lo_val_base_lock(vals, s->held[i].lock));
		if (is_any_of_array(vals, &want))
			return i;
		if (want.kind == LO_V_FIELD ? h->kind == LO_V_FIELD && h->b == want.b : h->kind != LO_V_FIELD && h->kind != LO_V_VAR && h->kind != LO_V_PSEUDO)
			return i;
	}
	return -1;
}

void lo_state_push(LoState *s, LoHeld h)
{
	forget_gone(s, h.lock);
	if (s->n_held < LO_MAX_HELD)
		s->held[s->n_held++] = h;
}

static void remove_held(LoState *s, int i)
{
	memmove(s->held + i, s->held + i + 1, (s->n_held - i - 1) * sizeof(LoHeld));
	s->n_held--;
}

void lo_state_unhold_dropped(LoState *s, LoVal lock)
{
	guint n = 0;

	for (guint i = 0; i < s->n_dropped; i++)
		if (s->dropped[i] != lock)
			s->dropped[n++] = s->dropped[i];
	s->n_dropped = n;
}

/* A lock of an object that the function itself came by is none that its callers know. */
static gboolean is_callers(LoVals *vals, LoVal lock)
{
	guint8 flags = lo_val(vals, lock)->flags;

	return (flags & LO_VF_PARAM) || !(flags & LO_VF_LOCAL);
}

int lo_state_find_released(LoVals *vals, const LoState *s, LoVal lock)
{
	int i = lo_state_find_held(vals, s, lock);

	return i < 0 ? find_held_member(vals, s, lock) : i;
}

static gboolean release_held(LoVals *vals, LoState *s, LoVal lock)
{
	int i = lo_state_find_released(vals, s, lock);

	if (i >= 0)
		remove_held(s, i);
	return i >= 0;
}

/* What a caller would call the lock: one of an object that we lost sight of is that member of some object. */
static LoVal callers_name(LoVals *vals, LoVal lock)
{
	LoVal base = lo_val_base_lock(vals, lock);
	const LoValue v = *lo_val(vals, base);

	if (is_callers(vals, base))
		return base;
	return v.kind == LO_V_FIELD ? lo_val_field(vals, LO_VAL_NONE, v.b) : LO_VAL_NONE;
}

void lo_state_release(LoVals *vals, LoState *s, LoVal lock)
{
	LoVal name = callers_name(vals, lock);

	if (!release_held(vals, s, lock) && name)
		add_sorted(vals, s->dropped, &s->n_dropped, name);
}

void lo_state_release_maybe(LoVals *vals, LoState *s, LoVal lock)
{
	if (!release_held(vals, s, lock) && is_callers(vals, lock))
		add_sorted(vals, s->maybe, &s->n_maybe, lo_val_base_lock(vals, lock));
}
