#include "summary/change.h"

#include "facts/changes.h"
#include "summary/fingerprint.h"
#include "summary/indirect.h"

LoChange *lo_change_new(void)
{
	LoChange *c = g_new0(LoChange, 1);

	c->funcs = g_ptr_array_new_with_free_func((GDestroyNotify)lo_func_free);
	c->globals = g_ptr_array_new_with_free_func((GDestroyNotify)lo_func_free);
	c->gone_funcs = g_ptr_array_new_with_free_func((GDestroyNotify)lo_func_free);
	c->gone_globals = g_ptr_array_new_with_free_func((GDestroyNotify)lo_func_free);
	return c;
}

void lo_change_free(LoChange *c)
{
	if (!c)
		return;
	g_ptr_array_unref(c->funcs);
	g_ptr_array_unref(c->globals);
	g_ptr_array_unref(c->gone_funcs);
	g_ptr_array_unref(c->gone_globals);
	g_free(c);
}

static void redone_clear(gpointer data)
{
	lo_summary_free(((LoRedone *)data)->old);
}

void lo_changed_free(LoChanged *c)
{
	if (!c)
		return;
	g_array_unref(c->redone);
	g_array_unref(c->old_targets);
	g_array_unref(c->new_targets);
	g_free(c);
}

typedef struct {
	LoSummaries *s;
	LoStore *store;
	LoChanged *out;
	guint8 *dirty;		/* per function */
	LoGraph *callers;	/* callee -> callers */
	LoIndirect *indirect;	/* NULL: not followed */
	gboolean callbacks;	/* functions that pass locks on have changed */
} Update;

static void set_size(Update *u)
{
	guint n = u->s->program->fns->len;

	u->s->all = g_renew(LoSummary *, u->s->all, n + 1);
	u->dirty = g_renew(guint8, u->dirty, n + 1);
	for (guint i = u->s->n; i < n; i++) {
		u->s->all[i] = NULL;
		u->dirty[i] = FALSE;
	}
	u->s->n = n;
}

static const char *name_of(const LoFunc *f)
{
	return lo_func_str(f, f->name);
}

static const char *scope_of(const LoFunc *f)
{
	return lo_func_str(f, f->scope);
}

/* ---- variables ---- */

typedef struct {
	LoVarId var;
	GArray *out;
} Targets;

static void add_target(LoVals *vals, LoVal addr, LoVal value, LoVarId var, gpointer data)
{
	Targets *t = data;
	const LoValue *v = lo_val(vals, value);

	(void)addr;
	if (var == t->var && v->kind == LO_V_FN)
		g_array_append_val(t->out, v->a);
}

static void forget_variable(Update *u, const LoFunc *f)
{
	LoVarId id = lo_program_find_var(u->s->program, name_of(f), scope_of(f));
	Targets t = { id, u->out->old_targets };

	if (id == LO_NO_ID)
		return;
	lo_vals_each_initial(u->s->vals, add_target, &t);
	lo_vals_forget_variable(u->s->vals, id);
}

static void put_variables(Update *u, LoChange *change)
{
	for (guint i = 0; i < change->gone_globals->len; i++)
		forget_variable(u, g_ptr_array_index(change->gone_globals, i));
	while (change->globals->len) {
		LoFunc *f = g_ptr_array_steal_index(change->globals, 0);
		forget_variable(u, f);
		Targets t = { lo_program_set_variable(u->s->program, f), u->out->new_targets };
		lo_vals_note_variable(u->s->vals, t.var);
		lo_vals_each_initial(u->s->vals, add_target, &t);
	}
}

/* ---- bodies ---- */

static void drop_calls(Update *u, const guint8 *changed)
{
	GArray *calls = u->s->calls;
	guint n = 0;

	for (guint i = 0; i < calls->len; i++)
		if (!changed[LO_AT(calls, LoPair, i).from])
			LO_AT(calls, LoPair, n++) = LO_AT(calls, LoPair, i);
	g_array_set_size(calls, n);
}

