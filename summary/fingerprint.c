#include "summary/fingerprint.h"

#include "common/mix.h"

static guint64 value(const LoVals *vals, LoVal id);

/* Alternatives are in order of their ids, which another run gives anew. */
static guint64 either(const LoVals *vals, LoVal id)
{
	LoVal all[8];
	guint n = lo_val_alternatives(vals, id, all);
	guint64 h = 0;

	for (guint i = 0; i < n; i++)
		h += value(vals, all[i]);
	return lo_mix(LO_V_EITHER, h);
}

/* Values are at most as deep as lo_vals lets them be. */
static guint64 value(const LoVals *vals, LoVal id)
{
	const LoValue *v = lo_val(vals, id);
	guint64 h = lo_mix(v->kind, v->op);

	switch ((LoValKind)v->kind) {
	case LO_V_NONE: return 1;
	case LO_V_LOCAL: return h;
	case LO_V_OPAQUE: return lo_mix(h, (guint64)v->k);
	case LO_V_CONST: return lo_mix(h, (guint64)v->k);
	case LO_V_STR:
	case LO_V_PSEUDO:
	case LO_V_PARAM:
	case LO_V_VAR:
	case LO_V_FN: return lo_mix(h, v->a);
	case LO_V_FIELD:
	case LO_V_CONT: return lo_mix(lo_mix(h, value(vals, v->a)), v->b);
	case LO_V_LOAD:
	case LO_V_NOT: return lo_mix(h, value(vals, v->a));
	case LO_V_SUB: return lo_mix(lo_mix(h, value(vals, v->a)), (guint64)v->k);
	case LO_V_EITHER: return either(vals, id);
	case LO_V_INDEX:
	case LO_V_BIN:
	case LO_V_GATE:
	case LO_V_SUBARG: return lo_mix(lo_mix(lo_mix(h, value(vals, v->a)), value(vals, v->b)), (guint64)v->k);
	}
	return h;
}

static guint64 values(const LoVals *vals, const LoSummary *s, guint64 h, guint32 first, guint32 n)
{
	h = lo_mix(h, n);
	for (guint32 i = 0; i < n; i++)
		h = lo_mix(h, value(vals, LO_AT(s->vals, LoVal, first + i)));
	return h;
}

/* Which text a call passes says nothing of the locks behind it: names have been given by then, and a header's messages
 * begin with what the file that includes it says. */
static guint64 arguments(const LoVals *vals, const LoSummary *s, guint64 h, guint32 first, guint32 n)
{
	h = lo_mix(h, n);
	for (guint32 i = 0; i < n; i++) {
		LoVal v = LO_AT(s->vals, LoVal, first + i);
		h = lo_mix(h, lo_val(vals, v)->kind == LO_V_STR ? LO_V_STR : value(vals, v));
	}
	return h;
}

static guint64 helds(const LoVals *vals, const LoSummary *s, guint64 h, guint32 first, guint32 n)
{
	h = lo_mix(h, n);
	for (guint32 i = 0; i < n; i++) {
		const LoHeld *x = &LO_AT(s->helds, LoHeld, first + i);
		h = lo_mix(lo_mix(h, value(vals, x->lock)), x->hold | x->try << 2 | x->nocheck << 4 | (guint64)x->unsure << 8);
	}
	return h;
}

/* A new object, and its members that need not be zero. */
static guint64 zeroed(const LoVals *vals, const LoSummary *s, guint64 h, LoVal object, guint32 first, guint32 n)
{
	if (!object)
		return h;
	h = lo_mix(lo_mix(h, value(vals, object)), n);
	for (guint32 i = 0; i < n; i++)
		h = lo_mix(h, lo_touched_at(s, first, n)[i]);
	return h;
}

guint64 lo_fingerprint_event(const LoVals *vals, const LoSummary *s, const LoEvent *ev, guint32 skip)
{
	guint64 h = lo_mix(ev->kind | ev->hold << 4 | ev->try << 8 | ev->wait << 12 | ev->reentrant << 16,
			ev->lock_kind | ev->irq << 8 | ev->inherited << 16);

	h = lo_mix(lo_mix(lo_mix(lo_mix(h, value(vals, ev->lock)), value(vals, ev->token)), ev->callee), ev->slot);
	h = helds(vals, s, h, ev->first_held + skip, ev->n_held - skip);
	h = values(vals, s, h, ev->first_dropped, ev->n_dropped);
	h = arguments(vals, s, h, ev->first_arg, ev->n_args);
	for (guint i = 0; i < LO_EVENT_CONDS; i++)	/* these too */
		h += lo_mix(value(vals, ev->conds[i].v), ev->conds[i].mask);
	for (guint i = 0; i < ev->n_known; i++)
		h += lo_mix(value(vals, LO_AT(s->vals, LoVal, ev->first_known + 2 * i)), LO_AT(s->vals, LoVal, ev->first_known + 2 * i + 1));
	for (guint i = 0; i < ev->n_stored; i++)
		h += lo_mix(value(vals, LO_AT(s->vals, LoVal, ev->first_stored + 2 * i)),
			 value(vals, LO_AT(s->vals, LoVal, ev->first_stored + 2 * i + 1)));
	h = zeroed(vals, s, h, ev->zeroed, ev->first_touched, ev->n_touched);
	return ev->inherited ? lo_mix(h, ev->via_fn) : h;
}

