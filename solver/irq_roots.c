#include "solver/irq_internal.h"

#include <stdlib.h>
#include <string.h>

#define SURE 100
#define ANY_OF_KIND 90		/* what its kind may do, maybe not this one */
#define ASSUMED_API 80		/* nothing scanned calls it: a process may */
#define ASSUMED_MEMBER 95	/* of a table that nothing scanned calls through */
#define ASSUMED_AT_BOOT 60	/* interrupts are seldom up before the driver is */

typedef struct {
	const LoIrqInput *in;
	LoProgram *program;
	GArray *roots;
	GHashTable *modes;	/* member or variable that an object is, as mode_key() -> LoContext */
	/* per function: has a root; its address is somewhere, of which the model says nothing; is called from there */
	guint8 *placed, *stored, *reached, *given, *exported;	/* given: away, in a call that says how it is called */
} Roots;

gboolean lo_irq_is_live(const LoIrqInput *in, LoFnId fn)
{
	return in->summaries[fn] && (!in->live || in->live[fn]);
}

static LoEntryContext entry_of(LoContext context)
{
	switch (context) {
	case LO_CTX_HARDIRQ: return LO_ENTRY_HARDIRQ;
	case LO_CTX_TIMER:
	case LO_CTX_SOFTIRQ:
	case LO_CTX_RCU: return LO_ENTRY_SOFTIRQ;
	case LO_CTX_ATOMIC: return LO_ENTRY_TASK_OFF;
	case LO_CTX_BH: return LO_ENTRY_TASK_BH;
	case LO_CTX_NONE:
	case LO_CTX_IRQ_OFF:
	case LO_CTX_IRQ_ON:
	case LO_CTX_IRQ_SAVE:
	case LO_CTX_IRQ_RESTORE:
	case LO_CTX_BH_OFF:
	case LO_CTX_BH_ON:
	case LO_CTX_PREEMPT_OFF:
	case LO_CTX_PREEMPT_ON:
	case LO_CTX_HARDIRQ_ENTER:
	case LO_CTX_HARDIRQ_EXIT:
	case LO_CTX_SOFTIRQ_ENTER:
	case LO_CTX_SOFTIRQ_EXIT:
	case LO_CTX_RCU_ENTER:
	case LO_CTX_RCU_EXIT:
	case LO_CTX_PROCESS:
	case LO_CTX_WORK:
	case LO_CTX_THREAD:
	case LO_CTX_EXIT: break;
	}
	return LO_ENTRY_TASK;
}

static const char *context_name(LoContext context)
{
	switch (entry_of(context)) {
	case LO_ENTRY_HARDIRQ: return "a hard interrupt";
	case LO_ENTRY_SOFTIRQ: return "a softirq";
	case LO_ENTRY_TASK_OFF: return "a process, interrupts off";
	case LO_ENTRY_TASK_BH: return "a process, softirqs off";
	case LO_ENTRY_TASK:
	case LO_ENTRY_SOFTIRQ_OFF:
	case LO_ENTRY__N: break;
	}
	return "a process";
}

static void add_root(Roots *r, LoFnId fn, LoContext context, guint8 confidence, char *note)
{
	LoIrqRoot root = { fn, entry_of(context), confidence, note };

	if (!lo_irq_is_live(r->in, fn)) {
		g_free(note);
		return;
	}
	r->placed[fn] = TRUE;
	g_array_append_val(r->roots, root);
}

static void add_registered(Roots *r, const LoRegFact *reg)
{
	LoVal values[8];
	guint n = lo_val_alternatives(r->in->vals, reg->object, values);

	for (guint i = 0; i < n; i++) {
		const LoValue *v = lo_val(r->in->vals, values[i]);
		if (v->kind != LO_V_FN)
			continue;
		r->given[v->a] = TRUE;
		add_root(r, v->a, reg->context, SURE, g_strdup_printf("%s: given away in %s()", context_name(reg->context),
			 lo_program_fn(r->program, reg->fn)->name));
	}
}

/* What EXPORT_SYMBOL() and the macros of initcalls leave in the facts (__ADDRESSABLE() in include/linux/compiler.h). */
static gboolean is_export(const LoVar *var)
{
	return g_str_has_prefix(var->name, "__UNIQUE_ID___addressable_");
}

/* Objects in one member of their records are set up alike. */
static gpointer mode_key(const LoVals *vals, LoVal object)
{
	const LoValue *v = lo_val(vals, object);

	if (v->kind == LO_V_INDEX)
		return mode_key(vals, v->a);
	return v->kind == LO_V_FIELD ? GSIZE_TO_POINTER((gsize)1 << 32 | v->b) : v->kind == LO_V_VAR ? GSIZE_TO_POINTER((gsize)object) : NULL;
}

