#include "solver/irq_internal.h"

#include "common/mix.h"
#include "orders/witness.h"
#include "summary/state.h"

#include <string.h>

#define MAX_HOPS 2
#define MAX_COST 1000
#define STEP_COST 1		/* of a direct call */
#define HOP_COST 100		/* of one through a member, and more where it has many targets */
#define FORCED_COST 150		/* interrupts let in where a caller had them off: seldom on the path that is meant */
#define FORCED_PERCENT 60
#define MAX_ARGS 8		/* parameters whose constants are told apart */
#define MAX_VARIANTS 6		/* of one function in one context */
#define LONG_CHAIN 6		/* calls; of each further one the path is less sure to be one that runs */
#define LONG_PERCENT 94
#define MAX_CHAIN 60

/* A function entered in a context, with what is known of its arguments. */
typedef struct {
	LoFnId fn;
	guint32 parent;		/* node, or LO_NO_NODE: `root` is where it starts */
	guint32 event;		/* in the parent's function */
	guint32 args;		/* in argsets */
	guint32 root;
	guint16 fan, cost, depth;
	guint8 entry, hops, confidence;
} Node;

typedef struct {
	LoVal v[MAX_ARGS];	/* constants; NONE: any */
} ArgSet;

struct LoIrqUsage {
	LoIrqInput in;
	LoClasses *classes;
	LoProgram *program;
	GArray *roots;		/* LoIrqRoot */
	GArray **opens;		/* LoOpenAcq per function */
	guint16 *relevant;	/* per function: parameters that decide something */
	GArray *nodes;		/* Node */
	GArray *buckets[MAX_COST + 1];	/* node numbers by cost; NULL: none */
	GHashTable *seen;
	guint8 *sleeps;		/* per function: it cannot return without */
	guint8 *variants;	/* per function and entry */
	guint8 *entered;	/* per function: bits 1 << LoEntryContext */
	GArray *argsets;	/* ArgSet; 0: nothing known */
	GHashTable *argset_ids;
	LoState *nothing;
	GHashTable *uses;	/* use_key() -> LoUse * */
	GHashTable *sites;	/* hash of (class, place) -> bits SITE_* */
	GHashTable *counts;	/* class -> SiteCount * */
};

/* Of hardirqs; of softirqs shifted by two. */
enum { SITE_ON = 1, SITE_OFF = 2 };

typedef struct {
	guint on[2], off[2];
} SiteCount;

/* ---- contexts ---- */

/* Where the code of a function entered so is, after what it has done itself. */
static LoEntryContext context_at(LoEntryContext entry, guint8 irq)
{
	gboolean hard = entry == LO_ENTRY_HARDIRQ || (irq & LO_IN_HARDIRQ);
	gboolean soft = entry == LO_ENTRY_SOFTIRQ || entry == LO_ENTRY_SOFTIRQ_OFF || (irq & LO_IN_SOFTIRQ);
	gboolean off = entry == LO_ENTRY_TASK_OFF || entry == LO_ENTRY_SOFTIRQ_OFF;

	if (irq & (LO_IRQ_OFF | LO_IRQ_ON))
		off = irq & LO_IRQ_OFF;
	if (hard)
		return LO_ENTRY_HARDIRQ;
	if (soft)
		return off ? LO_ENTRY_SOFTIRQ_OFF : LO_ENTRY_SOFTIRQ;
	if (off)
		return LO_ENTRY_TASK_OFF;
	return entry == LO_ENTRY_TASK_BH || (irq & LO_BH_OFF) ? LO_ENTRY_TASK_BH : LO_ENTRY_TASK;
}

static gboolean is_forced(LoEntryContext entry, guint8 irq)
{
	return (entry == LO_ENTRY_TASK_OFF || entry == LO_ENTRY_SOFTIRQ_OFF) && (irq & LO_IRQ_ON);
}