static guint64 irq_state(guint64 h, const LoIrqState *s)
{
	h = lo_mix(lo_mix(h, s->irq | (guint64)s->n_saved << 8 | (guint64)s->n_restored << 16),
		(guint8)s->bh | (guint64)(guint8)s->hard << 8 | (guint64)(guint8)s->soft << 16);
	for (guint i = 0; i < s->n_saved && i < LO_MAX_IRQ_SAVED; i++)
		h = lo_mix(h, s->saved[i]);
	return h;
}

static guint64 threads(const LoVals *vals, const LoSummary *s, guint64 h, guint32 set)
{
	const LoThreadSet *t = &LO_AT(s->thread_sets, LoThreadSet, set);

	h = values(vals, s, lo_mix(h, t->n_running), t->first_joined, t->n_joined);
	for (guint i = 0; i < t->n_running; i++) {
		const LoRunning *r = &LO_AT(s->running, LoRunning, t->first_running + i);
		h = lo_mix(lo_mix(lo_mix(h, value(vals, r->token)), value(vals, r->handle)), r->many);
	}
	return h;
}

static guint64 exit_way(const LoVals *vals, const LoSummary *s, guint64 h, const LoExit *x)
{
	h = irq_state(lo_mix(lo_mix(lo_mix(h, x->mask), x->written), value(vals, x->ret)), &x->irq);
	h = threads(vals, s, h, x->threads);
	h = helds(vals, s, h, x->first_held, x->n_held);
	h = values(vals, s, h, x->first_dropped, x->n_dropped);
	h = values(vals, s, h, x->first_maybe, x->n_maybe);
	h = values(vals, s, h, x->first_out, 2 * x->n_outs);
	h = zeroed(vals, s, h, x->zeroed, x->first_touched, x->n_touched);
	for (guint i = 0; i < x->n_parts; i++)
		h = lo_mix(lo_mix(h, LO_AT(s->vals, LoVal, x->first_part + 2 * i)), value(vals, LO_AT(s->vals, LoVal, x->first_part + 2 * i + 1)));
	for (guint i = 0; i < x->n_conds; i++)
		h += lo_mix(value(vals, LO_AT(s->vals, LoVal, x->first_cond + 2 * i)), LO_AT(s->vals, LoVal, x->first_cond + 2 * i + 1));
	return h;
}

guint64 lo_fingerprint_init(const LoVals *vals, const LoInitFact *f)
{
	return lo_mix(lo_mix(lo_mix(lo_mix(value(vals, f->lock), value(vals, f->name)), value(vals, f->key)), value(vals, f->variant)),
		   f->lock_kind | f->setclass << 8);
}

guint64 lo_fingerprint_store(const LoVals *vals, const LoStoreFact *f)
{
	return lo_mix(lo_mix(value(vals, f->addr), value(vals, f->value)), f->slot);
}

guint64 lo_fingerprint_registration(const LoVals *vals, const LoRegFact *f)
{
	guint64 h = lo_mix(lo_mix(value(vals, f->container), value(vals, f->object)), f->kind | f->context << 8);

	return lo_mix(lo_mix(h, value(vals, f->args[0])), value(vals, f->args[1]));
}

guint64 lo_fingerprint_leak(const LoVals *vals, const LoLeak *l)
{
	return lo_mix(value(vals, l->lock), l->fails);
}

guint64 lo_fingerprint_returns(const LoVals *vals, const LoSummary *s)
{
	guint64 h = s->exits->len;

	for (guint i = 0; i < s->exits->len; i++)
		h = exit_way(vals, s, h, &LO_AT(s->exits, LoExit, i));
	for (guint i = 0; i < s->modified->len; i++)
		h = lo_mix(h, LO_AT(s->modified, LoFieldId, i));
	/* callers refer to these by number */
	for (guint i = 0; i < s->opens->len; i++) {
		guint32 event = LO_AT(s->opens, guint32, i);
		h = lo_mix(lo_mix(h, event), lo_fingerprint_event(vals, s, &LO_AT(s->events, LoEvent, event), 0));
	}
	for (guint i = 0; i < s->inits->len; i++)
		h = lo_mix(h, lo_fingerprint_init(vals, &LO_AT(s->inits, LoInitFact, i)));
	for (guint i = 0; i < s->stores->len; i++)
		h = lo_mix(h, lo_fingerprint_store(vals, &LO_AT(s->stores, LoStoreFact, i)));
	for (guint i = 0; i < s->regs->len; i++)
		h = lo_mix(h, lo_fingerprint_registration(vals, &LO_AT(s->regs, LoRegFact, i)));
	return h;
}
