#include "solver/renew.h"

#include "facts/ir_lines.h"
#include "summary/alike.h"
#include "summary/change.h"

#include <string.h>

typedef struct {
	LoStore *store;
	const LoFactChanges *c;
	GHashTable *gone, *came;	/* functions: "name\1scope", owned -> LoFunc *, lent */
	GHashTable *moved;		/* of these keys, lent, those whose body is the same but for lines */
	LoSummaries *s;
	guint n_state;			/* functions that the state knows */
	LoLineMoves *moves;
} Renewal;

static gboolean tell(gboolean same, const char *what)
{
	if (!same)
		g_debug("other %s", what);
	return same;
}

/* ---- what the facts tell ---- */

static char *key_of(const LoFunc *f)
{
	return g_strconcat(lo_func_str(f, f->name), "\1", lo_func_str(f, f->scope), NULL);
}

/* NULL: two have the same name and scope. */
static GHashTable *index_bodies(const GPtrArray *list)
{
	g_autoptr(GHashTable) out = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

	for (guint i = 0; i < list->len; i++)
		if (!g_hash_table_insert(out, key_of(g_ptr_array_index(list, i)), g_ptr_array_index(list, i)))
			return NULL;
	return g_steal_pointer(&out);
}

static gboolean same_text(const LoFunc *a, LoStrId x, const LoFunc *b, LoStrId y)
{
	return !strcmp(lo_func_str(a, x), lo_func_str(b, y));
}

static gboolean same_head(const LoFunc *a, const LoFunc *b)
{
	return a->flags == b->flags && a->n_params == b->n_params && same_text(a, a->file, b, b->file) && same_text(a, a->sig, b, b->sig) &&
	       same_text(a, a->ret_type, b, b->ret_type);
}

/* The kernel's macros make names that have the line in them. */
static gboolean are_names_numbered(const char *a, const char *b)
{
	while (*a || *b) {
		if (g_ascii_isdigit(*a) && g_ascii_isdigit(*b)) {
			a += strspn(a, "0123456789");
			b += strspn(b, "0123456789");
		} else if (*a++ != *b++) {
			return FALSE;
		}
	}
	return TRUE;
}

/* A variable of another name that is the same; who speaks of it by name differs then. */
static const LoFunc *find_renamed(const GPtrArray *gone, GHashTable *came, GHashTable *paired, const LoFunc *now)
{
	for (guint i = 0; i < gone->len; i++) {
		const LoFunc *was = g_ptr_array_index(gone, i);
		g_autofree char *key = key_of(was);
		if (!g_hash_table_contains(came, key) && !g_hash_table_contains(paired, was) && are_names_numbered(lo_func_str(was, was->name), lo_func_str(now, now->name)) &&
		    lo_func_is_same_elsewhere(was, now, FALSE))
			return was;
	}
	return NULL;
}

/* Variables are to be what they were. */
static gboolean match_globals(Renewal *r)
{
	g_autoptr(GHashTable) gone = index_bodies(r->c->gone_globals), came = index_bodies(r->c->came_globals);
	g_autoptr(GHashTable) paired = g_hash_table_new(NULL, NULL);
	GHashTableIter it;
	gpointer key, f;

	if (!gone || !came || g_hash_table_size(gone) != g_hash_table_size(came))
		return FALSE;
	g_hash_table_iter_init(&it, came);
	while (g_hash_table_iter_next(&it, &key, &f)) {
		const LoFunc *now = f, *was = g_hash_table_lookup(gone, key);
		if (was && !lo_func_is_same_elsewhere(was, now, FALSE))
			return FALSE;
		was = was ? was : find_renamed(r->c->gone_globals, came, paired, now);
		if (!was || !g_hash_table_add(paired, (gpointer)was) ||
		    !lo_line_moves_add(r->moves, lo_func_str(now, now->file), NULL, was->line, now->line))
			return FALSE;
	}
	return TRUE;
}