static guint context_uses(LoEntryContext at)
{
	switch (at) {
	case LO_ENTRY_TASK: return 1 << LO_USE_ON_HARDIRQ | 1 << LO_USE_ON_SOFTIRQ;
	case LO_ENTRY_TASK_BH: return 1 << LO_USE_ON_HARDIRQ;
	case LO_ENTRY_TASK_OFF: return 0;
	case LO_ENTRY_SOFTIRQ: return 1 << LO_USE_IN_SOFTIRQ | 1 << LO_USE_ON_HARDIRQ;
	case LO_ENTRY_SOFTIRQ_OFF: return 1 << LO_USE_IN_SOFTIRQ;
	case LO_ENTRY_HARDIRQ: return 1 << LO_USE_IN_HARDIRQ;
	case LO_ENTRY__N: break;
	}
	return 0;
}

/* ---- constant arguments ---- */

static guint32 intern_args(LoIrqUsage *u, const ArgSet *set)
{
	guint64 key = 3;
	gboolean any = FALSE;

	for (guint i = 0; i < MAX_ARGS; i++) {
		key = lo_mix(key, set->v[i]);
		any |= set->v[i] != LO_VAL_NONE;
	}
	if (!any)
		return 0;
	guint id = GPOINTER_TO_UINT(g_hash_table_lookup(u->argset_ids, GSIZE_TO_POINTER(key)));
	if (id)
		return id - 1;
	g_array_append_vals(u->argsets, set, 1);
	g_hash_table_insert(u->argset_ids, GSIZE_TO_POINTER(key), GUINT_TO_POINTER(u->argsets->len));
	return u->argsets->len - 1;
}

/* A value in the function's terms with the constants put in that the node knows. */
static LoVal with_args(LoIrqUsage *u, const Node *n, LoVal v)
{
	const ArgSet set = LO_AT(u->argsets, ArgSet, n->args);
	LoVal args[MAX_ARGS];

	if (!n->args || !(lo_val(u->in.vals, v)->flags & LO_VF_PARAM))
		return v;
	for (guint i = 0; i < MAX_ARGS; i++)
		args[i] = set.v[i] ? set.v[i] : lo_val_param(u->in.vals, i);
	return lo_val_subst(u->in.vals, v, args, MAX_ARGS, n->fn, 0);
}

static gboolean can_happen(LoIrqUsage *u, const Node *n, const LoCondition conds[LO_EVENT_CONDS])
{
	for (guint i = 0; i < LO_EVENT_CONDS; i++)
		if (conds[i].v && !(lo_state_mask(u->in.vals, u->nothing, with_args(u, n, conds[i].v)) & conds[i].mask))
			return FALSE;
	return TRUE;
}

static guint16 params_of(const LoVals *vals, LoVal id)
{
	const LoValue *v = lo_val(vals, id);

	if (v->kind == LO_V_PARAM)
		return v->a < MAX_ARGS ? 1u << v->a : 0;
	if (v->kind == LO_V_NOT)
		return params_of(vals, v->a);
	if (v->kind == LO_V_BIN)
		return params_of(vals, v->a) | params_of(vals, v->b);
	return 0;
}

/* A call that passes on what depends on the caller's parameters. */
typedef struct {
	LoFnId fn, callee;
	guint16 of[MAX_ARGS];	/* per argument: the parameters that it depends on */
} Passing;

static void add_passing(const LoIrqUsage *u, GArray *out, LoFnId fn, const LoEvent *ev)
{
	const LoSummary *sum = u->in.summaries[fn];
	Passing p = { .fn = fn, .callee = ev->callee };
	guint16 any = 0;

	for (guint i = 0; i < MIN(ev->n_args, MAX_ARGS); i++)
		any |= p.of[i] = params_of(u->in.vals, LO_AT(sum->vals, LoVal, ev->first_arg + i));
	if (any)
		g_array_append_val(out, p);
}

/* Parameters on which the function's own conditions depend; *out gets its calls. */
static guint16 own_relevant(const LoIrqUsage *u, LoFnId fn, GArray *out)
{
	const LoSummary *sum = u->in.summaries[fn];
	guint16 own = 0;

	for (guint i = 0; sum && i < sum->events->len; i++) {
		const LoEvent *ev = &LO_AT(sum->events, LoEvent, i);
		for (guint k = 0; k < LO_EVENT_CONDS; k++)
			own |= ev->conds[k].v ? params_of(u->in.vals, ev->conds[k].v) : 0;
		if (ev->kind == LO_EV_CALL)
			add_passing(u, out, fn, ev);
	}
	return own;
}

