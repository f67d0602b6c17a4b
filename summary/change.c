#include "summary/change.h"

#include <string.h>

#include "common/threads.h"
#include "facts/changes.h"
#include "facts/ir_lines.h"
#include "summary/fingerprint.h"
#include "summary/indirect.h"

#define MAX_ROUNDS 4

LoChange *lo_change_new(void)
{
	LoChange *c = g_new0(LoChange, 1);

	c->funcs = g_ptr_array_new_with_free_func((GDestroyNotify)lo_func_free);
	c->globals = g_ptr_array_new_with_free_func((GDestroyNotify)lo_func_free);
	c->gone_funcs = g_ptr_array_new_with_free_func((GDestroyNotify)lo_func_free);
	c->gone_globals = g_ptr_array_new_with_free_func((GDestroyNotify)lo_func_free);
	c->moved = g_ptr_array_new_with_free_func((GDestroyNotify)lo_func_free);
	c->moved_from = g_ptr_array_new_with_free_func((GDestroyNotify)lo_func_free);
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
	g_ptr_array_unref(c->moved);
	g_ptr_array_unref(c->moved_from);
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
	GPtrArray *moved;	/* LoFunc *, owned: bodies that are the same but for their lines, until they are needed */
	guint8 *dirty;		/* per function, to be interpreted */
	guint8 *changed;	/* per function: it returns in other ways since `indirect` was made */
	LoScc *scc;		/* of the direct calls */
	LoGraph *callers;	/* callee -> callers */
	LoIndirect *indirect;	/* NULL: not followed */
	gboolean callbacks;	/* what functions called through pointers do to locks may be something else */
} Update;

static void update_clear(Update *u)
{
	g_clear_pointer(&u->moved, g_ptr_array_unref);
	g_clear_pointer(&u->scc, lo_scc_free);
	g_clear_pointer(&u->callers, lo_graph_free);
	g_clear_pointer(&u->indirect, lo_indirect_free);
	g_free(u->dirty);
	g_free(u->changed);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Update, update_clear)

