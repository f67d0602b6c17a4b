#include "threads/relation.h"

#include "threads/happens.h"

/* Whatever object the paths that meet there had. */
static gboolean is_of_join(const LoValue *v)
{
	return v->kind == LO_V_OPAQUE && v->b >= LO_SITE_JOIN && v->b < LO_SITE_CLOBBER;
}

/* A member or element of a variable, a local or a new object: not reached through a pointer in memory. */
static gboolean is_rooted(const LoVals *vals, LoVal lock)
{
	const LoValue *v = lo_val(vals, lo_lock_object(vals, lock));

	return v->kind == LO_V_VAR || v->kind == LO_V_LOCAL || (v->kind == LO_V_OPAQUE && !is_of_join(v)) || v->kind == LO_V_PSEUDO;
}

/* Two paths into objects: do they differ in something other than unknown elements? */
static gboolean paths_differ(const LoVals *vals, LoVal a, LoVal b)
{
	while (a != b) {
		const LoValue *x = lo_val(vals, a), *y = lo_val(vals, b);
		if (x->kind == LO_V_INDEX && y->kind != LO_V_INDEX && x->k <= 0) {
			a = x->a;	/* p[0] is p */
			continue;
		}
		if (y->kind == LO_V_INDEX && x->kind != LO_V_INDEX && y->k <= 0) {
			b = y->a;
			continue;
		}
		if (x->kind != y->kind || (x->kind != LO_V_FIELD && x->kind != LO_V_INDEX))
			return TRUE;
		if (x->kind == LO_V_FIELD ? x->b != y->b : x->k >= 0 && y->k >= 0 && x->k != y->k)
			return TRUE;
		a = x->a;
		b = y->a;
	}
	return FALSE;
}

LoRelation lo_relate_locks(const LoVals *vals, LoVal a, LoClassId a_cls, LoVal b, LoClassId b_cls)
{
	if (a == b)
		return lo_is_exact(vals, a) ? LO_SAME : LO_MAYBE;
	if (is_rooted(vals, a) && is_rooted(vals, b))
		return paths_differ(vals, a, b) ? LO_DISTINCT : LO_MAYBE;
	return a_cls == b_cls ? LO_MAYBE : LO_DISTINCT;
}

/* Did the thread, or one that started it, get the object as its argument? */
static gboolean is_given(const LoExplored *x, const LoVals *vals, guint32 thread, LoVal object)
{
	for (guint n = 0; thread != LO_NO_ID && n < 16; n++) {
		const LoThread *t = lo_threads_get(x->threads, thread);
		if (lo_local_object(vals, t->argument) == object)
			return TRUE;
		thread = t->parent;
	}
	return FALSE;
}

/* Threads that a loop starts, and an object that it makes anew in each round: no two of them have the same. */
static gboolean is_made_with(const LoExplored *x, const LoVals *vals, guint32 thread, LoVal object)
{
	const LoThread *t = lo_threads_get(x->threads, thread);
	const LoValue *o = lo_val(vals, object);
	const LoPathStep *start = t->path != LO_NO_ID ? &LO_AT(x->paths, LoPathStep, t->path) : NULL;

	if (!start || o->kind != LO_V_OPAQUE || o->a != start->fn || (o->b >= LO_SITE_THREAD && o->b < 1u << 31))
		return FALSE;
	/* of a callee: see rename_local() */
	guint32 instr = o->b >> 31 ? (o->b & ~(1u << 31)) / 64 : o->b;
	return lo_in_one_loop(lo_program_fn(lo_vals_program(vals), start->fn)->ir, instr,
			      LO_AT(x->summaries[start->fn]->events, LoEvent, start->event).instr);
}

static gboolean is_of_each_thread(const LoVals *vals, LoVal lock)
{
	const LoValue *v = lo_val(vals, lo_lock_object(vals, lock));
	const LoFn *init = v->kind == LO_V_VAR ? lo_program_var(lo_vals_program(vals), v->a)->init : NULL;

	return init && init->ir && init->ir->flags & LO_FUNC_PER_THREAD;
}

LoRelation lo_relate_across(const LoExplored *x, const LoVals *vals, guint32 t, LoVal a, LoClassId a_cls,
			    guint32 u, LoVal b, LoClassId b_cls)
{
	LoRelation r = lo_relate_locks(vals, a, a_cls, b, b_cls);
	LoVal object = lo_local_object(vals, a);

	if (is_of_each_thread(vals, a))
		return LO_DISTINCT;
	if (r == LO_DISTINCT || !object || is_of_join(lo_val(vals, object)) || is_of_join(lo_val(vals, lo_lock_object(vals, b))))
		return r;
	if (t == u && is_made_with(x, vals, t, object))	/* but one may come upon another's */
		return g_hash_table_contains(x->published, GUINT_TO_POINTER(object)) ? LO_MAYBE : LO_DISTINCT;
	if (!g_hash_table_contains(x->shared, GUINT_TO_POINTER(object)))
		return LO_DISTINCT;
	/* each of them has its own */
	if (t == u && lo_val(vals, object)->a == lo_threads_get(x->threads, t)->start && !is_given(x, vals, t, object))
		return LO_DISTINCT;
	return r;
}