static void find_relevant(LoIrqUsage *u)
{
	g_autoptr(GArray) passing = g_array_new(FALSE, FALSE, sizeof(Passing));
	gboolean changed = TRUE;

	for (LoFnId fn = 0; fn < u->in.n; fn++)
		u->relevant[fn] = own_relevant(u, fn, passing);
	for (guint round = 0; changed && round < 8; round++) {
		changed = FALSE;
		for (guint i = 0; i < passing->len; i++) {
			const Passing *p = &LO_AT(passing, Passing, i);
			guint16 before = u->relevant[p->fn];
			for (guint16 k = 0, bits = u->relevant[p->callee]; bits; k++, bits >>= 1)
				u->relevant[p->fn] |= bits & 1 ? p->of[k] : 0;
			changed |= before != u->relevant[p->fn];
		}
	}
}

static guint32 call_args(LoIrqUsage *u, const Node *n, const LoEvent *ev, LoFnId callee)
{
	const LoSummary *sum = u->in.summaries[n->fn];
	ArgSet set = { { 0 } };

	for (guint i = 0; i < MIN(ev->n_args, MAX_ARGS); i++) {
		if (!(u->relevant[callee] >> i & 1))
			continue;
		LoVal v = with_args(u, n, LO_AT(sum->vals, LoVal, ev->first_arg + i));
		if (lo_val(u->in.vals, v)->kind == LO_V_CONST)
			set.v[i] = v;
	}
	return intern_args(u, &set);
}

/* ---- the search ---- */

static gboolean is_seen(LoIrqUsage *u, LoFnId fn, guint8 entry, guint32 args)
{
	gsize key = lo_mix(lo_mix(lo_mix(5, fn), entry), args);
	guint8 *variants = &u->variants[fn * LO_ENTRY__N + entry];

	/* a node that knows nothing of its arguments did all that this one would */
	if (g_hash_table_contains(u->seen, GSIZE_TO_POINTER(lo_mix(lo_mix(lo_mix(5, fn), entry), 0))) || *variants >= MAX_VARIANTS)
		return TRUE;
	if (!g_hash_table_add(u->seen, GSIZE_TO_POINTER(key)))
		return TRUE;
	(*variants)++;
	return FALSE;
}

static void push(LoIrqUsage *u, Node n)
{
	if (n.cost > MAX_COST || !n.confidence)
		return;
	if (!u->buckets[n.cost])
		u->buckets[n.cost] = g_array_new(FALSE, FALSE, sizeof(Node));
	g_array_append_val(u->buckets[n.cost], n);
}

static guint8 hop_percent(guint fan)
{
	return fan <= 1 ? 95 : fan <= 4 ? 85 : fan <= 16 ? 70 : fan <= 64 ? 45 : 25;
}

/* A process that calls all functions of a table in one way is in that way as sure of each as of any. */
static guint8 target_percent(LoEntryContext at, guint fan)
{
	return at <= LO_ENTRY_TASK_OFF ? 95 : hop_percent(fan);
}

static void enter(LoIrqUsage *u, guint32 from, guint32 event, LoFnId callee, gboolean hop, guint fan)
{
	const Node *n = &LO_AT(u->nodes, Node, from);
	const LoEvent *ev = &LO_AT(u->in.summaries[n->fn]->events, LoEvent, event);
	LoEntryContext at = context_at(n->entry, ev->irq);
	gboolean forced = is_forced(n->entry, ev->irq);
	Node next = { .fn = callee, .parent = from, .event = event, .root = n->root, .entry = at, .hops = n->hops + hop,
		      .fan = MAX(n->fan, MIN(fan, G_MAXUINT16)), .depth = n->depth + 1, .confidence = n->confidence };

	if (!lo_irq_is_live(&u->in, callee) || next.hops > MAX_HOPS || (at != LO_ENTRY_TASK && u->sleeps[callee]))
		return;
	if (hop && n->hops && MAX(n->fan, fan) > LO_MAX_FAN_BEYOND_FIRST && at > LO_ENTRY_TASK_OFF)
		return;
	next.args = hop ? 0 : call_args(u, n, ev, callee);
	if (hop)
		next.confidence = next.confidence * target_percent(at, fan) / 100;
	if (next.depth > LONG_CHAIN)
		next.confidence = next.confidence * LONG_PERCENT / 100;
	if (forced)
		next.confidence = next.confidence * FORCED_PERCENT / 100;
	next.cost = MIN(MAX_COST + 1, n->cost + STEP_COST + (hop ? HOP_COST + 100 - hop_percent(fan) : 0) + (forced ? FORCED_COST : 0));
	push(u, next);
}

