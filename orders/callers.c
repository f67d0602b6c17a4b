#include "orders/callers.h"

#include "common/keyset.h"
#include "summary/starts.h"

#define NOT_RELEASED G_MAXUINT32

typedef struct {
	LoFnId fn;
	guint32 event;
	LoFnId callee;
	guint8 passes;		/* what the callee takes may be taken first by fn, too */
} Call;

typedef struct {
	LoFnId fn;
	LoCondition k;
	guint32 from;		/* the question that led to it, in the list of those to be asked */
} Question;

/* Questions that are answered. */
typedef struct {
	GMutex lock;
	LoKeySet yes, no;
} Answers;

#define ANSWER_SHARDS 64

struct LoCallers {
	LoVals *vals;
	LoSummary *const *summaries;
	guint n;
	LoClasses *classes;
	LoTargets *targets;
	GArray *calls;		/* Call, by callee */
	guint32 *first;		/* n + 1: calls of function i are calls[first[i]..first[i+1]) */
	guint8 *started;	/* from outside, with arguments */
	GArray *number;		/* guint32 per class: among those that are ever released, or NOT_RELEASED */
	guint words;		/* of 64 classes that are ever released */
	guint64 *released;	/* n rows: by the function or what it calls, of its callers' */
	guint64 *held;		/* n rows: by callers */
	Answers answers[ANSWER_SHARDS];	/* by hash of a Question */
};

static guint64 *row(const LoCallers *c, guint64 *rows, LoFnId fn)
{
	return rows + (gsize)fn * c->words;
}

static const LoEvent *event_of(const LoCallers *c, LoFnId fn, guint32 event)
{
	return &LO_AT(c->summaries[fn]->events, LoEvent, event);
}

static LoClassId base_class(const LoCallers *c, LoVal lock)
{
	LoClassId cls = lo_class_of(c->classes, lock, LO_LOCK_UNKNOWN);

	return cls < LO_CLASS_OPEN ? lo_class_get(c->classes, cls)->base : cls;
}

/* ---- who calls whom ---- */

static void add_calls(LoCallers *c, LoFnId fn, guint32 event)
{
	const LoEvent *ev = event_of(c, fn, event);
	const GArray *targets = lo_targets_of_event(c->targets, c->summaries, ev);
	Call call = { .fn = fn, .event = event, .callee = ev->callee };

	if (ev->kind == LO_EV_CALL)
		g_array_append_val(c->calls, call);
	for (guint i = 0; targets && i < targets->len; i++) {
		call.callee = LO_AT(targets, guint32, i);
		g_array_append_val(c->calls, call);
	}
}

static void find_calls(LoCallers *c)
{
	for (guint32 fn = 0; fn < c->n; fn++)
		for (guint32 i = 0; c->summaries[fn] && i < c->summaries[fn]->events->len; i++)
			add_calls(c, fn, i);
}

static void sort_calls(LoCallers *c)
{
	GArray *sorted = g_array_sized_new(FALSE, FALSE, sizeof(Call), c->calls->len);
	g_autofree guint32 *next = g_new0(guint32, c->n + 2);

	for (guint i = 0; i < c->calls->len; i++)
		next[LO_AT(c->calls, Call, i).callee + 1]++;
	for (guint i = 0; i < c->n; i++)
		next[i + 1] += next[i];
	c->first = g_memdup2(next, (c->n + 1) * sizeof(guint32));
	g_array_set_size(sorted, c->calls->len);
	for (guint i = 0; i < c->calls->len; i++)
		LO_AT(sorted, Call, next[LO_AT(c->calls, Call, i).callee]++) = LO_AT(c->calls, Call, i);
	g_array_unref(c->calls);
	c->calls = sorted;
}

/* ---- what is released, and what is held ---- */

static guint32 number_of(const LoCallers *c, LoClassId base)
{
	return base < c->number->len ? LO_AT(c->number, guint32, base) : NOT_RELEASED;
}

static void number_class(LoCallers *c, LoClassId base, guint32 *n)
{
	while (base < LO_CLASS_OPEN && c->number->len <= base) {
		const guint32 none = NOT_RELEASED;
		g_array_append_val(c->number, none);
	}
	if (base < LO_CLASS_OPEN && LO_AT(c->number, guint32, base) == NOT_RELEASED)
		LO_AT(c->number, guint32, base) = (*n)++;
}

typedef void (*LockVisitor)(LoCallers *c, LoFnId fn, LoVal lock, gpointer data);

static void each_released(LoCallers *c, LockVisitor visit, gpointer data)
{
	for (guint32 fn = 0; fn < c->n; fn++) {
		const LoSummary *sum = c->summaries[fn];
		for (guint i = 0; sum && i < sum->events->len; i++) {
			const LoEvent *ev = &LO_AT(sum->events, LoEvent, i);
			for (guint k = 0; k < ev->n_dropped; k++)
				visit(c, fn, LO_AT(sum->vals, LoVal, ev->first_dropped + k), data);
		}
	}
}