static void set_size(Update *u)
{
	guint n = u->s->program->fns->len;

	u->s->all = g_renew(LoSummary *, u->s->all, n + 1);
	u->dirty = g_renew(guint8, u->dirty, n + 1);
	u->changed = g_renew(guint8, u->changed, n + 1);
	for (guint i = u->s->n; i < n; i++) {
		u->s->all[i] = NULL;
		u->dirty[i] = u->changed[i] = FALSE;
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

/* ---- bodies that are elsewhere in their file ---- */

static void move_line(GHashTable *lines, guint32 *line)
{
	gpointer to;

	if (g_hash_table_lookup_extended(lines, GUINT_TO_POINTER(*line), NULL, &to))
		*line = GPOINTER_TO_UINT(to);
}

/* What it says of its own lines; what others say of it has theirs. */
static void move_summary(LoSummary *s, LoFnId fn, GHashTable *lines)
{
	for (guint i = 0; i < s->events->len; i++)
		move_line(lines, &LO_AT(s->events, LoEvent, i).line);
	for (guint i = 0; i < s->leaks->len; i++)
		move_line(lines, &LO_AT(s->leaks, LoLeak, i).line);
	for (guint i = 0; i < s->inits->len; i++)
		if (LO_AT(s->inits, LoInitFact, i).fn == fn)
			move_line(lines, &LO_AT(s->inits, LoInitFact, i).line);
	for (guint i = 0; i < s->regs->len; i++)
		if (LO_AT(s->regs, LoRegFact, i).fn == fn)
			move_line(lines, &LO_AT(s->regs, LoRegFact, i).line);
}

/* The same body elsewhere says the same: its summary stays, unless lines of one became lines of several. */
static void move_bodies(Update *u, LoChange *change)
{
	LoProgram *p = u->s->program;

	for (guint i = 0; i < change->moved->len; i++) {
		LoFunc *now = g_ptr_array_index(change->moved, i);
		LoFnId id = lo_program_find_fn(p, name_of(now), scope_of(now));
		g_autoptr(GHashTable) lines = g_hash_table_new(NULL, NULL);
		if (id == LO_NO_ID || !u->s->all[id] || u->dirty[id])
			continue;
		u->dirty[id] = !lo_func_moved_lines(g_ptr_array_index(change->moved_from, i), now, lines);
		move_summary(u->s->all[id], id, lines);
		g_ptr_array_index(u->moved, id) = now;
		g_ptr_array_index(change->moved, i) = NULL;
	}
	g_ptr_array_set_size(change->moved, 0);
	g_ptr_array_set_size(change->moved_from, 0);
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
	ir = g_steal_pointer(&g_ptr_array_index(u->moved, fn));
	if (!ir && !lo_change_find_body(u->store, f->name, f->scope, &ir, error))
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

/* Those of the same component have been interpreted with it. */
static void mark_callers(Update *u, LoFnId fn)
{
	for (guint32 i = u->callers->first[fn]; i < u->callers->first[fn + 1]; i++) {
		LoFnId caller = u->callers->succ[i];
		u->dirty[caller] |= u->scc->comp_of[caller] != u->scc->comp_of[fn];
	}
}

static gboolean has_targets(const LoSummary *s)
{
	return s && (s->changes || s->stores->len || s->regs->len);
}

/* Interpreted again; callers are to be, too, when it returns in other ways. */
static void compare(Update *u, LoFnId fn, LoSummary *old)
{
	LoSummary *new = u->s->all[fn];

	if (new)
		new->changes = (guint32)lo_summary_passes_locks_on(u->s->vals, new);
	if (!is_same(u->s->vals, old, new)) {
		mark_callers(u, fn);
		u->changed[fn] = TRUE;
		u->callbacks |= has_targets(old) || has_targets(new);
	}
	if (!note_redone(u, fn, old))
		lo_summary_free(old);
}

/* One component of the calls: all of it, when one of it is dirty. */
static gboolean redo_component(Update *u, const LoFnId *fns, guint n, gboolean *redone, GError **error)
{
	g_autofree LoSummary **old = NULL;
	gboolean dirty = FALSE;

	for (guint i = 0; i < n; i++)
		dirty |= u->dirty[fns[i]];
	if (!dirty)
		return TRUE;
	*redone = TRUE;
	for (guint i = 0; i < n; i++)
		if (!need_body(u, fns[i], error))
			return FALSE;
	old = g_new(LoSummary *, n);
	for (guint i = 0; i < n; i++) {
		old[i] = g_steal_pointer(&u->s->all[fns[i]]);
		u->dirty[fns[i]] = FALSE;
	}
	for (guint i = 0; i < n; i++)
		if (lo_program_fn(u->s->program, fns[i])->ir)
			u->s->all[fns[i]] = lo_interpret(u->s->vals, fns[i], lo_known_summaries(u->s->all), u->indirect);
	for (guint i = 0; i < n; i++)
		compare(u, fns[i], old[i]);
	return TRUE;
}

/* Until all has been interpreted with what it calls by name, or some answer each other for ever. */
static gboolean redo_all(Update *u, GError **error)
{
	const LoScc *scc = u->scc;
	gboolean ok = TRUE, redone = TRUE;

	for (guint round = 0; ok && redone && round < MAX_ROUNDS; round++) {
		redone = FALSE;
		for (guint32 c = 0; ok && c < scc->n_comps; c++)
			ok = redo_component(u, scc->order + scc->first[c], scc->first[c + 1] - scc->first[c], &redone, error);
	}
	return ok;
}

/* ---- what is called through pointers ---- */

typedef struct {
	Update *u;
	LoIndirect *was;
} Check;

static void check_function(guint32 fn, gpointer worker, gpointer data)
{
	const Check *c = data;
	const Update *u = c->u;
	const LoSummary *s = u->s->all[fn];

	(void)worker;
	for (guint i = 0; s && !u->dirty[fn] && i < s->events->len; i++)
		u->dirty[fn] = lo_indirect_differs(c->was, u->indirect, &LO_AT(s->events, LoEvent, i), u->changed);
}

/* Who calls through pointers what changes the locks held, and was interpreted with something else. */
static gboolean mark_concerned(Update *u)
{
	Check c = { u, u->indirect };
	gboolean any = FALSE;

	u->indirect = lo_indirect_new(u->s->vals, u->s->all, u->s->n);
	lo_vals_share(u->s->vals, TRUE);
	lo_threads_share(u->s->n, check_function, &c);
	lo_vals_share(u->s->vals, FALSE);
	lo_indirect_free(c.was);
	memset(u->changed, 0, u->s->n);
	for (guint i = 0; !any && i < u->s->n; i++)
		any = u->dirty[i];
	return any;
}

/* To the point that lo_summaries_new() gets to. */
static gboolean redo(Update *u, GError **error)
{
	g_autoptr(LoGraph) calls = lo_graph_new(u->s->n, u->s->calls);

	u->scc = lo_scc_new(calls);
	for (guint round = 0; round < MAX_ROUNDS; round++) {
		if (!redo_all(u, error))
			return FALSE;
		if (!u->callbacks || !u->indirect || !mark_concerned(u))
			break;
		u->callbacks = FALSE;
	}
	return TRUE;
}

static gpointer find_callers(gpointer data)
{
	return lo_summaries_callers(data);
}

LoChanged *lo_change_apply(LoSummaries *s, LoChange *change, LoStore *store, LoIndirect *indirect, GError **error)
{
	g_autoptr(LoChanged) out = g_new0(LoChanged, 1);
	g_auto(Update) u = { .s = s, .store = store, .out = out, .dirty = g_new0(guint8, s->n + 1), .changed = g_new0(guint8, s->n + 1),
			     .indirect = indirect, .moved = g_ptr_array_new_with_free_func((GDestroyNotify)lo_func_free) };

	guint n_before = s->n;

	out->redone = g_array_new(FALSE, FALSE, sizeof(LoRedone));
	g_array_set_clear_func(out->redone, redone_clear);
	out->old_targets = g_array_new(FALSE, FALSE, sizeof(LoFnId));
	out->new_targets = g_array_new(FALSE, FALSE, sizeof(LoFnId));
	out->others = change->gone_funcs->len || change->globals->len || change->gone_globals->len;
	put_bodies(&u, change);
	put_variables(&u, change);
	set_size(&u);
	out->others |= s->n != n_before;
	g_ptr_array_set_size(u.moved, (gint)s->n);
	move_bodies(&u, change);
	u.callbacks = out->old_targets->len || out->new_targets->len;
	if (!u.callbacks && !memchr(u.dirty, 1, s->n))
		return g_steal_pointer(&out);
	GThread *callers = g_thread_new("callers", find_callers, s);
	if (!u.indirect && !lo_vals_is_user(s->vals))
		u.indirect = lo_indirect_new(s->vals, s->all, s->n);
	u.callers = g_thread_join(callers);
	return redo(&u, error) ? g_steal_pointer(&out) : NULL;
}