/* ---- uses ---- */

static gpointer use_key(LoClassId cls, guint kind, gboolean reading)
{
	return GSIZE_TO_POINTER(((gsize)cls * LO_USE__N + kind) * 2 + !!reading + 1);
}

const LoUse *lo_irq_use(const LoIrqUsage *u, LoClassId cls, LoUseKind kind, gboolean reading)
{
	return g_hash_table_lookup(u->uses, use_key(cls, kind, reading));
}

/* Kept once, by the first that comes: that is the surest way to the code, save for conditions on the way. */
static void note_use(LoIrqUsage *u, LoClassId cls, guint kinds, LoUse use)
{
	if (cls >= LO_CLASS_OPEN || lo_class_get(u->classes, cls)->novalidate)
		return;
	for (guint k = 0; k < LO_USE__N; k++) {
		gboolean in = k == LO_USE_IN_HARDIRQ || k == LO_USE_IN_SOFTIRQ;
		if (!(kinds >> k & 1) || (in && use.try))
			continue;
		gpointer key = use_key(cls, k, use.hold != LO_HOLD_EXCLUSIVE);
		LoUse *old = g_hash_table_lookup(u->uses, key);
		if (!old)
			g_hash_table_insert(u->uses, key, g_memdup2(&use, sizeof(use)));
		else if (use.confidence > old->confidence)
			*old = use;
	}
}

/* What a place says of each kind of interrupt, counted once; one that was found off and then on is on. */
static void count_site(SiteCount *c, guint which, guint8 before, guint8 now)
{
	if ((now & SITE_ON) && !(before & SITE_ON)) {
		c->on[which]++;
		c->off[which] -= (before & SITE_OFF) != 0;
	} else if ((now & SITE_OFF) && !before) {
		c->off[which]++;
	}
}

static void note_site(LoIrqUsage *u, LoClassId cls, LoEntryContext at, LoFnId fn, guint32 event)
{
	static const guint8 says[LO_ENTRY__N] = {
		[LO_ENTRY_TASK] = SITE_ON | SITE_ON << 2, [LO_ENTRY_TASK_BH] = SITE_ON | SITE_OFF << 2,
		[LO_ENTRY_TASK_OFF] = SITE_OFF | SITE_OFF << 2, [LO_ENTRY_SOFTIRQ] = SITE_ON, [LO_ENTRY_SOFTIRQ_OFF] = SITE_OFF,
	};
	gpointer place = GSIZE_TO_POINTER(lo_mix(lo_mix(lo_mix(23, cls), fn), event));
	guint8 before = GPOINTER_TO_UINT(g_hash_table_lookup(u->sites, place)), now = before | says[at];
	SiteCount *c = g_hash_table_lookup(u->counts, GUINT_TO_POINTER(cls));

	if (now == before)
		return;
	if (!c) {
		c = g_new0(SiteCount, 1);
		g_hash_table_insert(u->counts, GUINT_TO_POINTER(cls), c);
	}
	count_site(c, 0, before & 3, now & 3);
	count_site(c, 1, before >> 2, now >> 2);
	g_hash_table_insert(u->sites, place, GUINT_TO_POINTER(now));
}

void lo_irq_sites(const LoIrqUsage *u, LoClassId cls, gboolean softirqs, guint *on, guint *off)
{
	const SiteCount *c = g_hash_table_lookup(u->counts, GUINT_TO_POINTER(cls));

	*on = c ? c->on[!!softirqs] : 0;
	*off = c ? c->off[!!softirqs] : 0;
}