static void number_released(LoCallers *c, LoFnId fn, LoVal lock, gpointer data)
{
	(void)fn;
	number_class(c, base_class(c, lock), data);
}

static void set_bit(const LoCallers *c, guint64 *bits, LoClassId base)
{
	guint32 n = number_of(c, base);

	if (n != NOT_RELEASED)
		bits[n / 64] |= (guint64)1 << n % 64;
}

static gboolean has_bit(const LoCallers *c, const guint64 *bits, LoClassId base)
{
	guint32 n = number_of(c, base);

	return n != NOT_RELEASED && bits[n / 64] >> n % 64 & 1;
}

static void note_released(LoCallers *c, LoFnId fn, LoVal lock, gpointer data)
{
	(void)data;
	set_bit(c, row(c, c->released, fn), base_class(c, lock));
}

static gboolean unite(const LoCallers *c, guint64 *to, const guint64 *from)
{
	guint64 new = 0;

	for (guint i = 0; i < c->words; i++) {
		new |= from[i] & ~to[i];
		to[i] |= from[i];
	}
	return new != 0;
}

/* Of what the callee takes under the event's locks: may it be the first that fn takes? */
static gboolean may_pass(const LoCallers *c, const Call *call)
{
	const LoSummary *sum = c->summaries[call->fn];
	const LoEvent *ev = event_of(c, call->fn, call->event);

	for (guint i = 0; i < ev->n_held; i++) {
		const LoHeld *h = &LO_AT(sum->helds, LoHeld, ev->first_held + i);
		LoClassId cls = lo_class_of(c->classes, h->lock, LO_LOCK_UNKNOWN);
		if (cls >= LO_CLASS_OPEN || h->nocheck || h->try || lo_val(c->vals, h->lock)->kind == LO_V_PSEUDO ||
		    !lo_class_is_followed(lo_class_get(c->classes, cls)))
			continue;
		if (!has_bit(c, row(c, c->released, call->callee), lo_class_get(c->classes, cls)->base))
			return FALSE;
	}
	return TRUE;
}

static void note_held(LoCallers *c, Call *call)
{
	const LoSummary *sum = c->summaries[call->fn];
	const LoEvent *ev = event_of(c, call->fn, call->event);

	for (guint i = 0; i < ev->n_held; i++)
		set_bit(c, row(c, c->held, call->callee), base_class(c, LO_AT(sum->helds, LoHeld, ev->first_held + i).lock));
	call->passes = may_pass(c, call);
}

/*
 * To the callers, or to the callees, until nothing changes: calls are met in an order that makes the rounds few, and a
 * round looks at the rows that have changed since it last did.
 */
static void spread(LoCallers *c, gboolean to_callers)
{
	g_autofree guint32 *changed = g_new0(guint32, c->n + 1);	/* per function: the round in which its row last did */
	guint64 *rows = to_callers ? c->released : c->held;
	gboolean any = TRUE;

	for (guint32 round = 1; any; round++) {
		any = FALSE;
		for (guint i = 0; i < c->calls->len; i++) {
			const Call *call = &LO_AT(c->calls, Call, to_callers ? i : c->calls->len - 1 - i);
			LoFnId from = to_callers ? call->callee : call->fn, to = to_callers ? call->fn : call->callee;
			if (changed[from] + 1 < round || (!to_callers && !call->passes) ||
			    !unite(c, row(c, rows, to), row(c, rows, from)))
				continue;
			changed[to] = round;
			any = TRUE;
		}
	}
}

static void note_started(LoCallers *c, const GArray *starts)
{
	for (guint i = 0; i < starts->len; i++) {
		const LoStart *s = &LO_AT(starts, LoStart, i);
		c->started[s->fn] |= s->n_args > 0;
		if (s->lock)
			set_bit(c, row(c, c->held, s->fn), base_class(c, s->lock));
	}
}

LoCallers *lo_callers_new(LoVals *vals, LoSummary *const *summaries, guint n, LoClasses *classes, LoTargets *targets,
			  const GArray *starts)
{
	LoCallers *c = g_new0(LoCallers, 1);
	guint32 n_released = 0;

	c->vals = vals;
	c->summaries = summaries;
	c->n = n;
	c->classes = classes;
	c->targets = targets;
	c->calls = g_array_new(FALSE, FALSE, sizeof(Call));
	c->number = g_array_new(FALSE, FALSE, sizeof(guint32));
	for (guint i = 0; i < ANSWER_SHARDS; i++)
		g_mutex_init(&c->answers[i].lock);
	c->started = g_new0(guint8, n + 1);
	find_calls(c);
	sort_calls(c);
	each_released(c, number_released, &n_released);
	c->words = (n_released + 63) / 64;
	c->released = g_new0(guint64, (gsize)n * c->words + 1);
	c->held = g_new0(guint64, (gsize)n * c->words + 1);
	each_released(c, note_released, NULL);
	spread(c, TRUE);
	for (guint i = 0; i < c->calls->len; i++)
		note_held(c, &LO_AT(c->calls, Call, i));
	note_started(c, starts);
	spread(c, FALSE);
	return c;
}