/* The address is stored there: the model may say how what is stored there is called. */
static void add_stored(Roots *r, LoVal addr, LoVal value)
{
	const LoModel *model = lo_vals_model(r->in->vals);
	const LoValue a = *lo_val(r->in->vals, addr), v = *lo_val(r->in->vals, value);

	if (v.kind != LO_V_FN)
		return;
	if (a.kind != LO_V_FIELD) {
		if (a.kind == LO_V_VAR && is_export(lo_program_var(r->program, a.a)))
			r->exported[v.a] = TRUE;
		else
			r->stored[v.a] = TRUE;
		return;
	}
	const LoFieldInfo *f = lo_program_field(r->program, a.b);
	const LoEntry *entry = lo_model_entry(model, f->record, f->name);
	if (entry && entry->after)	/* in the state that the other one left: its caller knows */
		entry = NULL;
	if (entry && !r->given[v.a]) {
		LoContext mode = GPOINTER_TO_INT(g_hash_table_lookup(r->modes, mode_key(r->in->vals, a.a)));
		LoContext context = mode ? mode : entry->context;
		add_root(r, v.a, context, SURE, g_strdup_printf("%s: %s.%s", context_name(context), f->record, f->name));
	}
	guint runs = lo_model_runs(model, f->record, f->name);
	r->stored[v.a] |= !entry && !runs;
	for (guint c = 0; runs >> c; c++)
		if (runs >> c & 1)
			add_root(r, v.a, c, ANY_OF_KIND, g_strdup_printf("%s: %s.%s", context_name(c), f->record, f->name));
}

static void add_initial(LoVals *vals, LoVal addr, LoVal value, LoVarId var, gpointer data)
{
	(void)vals;
	(void)var;
	add_stored(data, addr, value);
}

/* An element of an array of pointers is stored to as the member or variable is. */
static LoVal place_of(const LoVals *vals, LoVal addr)
{
	while (lo_val(vals, addr)->kind == LO_V_INDEX)
		addr = lo_val(vals, addr)->a;
	return addr;
}

static void add_registrations(Roots *r, LoFnId fn)
{
	const LoSummary *sum = r->in->summaries[fn];

	for (guint i = 0; i < sum->regs->len; i++) {
		const LoRegFact *reg = &LO_AT(sum->regs, LoRegFact, i);
		if (reg->kind == LO_REG_CALLBACK)
			add_registered(r, reg);
		else if (reg->kind == LO_REG_MODE && mode_key(r->in->vals, reg->container))
			g_hash_table_insert(r->modes, mode_key(r->in->vals, reg->container), GINT_TO_POINTER(reg->context));
	}
}

static void add_named(Roots *r, LoFnId fn)
{
	guint runs = lo_model_runs_function(lo_vals_model(r->in->vals), lo_program_fn(r->program, fn)->name);

	for (guint c = 0; runs >> c; c++)
		if (runs >> c & 1)
			add_root(r, fn, c, ANY_OF_KIND, g_strdup(""));
}

static void add_stores(Roots *r, LoFnId fn)
{
	const LoSummary *sum = r->in->summaries[fn];

	for (guint i = 0; i < sum->stores->len; i++) {
		const LoStoreFact *f = &LO_AT(sum->stores, LoStoreFact, i);
		add_stored(r, place_of(r->in->vals, f->addr), f->value);
	}
}

guint8 *lo_irq_find_called(const LoIrqInput *in)
{
	guint8 *called = g_new0(guint8, in->n + 1);

	for (LoFnId fn = 0; fn < in->n; fn++) {
		const LoSummary *sum = lo_irq_is_live(in, fn) ? in->summaries[fn] : NULL;
		for (guint i = 0; sum && i < sum->events->len; i++) {
			const LoEvent *ev = &LO_AT(sum->events, LoEvent, i);
			if (ev->kind == LO_EV_CALL && ev->callee != fn)
				called[ev->callee] = TRUE;
		}
	}
	return called;
}

/* Given to a function that was not scanned: who knows when that calls it. */
static void note_given(Roots *r, const LoSummary *sum, const LoEvent *ev)
{
	for (guint i = 0; i < ev->n_args; i++) {
		const LoValue *v = lo_val(r->in->vals, LO_AT(sum->vals, LoVal, ev->first_arg + i));
		if (v->kind == LO_V_FN)
			r->placed[v->a] = TRUE;
	}
}