static void note_acquired(LoIrqUsage *u, guint32 node, guint32 event, guint32 open, LoClassId cls, guint8 irq, guint8 hold, guint8 try)
{
	const Node *n = &LO_AT(u->nodes, Node, node);
	LoUse use = { .node = node, .event = event, .open = open, .confidence = n->confidence, .hold = hold, .try = try };

	if (is_forced(n->entry, irq))
		use.confidence = use.confidence * FORCED_PERCENT / 100;
	if (cls < LO_CLASS_OPEN)
		note_site(u, cls, context_at(n->entry, irq), n->fn, event);
	note_use(u, cls, context_uses(context_at(n->entry, irq)), use);
}

static void note_enabled(LoIrqUsage *u, guint32 node, guint32 event, const LoEvent *ev)
{
	const Node *n = &LO_AT(u->nodes, Node, node);
	const LoSummary *sum = u->in.summaries[n->fn];
	guint kinds = context_uses(context_at(n->entry, ev->irq)) & (1 << LO_USE_ON_HARDIRQ | 1 << LO_USE_ON_SOFTIRQ);

	for (guint i = 0; i < ev->n_held; i++) {
		const LoHeld h = LO_AT(sum->helds, LoHeld, ev->first_held + i);
		LoUse use = { .node = node, .event = event, .open = LO_NO_ID, .confidence = n->confidence, .hold = h.hold,
			      .try = h.try, .enabled = TRUE };
		if (is_forced(n->entry, ev->irq))
			use.confidence = use.confidence * FORCED_PERCENT / 100;
		if (!h.nocheck)
			note_use(u, lo_class_of(u->classes, h.lock, LO_LOCK_UNKNOWN), kinds, use);
	}
}

/* Locks that this function's callers know, as far as it is one that has none or is called through a member. */
static LoClassId settled_class(LoIrqUsage *u, const Node *n, const LoOpenAcq *a)
{
	gboolean direct = n->parent != LO_NO_NODE &&
		LO_AT(u->in.summaries[LO_AT(u->nodes, Node, n->parent).fn]->events, LoEvent, n->event).kind == LO_EV_CALL;

	if (a->cls != LO_CLASS_OPEN || direct)
		return a->cls;
	LoVal lock = lo_val_subst(u->in.vals, a->lock, NULL, 0, n->fn, 0);
	return lock ? lo_class_of(u->classes, lock, a->lock_kind) : LO_CLASS_NONE;
}

static void note_open(LoIrqUsage *u, guint32 node)
{
	const Node n = LO_AT(u->nodes, Node, node);
	const GArray *list = u->opens[n.fn];

	for (guint i = 0; list && i < list->len; i++) {
		const LoOpenAcq *a = &LO_AT(list, LoOpenAcq, i);
		LoClassId cls = settled_class(u, &n, a);
		const LoEvent *ev = &LO_AT(u->in.summaries[n.fn]->events, LoEvent, a->event);
		if (cls < LO_CLASS_OPEN && can_happen(u, &n, a->conds) && can_happen(u, &n, ev->conds))
			note_acquired(u, node, a->event, i, cls, a->irq, a->hold, a->try);
	}
}

static void visit_event(LoIrqUsage *u, guint32 node, guint32 event, const LoEvent *ev)
{
	switch ((LoEventKind)ev->kind) {
	case LO_EV_ACQUIRE:
		if (!ev->wait)
			note_acquired(u, node, event, LO_NO_ID, lo_class_of(u->classes, ev->lock, ev->lock_kind), ev->irq, ev->hold,
				      ev->try);
		return;
	case LO_EV_ENABLE: note_enabled(u, node, event, ev); return;
	case LO_EV_CALL: enter(u, node, event, ev->callee, FALSE, 1); return;
	case LO_EV_ICALL:
	case LO_EV_INVOKE: {
		const GArray *list = lo_targets_of_event(u->in.targets, u->in.summaries, ev);
		guint fan = lo_targets_fan(u->in.targets, ev, list);
		for (guint i = 0; list && i < list->len; i++)
			enter(u, node, event, LO_AT(list, LoFnId, i), TRUE, fan);
		return;
	}
	case LO_EV_SPAWN:
	case LO_EV_JOIN:
	case LO_EV_COMPLETE:
	case LO_EV_END:
	case LO_EV_MISUSE:
	case LO_EV_ORDER: return;
	}
}