static void mark_callers(Update *u, LoFnId fn)
{
	for (guint32 i = u->callers->first[fn]; i < u->callers->first[fn + 1]; i++)
		u->dirty[u->callers->succ[i]] = TRUE;
}

/* The summary that it had at first is kept; FALSE: this is another. */
static gboolean note_redone(Update *u, LoFnId fn, LoSummary *old)
{
	LoRedone r = { fn, old };

	for (guint i = 0; i < u->out->redone->len; i++)
		if (LO_AT(u->out->redone, LoRedone, i).fn == fn)
			return FALSE;
	g_array_append_val(u->out->redone, r);
	return TRUE;
}

static void put_bodies(Update *u, LoChange *change)
{
	LoProgram *p = u->s->program;
	g_autoptr(GArray) ids = g_array_new(FALSE, FALSE, sizeof(LoFnId));

	for (guint i = 0; i < change->gone_funcs->len; i++) {
		const LoFunc *f = g_ptr_array_index(change->gone_funcs, i);
		LoFnId id = lo_program_intern_fn(p, name_of(f), scope_of(f));
		lo_program_set_body(p, id, NULL);
		g_array_append_val(ids, id);
	}
	while (change->funcs->len) {
		LoFunc *f = g_ptr_array_steal_index(change->funcs, 0);
		LoFnId id = lo_program_intern_fn(p, name_of(f), scope_of(f));
		lo_program_set_body(p, id, f);
		lo_vals_note_body(u->s->vals, id);
		g_array_append_val(ids, id);
	}
	set_size(u);
	for (guint i = 0; i < ids->len; i++)
		u->dirty[LO_AT(ids, LoFnId, i)] = TRUE;
	drop_calls(u, u->dirty);
	for (guint i = 0; i < ids->len; i++)
		lo_summaries_add_calls(u->s->vals, LO_AT(ids, LoFnId, i), u->s->calls);
}

/* ---- interpreting ---- */

static gboolean take_body(LoStoredFunc *f, gpointer data, GError **error)
{
	LoFunc **out = data;

	(void)error;
	if (!*out)
		*out = g_steal_pointer(&f->func);
	return TRUE;
}

gboolean lo_change_find_body(LoStore *store, const char *name, const char *scope, LoFunc **f, GError **error)
{
	*f = NULL;
	return lo_store_find_func(store, name, scope, take_body, f, error);
}

LoChange *lo_change_since_state(LoStore *store, GError **error)
{
	g_autoptr(GPtrArray) keys = lo_store_changed_since_state(store, error);
	g_autoptr(LoChange) change = lo_change_new();

	for (guint i = 0; keys && i < keys->len; i++) {
		g_auto(GStrv) parts = g_strsplit(g_ptr_array_index(keys, i), "\1", 2);
		LoFunc *f;
		if (!lo_change_find_body(store, parts[0], parts[1], &f, error))
			return NULL;
		if (f)	/* else it came and went meanwhile */
			g_ptr_array_add(change->funcs, f);
	}
	return keys ? g_steal_pointer(&change) : NULL;
}

/* The body of a function that has a summary. */
static gboolean need_body(Update *u, LoFnId fn, GError **error)
{
	LoFn *f = lo_program_fn(u->s->program, fn);
	LoFunc *ir = NULL;

	if (f->ir || !u->s->all[fn])
		return TRUE;
	if (!lo_change_find_body(u->store, f->name, f->scope, &ir, error))
		return FALSE;
	if (ir)
		lo_program_set_body(u->s->program, fn, ir);
	set_size(u);
	return TRUE;
}

static gboolean is_same(const LoVals *vals, const LoSummary *a, const LoSummary *b)
{
	if (!a || !b)
		return a == b;
	return lo_fingerprint_returns(vals, a) == lo_fingerprint_returns(vals, b);
}