void lo_callers_free(LoCallers *c)
{
	if (!c)
		return;
	g_array_unref(c->calls);
	g_free(c->first);
	g_free(c->started);
	g_array_unref(c->number);
	g_free(c->released);
	g_free(c->held);
	for (guint i = 0; i < ANSWER_SHARDS; i++) {
		g_mutex_clear(&c->answers[i].lock);
		lo_key_set_clear(&c->answers[i].yes);
		lo_key_set_clear(&c->answers[i].no);
	}
	g_free(c);
}

gboolean lo_callers_may_hold(const LoCallers *c, LoFnId fn, LoClassId base)
{
	return number_of(c, base) == NOT_RELEASED || has_bit(c, row(c, c->held, fn), base);
}

/* ---- conditions ---- */

static guint64 question_key(const Question *q)
{
	guint64 h = ((guint64)q->fn << 32 | q->k.v) * 0x9e3779b97f4a7c15ull;

	return (h ^ h >> 31) * 8 + q->k.mask;
}

typedef enum { NOT_ASKED, NO, YES } Answer;

static Answers *answers_of(LoCallers *c, guint64 key)
{
	return &c->answers[key >> 32 & (ANSWER_SHARDS - 1)];
}

static Answer known_answer(LoCallers *c, guint64 key)
{
	Answers *a = answers_of(c, key);

	g_mutex_lock(&a->lock);
	Answer answer = lo_key_set_has(&a->yes, key) ? YES : lo_key_set_has(&a->no, key) ? NO : NOT_ASKED;
	g_mutex_unlock(&a->lock);
	return answer;
}

static void note_answer(LoCallers *c, const Question *q, Answer answer)
{
	guint64 key = question_key(q);
	Answers *a = answers_of(c, key);

	g_mutex_lock(&a->lock);
	lo_key_set_add(answer == YES ? &a->yes : &a->no, key);
	g_mutex_unlock(&a->lock);
}

/* What one asker is about. */
typedef struct {
	LoCallers *c;
	LoConditions *conditions;
	GArray *open;		/* Question: asked, in order */
	LoKeySet seen;		/* of these */
} Inquiry;

static void ask(Inquiry *in, const Question *q)
{
	if (lo_key_set_add(&in->seen, question_key(q)))
		g_array_append_vals(in->open, q, 1);
}

/* Asks the callers of one function; what they can't tell themselves is asked of theirs.  Does one know? */
static gboolean ask_callers(Inquiry *in, guint32 at_question)
{
	const LoCallers *c = in->c;
	const Question q = LO_AT(in->open, Question, at_question);

	for (guint32 i = c->first[q.fn]; i < c->first[q.fn + 1]; i++) {
		const Call *call = &LO_AT(c->calls, Call, i);
		const LoSummary *sum = c->summaries[call->fn];
		const LoEvent *ev = event_of(c, call->fn, call->event);
		const LoConditionSite at = { call->fn, sum, ev, ev->n_args ? &LO_AT(sum->vals, LoVal, ev->first_arg) : NULL, ev->n_args };
		Question up = { call->fn, q.k, at_question };
		switch (lo_condition_at(in->conditions, &at, &up.k)) {
		case LO_CONDITION_NEVER: return TRUE;
		case LO_CONDITION_ALWAYS: continue;
		case LO_CONDITION_OPEN: break;
		}
		if (c->started[up.fn])
			return TRUE;
		switch (known_answer(in->c, question_key(&up))) {
		case YES: return TRUE;
		case NO: continue;
		case NOT_ASKED: ask(in, &up);
		}
	}
	return FALSE;
}

/* Yes for those, too, that led there. */
static void note_way(const Inquiry *in, guint32 at)
{
	for (;; at = LO_AT(in->open, Question, at).from) {
		note_answer(in->c, &LO_AT(in->open, Question, at), YES);
		if (!at)
			break;
	}
}

/* Breadth first, to the end: so an answer does not depend on what was asked before.  When nobody knows, it is no for all. */
static gboolean inquire(Inquiry *in, const Question *q)
{
	ask(in, q);
	for (guint32 at = 0; at < in->open->len; at++) {
		if (!in->c->started[LO_AT(in->open, Question, at).fn] && !ask_callers(in, at))
			continue;
		note_way(in, at);
		return TRUE;
	}
	for (guint i = 0; i < in->open->len; i++)
		note_answer(in->c, &LO_AT(in->open, Question, i), NO);
	return FALSE;
}

gboolean lo_callers_may_refute(LoCallers *c, LoConditions *conditions, LoFnId fn, LoCondition k)
{
	const Question q = { fn, k, 0 };
	Answer answer = known_answer(c, question_key(&q));

	if (answer != NOT_ASKED)
		return answer == YES;
	Inquiry in = { .c = c, .conditions = conditions, .open = g_array_new(FALSE, FALSE, sizeof(Question)) };
	gboolean may = inquire(&in, &q);
	g_array_unref(in.open);
	lo_key_set_clear(&in.seen);
	return may;
}