static void visit(LoIrqUsage *u, guint32 node)
{
	const Node n = LO_AT(u->nodes, Node, node);
	const LoSummary *sum = u->in.summaries[n.fn];

	u->entered[n.fn] |= 1u << n.entry;
	note_open(u, node);
	for (guint32 i = 0; i < sum->events->len; i++) {
		const LoEvent *ev = &LO_AT(sum->events, LoEvent, i);
		/* a path that may have slept is not one of an interrupt */
		if (can_happen(u, &n, ev->conds) && (n.entry == LO_ENTRY_TASK || !ev->slept))
			visit_event(u, node, i, ev);
	}
}

static void run(LoIrqUsage *u)
{
	for (guint cost = 0; cost <= MAX_COST; cost++) {
		for (guint i = 0; u->buckets[cost] && i < u->buckets[cost]->len; i++) {
			const Node n = LO_AT(u->buckets[cost], Node, i);
			if (is_seen(u, n.fn, n.entry, n.args))
				continue;
			g_array_append_val(u->nodes, n);
			visit(u, u->nodes->len - 1);
		}
		g_clear_pointer(&u->buckets[cost], g_array_unref);
	}
}

static void push_roots(LoIrqUsage *u)
{
	for (guint32 i = 0; i < u->roots->len; i++) {
		const LoIrqRoot *r = &LO_AT(u->roots, LoIrqRoot, i);
		push(u, (Node){ .fn = r->fn, .parent = LO_NO_NODE, .root = i, .entry = r->entry, .confidence = r->confidence, .fan = 1 });
	}
}

/* What the search looks up: who starts where, and the parameters that decide something. */
static void find_starts(LoIrqUsage *u, LoVals *vals)
{
	LoIrqInput own = u->in;

	own.vals = vals;
	u->roots = lo_irq_find_roots(&own);
	for (LoFnId fn = 0; fn < u->in.n; fn++)
		u->sleeps[fn] = u->in.summaries[fn] && lo_summary_sleeps(u->in.summaries[fn]);
	find_relevant(u);
}

typedef struct {
	LoIrqUsage *usage;
	LoVals *vals;
} Starts;

static gpointer run_find_starts(gpointer data)
{
	const Starts *s = data;

	find_starts(s->usage, s->vals);
	return NULL;
}

/* Borrowed values are lent to several: then beside what takes as long. */
static void look_up(LoIrqUsage *u)
{
	gboolean alone = !lo_vals_is_borrowed(u->in.vals);
	g_autoptr(LoVals) vals = alone ? NULL : lo_vals_borrow(u->in.vals);
	Starts other = { u, vals };
	GThread *starts = alone ? NULL : g_thread_new("starts", run_find_starts, &other);

	if (alone)
		find_starts(u, u->in.vals);
	u->opens = lo_irq_open_acquisitions(&u->in, u->classes);
	if (starts)
		g_thread_join(starts);
}

LoIrqUsage *lo_irq_usage_new(LoVals *vals, LoSummary *const *summaries, guint n, LoClasses *classes, LoTargets *targets,
			     const guint8 *live)
{
	LoIrqUsage *u = g_new0(LoIrqUsage, 1);

	u->in = (LoIrqInput){ vals, summaries, n, targets, live };
	u->classes = classes;
	u->program = lo_vals_program(vals);
	u->relevant = g_new0(guint16, n + 1);
	u->nodes = g_array_new(FALSE, FALSE, sizeof(Node));
	u->seen = g_hash_table_new(NULL, NULL);
	u->sleeps = g_new0(guint8, n + 1);
	u->variants = g_new0(guint8, (gsize)n * LO_ENTRY__N + 1);
	u->entered = g_new0(guint8, n + 1);
	u->argsets = g_array_new(FALSE, TRUE, sizeof(ArgSet));
	g_array_set_size(u->argsets, 1);
	u->argset_ids = g_hash_table_new(NULL, NULL);
	u->nothing = lo_state_new(0);
	u->sites = g_hash_table_new(NULL, NULL);
	u->counts = g_hash_table_new_full(NULL, NULL, NULL, g_free);
	u->uses = g_hash_table_new_full(NULL, NULL, NULL, g_free);
	look_up(u);
	push_roots(u);
	run(u);
	g_debug("interrupts: %u roots, %u functions in contexts, %u uses of classes", u->roots->len, u->nodes->len,
		g_hash_table_size(u->uses));
	return u;
}