/* Interpreted again; callers are to be, too, when it returns in other ways. */
static void compare(Update *u, LoFnId fn, LoSummary *old)
{
	LoSummary *new = u->s->all[fn];
	gboolean same = is_same(u->s->vals, old, new);

	if (new)
		new->changes = same ? old->changes : (guint32)lo_summary_passes_locks_on(u->s->vals, new);
	if (!same)
		mark_callers(u, fn);
	u->callbacks |= !same && ((old && old->changes) || (new && new->changes));
	if (!note_redone(u, fn, old))
		lo_summary_free(old);
}

/* One component of the calls: all of it, when one of it is dirty. */
static gboolean redo_component(Update *u, const LoFnId *fns, guint n, GError **error)
{
	g_autofree LoSummary **old = g_new(LoSummary *, n);
	gboolean dirty = FALSE;

	for (guint i = 0; i < n; i++)
		dirty |= u->dirty[fns[i]];
	if (!dirty)
		return TRUE;
	for (guint i = 0; i < n; i++)
		if (!need_body(u, fns[i], error))
			return FALSE;
	for (guint i = 0; i < n; i++)
		old[i] = g_steal_pointer(&u->s->all[fns[i]]);
	for (guint i = 0; i < n; i++)
		if (lo_program_fn(u->s->program, fns[i])->ir)
			u->s->all[fns[i]] = lo_interpret(u->s->vals, fns[i], lo_known_summaries(u->s->all), u->indirect);
	for (guint i = 0; i < n; i++)
		compare(u, fns[i], old[i]);
	return TRUE;
}

static gboolean redo_all(Update *u, GError **error)
{
	g_autoptr(LoGraph) calls = lo_graph_new(u->s->n, u->s->calls);
	g_autoptr(LoScc) scc = lo_scc_new(calls);
	gboolean ok = TRUE;

	for (guint32 c = 0; ok && c < scc->n_comps; c++)
		ok = redo_component(u, scc->order + scc->first[c], scc->first[c + 1] - scc->first[c], error);
	return ok;
}

/* What calls through pointers what passes locks on, now that this is something else. */
static gboolean redo_callers_of_callbacks(Update *u, GError **error)
{
	g_clear_pointer(&u->indirect, lo_indirect_free);
	u->indirect = lo_indirect_new(u->s->vals, u->s->all, u->s->n);
	for (guint i = 0; i < u->s->n; i++)
		u->dirty[i] = lo_indirect_concerns(u->indirect, u->s->all[i]);
	return redo_all(u, error);
}

static gpointer find_callers(gpointer data)
{
	return lo_summaries_callers(data);
}

LoChanged *lo_change_apply(LoSummaries *s, LoChange *change, LoStore *store, GError **error)
{
	g_autoptr(LoChanged) out = g_new0(LoChanged, 1);
	Update u = { .s = s, .store = store, .out = out, .dirty = g_new0(guint8, s->n + 1) };

	out->redone = g_array_new(FALSE, FALSE, sizeof(LoRedone));
	g_array_set_clear_func(out->redone, redone_clear);
	out->old_targets = g_array_new(FALSE, FALSE, sizeof(LoFnId));
	out->new_targets = g_array_new(FALSE, FALSE, sizeof(LoFnId));
	put_bodies(&u, change);
	put_variables(&u, change);
	set_size(&u);
	GThread *callers = g_thread_new("callers", find_callers, s);
	if (!lo_vals_is_user(s->vals))
		u.indirect = lo_indirect_new(s->vals, s->all, s->n);
	u.callers = g_thread_join(callers);
	gboolean ok = redo_all(&u, error);
	if (ok && u.callbacks && u.indirect)
		ok = redo_callers_of_callbacks(&u, error);
	lo_indirect_free(u.indirect);
	lo_graph_free(u.callers);
	g_free(u.dirty);
	return ok ? g_steal_pointer(&out) : NULL;
}