static gint by_text(gconstpointer a, gconstpointer b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The functions that it calls by name, sorted; NULL `f`: none. */
static GPtrArray *callees_of(const LoFunc *f)
{
	GPtrArray *out = g_ptr_array_new();

	for (guint i = 0; f && i < f->instrs->len; i++) {
		const LoInstr *in = &LO_AT(f->instrs, LoInstr, i);
		const LoTerm *t = in->kind == LO_INSTR_CALL ? &LO_AT(f->terms, LoTerm, in->addr) : NULL;
		if (t && t->kind == LO_TERM_FUNC)
			g_ptr_array_add(out, (gpointer)lo_func_str(f, LO_AT(f->syms, LoSym, t->a).name));
	}
	g_ptr_array_sort(out, by_text);
	return out;
}

static gboolean same_callees(const LoFunc *a, const LoFunc *b)
{
	g_autoptr(GPtrArray) x = callees_of(a), y = callees_of(b);

	for (guint i = 0; x->len == y->len && i < x->len; i++)
		if (strcmp(g_ptr_array_index(x, i), g_ptr_array_index(y, i)) != 0)
			return FALSE;
	return x->len == y->len;
}

static gboolean moves(Renewal *r, const LoFunc *f, guint32 from, guint32 to)
{
	return lo_line_moves_add(r->moves, lo_func_str(f, f->file), lo_func_str(f, f->name), from, to);
}

/* The same body elsewhere says the same: its summary need not be made again. */
static gboolean move_body(Renewal *r, const char *key, const LoFunc *was, const LoFunc *now)
{
	gboolean ok = moves(r, now, was->end_line, now->end_line);

	for (guint i = 0; ok && i < was->instrs->len; i++) {
		guint32 from = LO_AT(was->instrs, LoInstr, i).line, to = LO_AT(now->instrs, LoInstr, i).line;
		/* a lock may be set up there */
		ok = moves(r, now, from, to) && lo_line_moves_add(r->moves, lo_func_str(now, now->file), NULL, from, to);
	}
	for (guint i = 0; ok && i < was->blocks->len; i++)
		ok = moves(r, now, LO_AT(was->blocks, LoBlock, i).line, LO_AT(now->blocks, LoBlock, i).line);
	g_hash_table_add(r->moved, (gpointer)key);
	return ok;
}

static gboolean match_functions(Renewal *r)
{
	GHashTableIter it;
	gpointer key, f;

	r->gone = index_bodies(r->c->gone_funcs);
	r->came = index_bodies(r->c->came_funcs);
	if (!r->gone || !r->came)
		return FALSE;
	g_hash_table_iter_init(&it, r->gone);
	while (g_hash_table_iter_next(&it, &key, &f))
		if (!g_hash_table_contains(r->came, key) && !same_callees(f, NULL))
			return FALSE;
	g_hash_table_iter_init(&it, r->came);
	while (g_hash_table_iter_next(&it, &key, &f)) {
		const LoFunc *now = f, *was = g_hash_table_lookup(r->gone, key);
		if (!same_callees(was, now) || !strcmp(lo_func_str(now, now->name), "main") || (was && !same_head(was, now)) ||
		    (was && !moves(r, now, was->line, now->line)) ||
		    (was && lo_func_is_same_elsewhere(was, now, TRUE) && !move_body(r, key, was, now)))
			return FALSE;
	}
	return TRUE;
}

/* Of several bodies of one name the first in the order of all stands for it: that may be another now.  (Of variables it
 * is the one that says most.) */
static gboolean are_first(const Renewal *r, gboolean *first, GError **error)
{
	GHashTableIter it;
	gpointer key, f;

	*first = TRUE;
	g_hash_table_iter_init(&it, r->came);
	while (*first && g_hash_table_iter_next(&it, &key, &f))
		if (!lo_store_is_first_body(r->store, f, first, error))
			return FALSE;
	g_hash_table_iter_init(&it, r->gone);
	while (*first && g_hash_table_iter_next(&it, &key, &f))
		if (!g_hash_table_contains(r->came, key) && !lo_store_has_no_body(r->store, f, first, error))
			return FALSE;
	return TRUE;
}

/* The members that the functions store to: what initialisers put there counts only where nobody does. */
static GHashTable *assigned_members(const GPtrArray *funcs)
{
	GHashTable *out = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

	for (guint i = 0; i < funcs->len; i++) {
		const LoFunc *f = g_ptr_array_index(funcs, i);
		for (guint k = 0; k < f->instrs->len; k++) {
			const LoInstr *in = &LO_AT(f->instrs, LoInstr, k);
			const LoTerm *t = in->kind == LO_INSTR_STORE ? &LO_AT(f->terms, LoTerm, in->addr) : NULL;
			while (t && t->kind == LO_TERM_INDEX)
				t = &LO_AT(f->terms, LoTerm, t->a);
			if (!t || t->kind != LO_TERM_FIELD)
				continue;
			const LoField *m = &LO_AT(f->fields, LoField, t->b);
			g_hash_table_add(out, g_strconcat(lo_func_str(f, m->record), "\1", lo_func_str(f, m->name), NULL));
		}
	}
	return out;
}

static gboolean is_assigned(const Renewal *r, const char *key)
{
	g_auto(GStrv) parts = g_strsplit(key, "\1", 2);
	LoFieldId id = lo_program_find_field(r->s->program, parts[0], parts[1]);

	return id != LO_NO_ID && lo_vals_is_assigned(r->s->vals, id);
}

/* To be asked before the change is put in. */
static gboolean same_assignments(const Renewal *r)
{
	g_autoptr(GHashTable) before = assigned_members(r->c->gone_funcs), now = assigned_members(r->c->came_funcs);
	GHashTableIter it;
	gpointer key;

	g_hash_table_iter_init(&it, now);
	while (g_hash_table_iter_next(&it, &key, NULL))
		if (!g_hash_table_remove(before, key) && !is_assigned(r, key))
			return FALSE;
	/* whether others do is not known */
	return !g_hash_table_size(before);
}

/* A member or variable has the type that the first who names it gives it. */
static gboolean has_known_types(const Renewal *r, const LoFunc *f)
{
	LoProgram *p = r->s->program;

	for (guint i = 0; i < f->fields->len; i++) {
		const LoField *m = &LO_AT(f->fields, LoField, i);
		LoFieldId id = lo_program_intern_field(p, lo_func_str(f, m->record), lo_func_str(f, m->name), lo_func_str(f, m->type));
		if (strcmp(lo_program_field(p, id)->type, lo_func_str(f, m->type)) != 0)
			return FALSE;
	}
	for (guint i = 0; i < f->terms->len; i++) {
		const LoTerm *t = &LO_AT(f->terms, LoTerm, i);
		const LoSym *v = t->kind == LO_TERM_GLOBAL ? &LO_AT(f->syms, LoSym, t->a) : NULL;
		LoVarId id = v ? lo_program_find_var(p, lo_func_str(f, v->name), lo_func_str(f, v->scope)) : LO_NO_ID;
		if (id != LO_NO_ID && strcmp(lo_program_var(p, id)->type, lo_func_str(f, v->type)) != 0)
			return FALSE;
	}
	return TRUE;
}

static gboolean are_types_known(const Renewal *r)
{
	for (guint i = 0; i < r->c->came_funcs->len; i++)
		if (!has_known_types(r, g_ptr_array_index(r->c->came_funcs, i)))
			return FALSE;
	return TRUE;
}

/* ---- the summaries as the solution was made of them, then as they are ---- */

static gboolean is_known(const Renewal *r, const char *name, const char *scope)
{
	return lo_program_find_fn(r->s->program, name, scope) != LO_NO_ID;
}

/* The body that it had before; NULL: none, or nobody knew of it. */
static gboolean body_before(const Renewal *r, const char *key, LoFunc **f, GError **error)
{
	g_auto(GStrv) parts = g_strsplit(key, "\1", 2);
	const LoFunc *gone = g_hash_table_lookup(r->gone, key);

	*f = NULL;
	if (!is_known(r, parts[0], parts[1]) || (!gone && g_hash_table_contains(r->came, key)))
		return TRUE;
	*f = gone ? lo_func_copy(gone) : NULL;
	return *f || lo_change_find_body(r->store, parts[0], parts[1], f, error);
}

/* A caller interpreted again with a body that it has since this session only? */
static gboolean mixes_versions(const Renewal *r, const LoChanged *changed, GPtrArray *since)
{
	for (guint i = 0; i < changed->redone->len; i++) {
		const LoFn *fn = lo_program_fn(r->s->program, LO_AT(changed->redone, LoRedone, i).fn);
		g_autofree char *key = g_strconcat(fn->name, "\1", fn->scope, NULL);
		if (g_hash_table_contains(r->gone, key) && !g_hash_table_contains(r->moved, key) && !g_ptr_array_find_with_equal_func(since, key, g_str_equal, NULL))
			return TRUE;
	}
	return FALSE;
}

/* *ok FALSE: they can't be had. */
static gboolean catch_up(Renewal *r, gboolean *ok, GError **error)
{
	g_autoptr(GPtrArray) since = lo_store_changed_since_state(r->store, error);
	g_autoptr(LoChange) change = lo_change_new();

	*ok = TRUE;
	for (guint i = 0; since && i < since->len; i++) {
		LoFunc *f;
		if (!body_before(r, g_ptr_array_index(since, i), &f, error))
			return FALSE;
		if (f)
			g_ptr_array_add(change->funcs, f);
	}
	if (!since || !change->funcs->len)
		return since != NULL;
	LoChanged *changed = lo_change_apply(r->s, change, r->store, NULL, error);
	*ok = changed && !mixes_versions(r, changed, since);
	lo_changed_free(changed);
	return changed != NULL;
}

static gint by_name(gconstpointer a, gconstpointer b)
{
	const LoFunc *x = *(const LoFunc *const *)a, *y = *(const LoFunc *const *)b;
	int order = strcmp(lo_func_str(x, x->name), lo_func_str(y, y->name));

	return order ? order : strcmp(lo_func_str(x, x->scope), lo_func_str(y, y->scope));
}

static LoChange *change_of(const Renewal *r)
{
	LoChange *change = lo_change_new();
	GHashTableIter it;
	gpointer key, f;

	g_hash_table_iter_init(&it, r->came);
	while (g_hash_table_iter_next(&it, &key, &f))
		if (!g_hash_table_contains(r->moved, key))
			g_ptr_array_add(change->funcs, lo_func_copy(f));
	g_ptr_array_sort(change->funcs, by_name);
	g_hash_table_iter_init(&it, r->gone);
	while (g_hash_table_iter_next(&it, &key, &f)) {
		const LoFunc *was = f;
		if (!g_hash_table_contains(r->came, key) && is_known(r, lo_func_str(was, was->name), lo_func_str(was, was->scope)))
			g_ptr_array_add(change->gone_funcs, lo_func_copy(was));
	}
	return change;
}

/* ---- comparing ---- */

/* What is new says nothing to anybody, what was there says the same. */
static gboolean compare_one(Renewal *r, LoAlike *alike, const LoRedone *redone, guint n_before)
{
	const LoSummary *old = redone->old, *new = r->s->all[redone->fn];

	if (!old || !new)
		return (!old && !new) || (new && redone->fn >= n_before && lo_summary_is_inert(new) && !lo_vals_primitive(r->s->vals, redone->fn));
	return lo_alike_compare(alike, redone->fn, old, new);
}

static gboolean compare_all(Renewal *r, const LoChanged *changed, guint n_before)
{
	g_autoptr(LoAlike) alike = lo_alike_new(r->s->vals);

	for (guint i = 0; i < changed->redone->len; i++) {
		const LoRedone *redone = &LO_AT(changed->redone, LoRedone, i);
		if (!compare_one(r, alike, redone, n_before)) {
			g_debug("'%s' is another", lo_program_fn(r->s->program, redone->fn)->name);
			return FALSE;
		}
	}
	return lo_alike_keeps_order(alike);
}

/* ---- lines ---- */

static gboolean move(Renewal *r, LoFnId fn, guint32 from, guint32 to)
{
	const LoFn *f = lo_program_fn(r->s->program, fn);

	return lo_line_moves_add(r->moves, f->file, f->name, from, to);
}

static gboolean move_lock(Renewal *r, const LoInitFact *x, const LoInitFact *y)
{
	return x->fn == LO_NO_ID || lo_line_moves_add(r->moves, lo_program_fn(r->s->program, x->fn)->file, NULL, x->line, y->line);
}

static gboolean move_function(Renewal *r, LoFnId fn, const LoSummary *old, const LoSummary *new)
{
	gboolean ok = TRUE;

	for (guint i = 0; i < old->events->len; i++)
		ok = ok && move(r, fn, LO_AT(old->events, LoEvent, i).line, LO_AT(new->events, LoEvent, i).line);
	for (guint i = 0; i < old->leaks->len; i++)
		ok = ok && move(r, fn, LO_AT(old->leaks, LoLeak, i).line, LO_AT(new->leaks, LoLeak, i).line);
	for (guint i = 0; i < old->regs->len; i++)
		ok = ok && move(r, LO_AT(old->regs, LoRegFact, i).fn, LO_AT(old->regs, LoRegFact, i).line, LO_AT(new->regs, LoRegFact, i).line);
	for (guint i = 0; i < old->inits->len; i++)
		ok = ok && move_lock(r, &LO_AT(old->inits, LoInitFact, i), &LO_AT(new->inits, LoInitFact, i));
	return ok;
}

static gboolean is_moved(const Renewal *r, LoFnId fn)
{
	const LoFn *f = lo_program_fn(r->s->program, fn);
	g_autofree char *key = g_strconcat(f->name, "\1", f->scope, NULL);

	return g_hash_table_contains(r->moved, key);
}

static void count_place(const Renewal *r, GHashTable *counts, LoFnId fn, gint by, gboolean new)
{
	const LoFn *f = fn != LO_NO_ID && r->s->all[fn] ? lo_program_fn(r->s->program, fn) : NULL;
	g_autofree char *key = f ? g_strconcat(f->name, "\1", f->file, NULL) : NULL;

	if (!key || (!new && !g_hash_table_contains(counts, key)))
		return;
	gint n = GPOINTER_TO_INT(g_hash_table_lookup(counts, key)) + by;
	g_hash_table_insert(counts, g_steal_pointer(&key), GINT_TO_POINTER(n));
}

/* Hops have a function's name and file: are two alike in both, of which one moves? */
static gboolean are_twins_moved(const Renewal *r, const LoChanged *changed)
{
	g_autoptr(GHashTable) counts = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);	/* "name\1file" -> those that stay */
	GHashTableIter it;
	gpointer key, n;
	gboolean twins = FALSE;

	if (!lo_line_moves_any(r->moves))
		return FALSE;
	for (guint i = 0; i < changed->redone->len; i++) {
		LoFnId fn = LO_AT(changed->redone, LoRedone, i).fn;
		if (!is_moved(r, fn))
			count_place(r, counts, fn, -1, TRUE);
	}
	g_hash_table_iter_init(&it, r->moved);
	while (g_hash_table_iter_next(&it, &key, NULL)) {
		g_auto(GStrv) parts = g_strsplit(key, "\1", 2);
		count_place(r, counts, lo_program_find_fn(r->s->program, parts[0], parts[1]), -1, TRUE);
	}
	for (LoFnId fn = 0; fn < r->s->n; fn++)
		count_place(r, counts, fn, 1, FALSE);
	g_hash_table_iter_init(&it, counts);
	while (g_hash_table_iter_next(&it, &key, &n))
		twins |= GPOINTER_TO_INT(n) > 0;
	return twins;
}