void lo_irq_usage_return_vals(LoIrqUsage *u, LoVals *lender)
{
	u->in.vals = lender;
}

void lo_irq_usage_free(LoIrqUsage *u)
{
	if (!u)
		return;
	for (LoFnId fn = 0; fn < u->in.n; fn++)
		if (u->opens[fn])
			g_array_unref(u->opens[fn]);
	g_free(u->opens);
	g_array_unref(u->roots);
	g_free(u->relevant);
	g_array_unref(u->nodes);
	g_hash_table_unref(u->seen);
	g_free(u->sleeps);
	g_free(u->variants);
	g_free(u->entered);
	g_array_unref(u->argsets);
	g_hash_table_unref(u->argset_ids);
	g_free(u->nothing);
	g_hash_table_unref(u->uses);
	g_hash_table_unref(u->sites);
	g_hash_table_unref(u->counts);
	g_free(u);
}

gboolean lo_irq_counts(const LoIrqUsage *u, LoFnId fn)
{
	return lo_irq_is_live(&u->in, fn);
}

/* ---- chains ---- */

static guint path_to(const LoIrqUsage *u, guint32 node, guint32 path[MAX_CHAIN])
{
	guint n = 0;

	for (; node != LO_NO_NODE && n < MAX_CHAIN; node = LO_AT(u->nodes, Node, node).parent)
		path[n++] = node;
	return n;
}

static void add_below(const LoIrqUsage *u, const LoWitness *w, GArray *out, LoFnId fn, guint32 open)
{
	const LoOpenAcq *a = &LO_AT(u->opens[fn], LoOpenAcq, open);

	while (a->callee != LO_NO_ID && out->len < MAX_CHAIN) {
		fn = a->callee;
		a = &LO_AT(u->opens[fn], LoOpenAcq, a->next);
		lo_witness_add_event(w, out, fn, a->event, 1);
	}
}

GArray *lo_irq_use_chain(const LoIrqUsage *u, const LoUse *use)
{
	LoWitness w = { u->in.vals, u->program, u->in.summaries, u->classes, NULL, NULL };
	GArray *out = lo_hops_new();
	guint32 path[MAX_CHAIN];
	guint n = path_to(u, use->node, path);

	for (guint i = n; i-- > 0;) {
		const Node *node = &LO_AT(u->nodes, Node, path[i]);
		guint32 event = i ? LO_AT(u->nodes, Node, path[i - 1]).event : use->event;
		const LoEvent *ev = &LO_AT(u->in.summaries[node->fn]->events, LoEvent, event);
		const GArray *list = lo_targets_of_event(u->in.targets, u->in.summaries, ev);
		guint first = out->len;
		lo_witness_add_event(&w, out, node->fn, event, list ? list->len : 1);
		LoHop *hop = &LO_AT(out, LoHop, first);
		if (i == n - 1 && !*hop->note)
			lo_hop_set_note(hop, LO_AT(u->roots, LoIrqRoot, node->root).note);
	}
	if (use->open != LO_NO_ID)
		add_below(u, &w, out, LO_AT(u->nodes, Node, use->node).fn, use->open);
	return out;
}

LoFnId lo_irq_use_root(const LoIrqUsage *u, const LoUse *use)
{
	return LO_AT(u->roots, LoIrqRoot, LO_AT(u->nodes, Node, use->node).root).fn;
}

LoFnId lo_irq_use_function(const LoIrqUsage *u, const LoUse *use)
{
	return LO_AT(u->nodes, Node, use->node).fn;
}

gboolean lo_irq_use_passes(const LoIrqUsage *u, const LoUse *use, LoFnId fn)
{
	guint32 path[MAX_CHAIN];
	guint n = path_to(u, use->node, path);

	for (guint i = 0; i < n; i++)
		if (LO_AT(u->nodes, Node, path[i]).fn == fn)
			return TRUE;
	return FALSE;
}