static void note_callees(Roots *r, LoFnId fn)
{
	const LoSummary *sum = r->in->summaries[fn];

	for (guint i = 0; i < sum->events->len; i++) {
		const LoEvent *ev = &LO_AT(sum->events, LoEvent, i);
		const GArray *list = lo_targets_of_event(r->in->targets, r->in->summaries, ev);
		for (guint k = 0; list && k < list->len; k++)
			r->reached[LO_AT(list, LoFnId, k)] = TRUE;
		if (ev->kind == LO_EV_CALL && !r->in->summaries[ev->callee])
			note_given(r, sum, ev);
	}
}

/* It takes or gives back a lock for its callers: these say with what on. */
static gboolean is_lock_helper(const LoSummary *sum)
{
	for (guint i = 0; i < sum->exits->len; i++) {
		const LoExit *x = &LO_AT(sum->exits, LoExit, i);
		if (x->n_held || x->n_dropped)
			return TRUE;
	}
	return FALSE;
}

/* An interface that nothing scanned uses. */
static void add_exported(Roots *r, LoFnId fn)
{
	if (is_lock_helper(r->in->summaries[fn]))
		return;
	add_root(r, fn, LO_CTX_PROCESS, lo_program_fn(r->program, fn)->flags & LO_FUNC_INIT ? ASSUMED_AT_BOOT : ASSUMED_API,
		 g_strdup(""));
}

/* A header's function that no unit uses. */
static gboolean is_dead(const Roots *r, LoFnId fn)
{
	const guint32 inline_here = LO_FUNC_STATIC | LO_FUNC_INLINE;

	return (lo_program_fn(r->program, fn)->flags & inline_here) == inline_here;
}

/* Of a kernel's units, most functions without a caller have theirs in units that were not scanned; what they export is
 * for whoever wants it. */
static gboolean has_exports(const Roots *r)
{
	for (LoFnId fn = 0; fn < r->in->n; fn++)
		if (r->exported[fn] && !(lo_program_fn(r->program, fn)->flags & LO_FUNC_INIT))
			return TRUE;
	return FALSE;
}

/* What nothing scanned calls is called by a process, as far as we know; with --root, by whoever asks. */
static void add_assumed(Roots *r, const guint8 *called)
{
	gboolean exports = has_exports(r);

	for (LoFnId fn = 0; fn < r->in->n; fn++) {
		guint8 known = called[fn] || r->placed[fn] || r->reached[fn];
		if (!lo_irq_is_live(r->in, fn))
			continue;
		if (r->stored[fn] && !r->reached[fn])
			add_root(r, fn, LO_CTX_PROCESS, ASSUMED_MEMBER, g_strdup(""));
		else if (!known && r->exported[fn])
			add_exported(r, fn);
		else if (!known && !is_dead(r, fn) && (r->in->live || !exports))
			add_root(r, fn, LO_CTX_PROCESS, ASSUMED_API, g_strdup(""));
		else if (!known && (lo_program_fn(r->program, fn)->flags & LO_FUNC_INIT))
			add_root(r, fn, LO_CTX_PROCESS, ASSUMED_AT_BOOT, g_strdup(""));
	}
}

static int compare_roots(gconstpointer a, gconstpointer b)
{
	const LoIrqRoot *x = a, *y = b;

	if (x->fn != y->fn)
		return x->fn < y->fn ? -1 : 1;
	return x->entry != y->entry ? x->entry - y->entry : strcmp(x->note, y->note);
}

static void clear_root(gpointer data)
{
	g_free(((LoIrqRoot *)data)->note);
}

GArray *lo_irq_find_roots(const LoIrqInput *in)
{
	g_autofree guint8 *called = lo_irq_find_called(in);
	g_autofree guint8 *placed = g_new0(guint8, in->n + 1), *stored = g_new0(guint8, in->n + 1);
	g_autofree guint8 *reached = g_new0(guint8, in->n + 1), *given = g_new0(guint8, in->n + 1);
	g_autofree guint8 *exported = g_new0(guint8, in->n + 1);
	g_autoptr(GHashTable) modes = g_hash_table_new(NULL, NULL);
	Roots r = { in, lo_vals_program(in->vals), g_array_new(FALSE, FALSE, sizeof(LoIrqRoot)), modes, placed, stored, reached, given, exported };

	g_array_set_clear_func(r.roots, clear_root);
	for (LoFnId fn = 0; fn < in->n; fn++)
		if (lo_irq_is_live(in, fn))
			add_registrations(&r, fn);
	lo_vals_each_initial(in->vals, add_initial, &r);
	for (LoFnId fn = 0; fn < in->n; fn++)
		if (lo_irq_is_live(in, fn)) {
			add_named(&r, fn);
			add_stores(&r, fn);
			note_callees(&r, fn);
		}
	add_assumed(&r, called);
	g_array_sort(r.roots, compare_roots);
	return r.roots;
}