static gboolean move_all(Renewal *r, const LoChanged *changed)
{
	for (guint i = 0; i < changed->redone->len; i++) {
		const LoRedone *x = &LO_AT(changed->redone, LoRedone, i);
		if (x->old && r->s->all[x->fn] && !move_function(r, x->fn, x->old, r->s->all[x->fn]))
			return FALSE;
	}
	return !are_twins_moved(r, changed);
}

/* ---- all of it ---- */

static gboolean holds(Renewal *r, const LoModel *model, GBytes *state, GError **error)
{
	gboolean ok;

	r->s = lo_summaries_unpack(state, model, error);
	if (!r->s || lo_vals_is_user(r->s->vals) || !tell(same_assignments(r), "assignments") ||
	    !tell(are_types_known(r), "types") || !catch_up(r, &ok, error) || !ok)
		return FALSE;
	guint n_before = r->s->n;
	g_autoptr(LoChange) change = change_of(r);
	LoChanged *changed = lo_change_apply(r->s, change, r->store, NULL, error);
	ok = changed && tell(compare_all(r, changed, n_before), "summaries") && tell(move_all(r, changed), "lines");
	lo_changed_free(changed);
	return ok;
}

static GPtrArray *changed_keys(const Renewal *r)
{
	GPtrArray *out = g_ptr_array_new_with_free_func(g_free);
	GHashTableIter it;
	gpointer key;

	g_hash_table_iter_init(&it, r->came);
	while (g_hash_table_iter_next(&it, &key, NULL))
		g_ptr_array_add(out, g_strdup(key));
	g_hash_table_iter_init(&it, r->gone);
	while (g_hash_table_iter_next(&it, &key, NULL))
		if (!g_hash_table_contains(r->came, key))
			g_ptr_array_add(out, g_strdup(key));
	return out;
}

LoLineMoves *lo_solution_still_holds(LoStore *store, const LoModel *model, GBytes *state, const LoFactChanges *c, GPtrArray **changed,
				     GError **error)
{
	Renewal r = { .store = store, .c = c, .moved = g_hash_table_new(g_str_hash, g_str_equal), .moves = lo_line_moves_new() };
	gboolean first;

	if (!tell(match_globals(&r), "variables") || !tell(match_functions(&r), "calls") || !are_first(&r, &first, error) || !tell(first, "bodies of one name") || !holds(&r, model, state, error))
		g_clear_pointer(&r.moves, lo_line_moves_free);
	else
		*changed = changed_keys(&r);
	g_hash_table_unref(r.moved);
	g_clear_pointer(&r.gone, g_hash_table_unref);
	g_clear_pointer(&r.came, g_hash_table_unref);
	lo_summaries_free(r.s);
	return r.moves;
}
