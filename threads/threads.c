#include "threads/threads.h"

#include <string.h>

#define MAX_DEPTH 16	/* of threads that start threads */

static void clear_thread(gpointer data)
{
	g_clear_pointer(&((LoThread *)data)->beside, g_array_unref);
}

LoThreads *lo_threads_new(void)
{
	LoThreads *t = g_new0(LoThreads, 1);

	t->threads = g_array_new(FALSE, FALSE, sizeof(LoThread));
	g_array_set_clear_func(t->threads, clear_thread);
	t->sets = g_ptr_array_new_with_free_func((GDestroyNotify)g_array_unref);
	g_ptr_array_add(t->sets, g_array_new(FALSE, FALSE, sizeof(LoRunning)));
	return t;
}

void lo_threads_free(LoThreads *t)
{
	if (!t)
		return;
	g_array_unref(t->threads);
	g_ptr_array_unref(t->sets);
	g_free(t);
}

guint32 lo_threads_add_set(LoThreads *t, const GArray *running)
{
	for (guint i = 0; i < t->sets->len; i++) {
		const GArray *o = g_ptr_array_index(t->sets, i);
		if (o->len == running->len && (!o->len || !memcmp(o->data, running->data, o->len * sizeof(LoRunning))))
			return i;
	}
	GArray *copy = g_array_new(FALSE, FALSE, sizeof(LoRunning));
	g_array_append_vals(copy, running->data, running->len);
	g_ptr_array_add(t->sets, copy);
	return t->sets->len - 1;
}

static void add_beside(LoThread *th, LoVal token)
{
	for (guint i = 0; i < th->beside->len; i++)
		if (LO_AT(th->beside, LoVal, i) == token)
			return;
	g_array_append_val(th->beside, token);
}

/* The same place starts others, each with an argument of its own. */
static gboolean is_one_of_several(const LoThreads *t, guint32 id)
{
	const LoThread *th = lo_threads_get(t, id);

	for (guint32 i = 0; th->exact_argument && i < t->threads->len; i++) {
		const LoThread *o = lo_threads_get(t, i);
		if (i != id && o->start == th->start && o->parent == th->parent && o->token == th->token)
			return TRUE;
	}
	return FALSE;
}

guint32 lo_threads_add(LoThreads *t, LoThread thread, const GArray *beside)
{
	guint32 id = 0;

	for (; id < t->threads->len; id++) {
		const LoThread *o = lo_threads_get(t, id);
		if (o->start == thread.start && o->argument == thread.argument && o->parent == thread.parent &&
		    o->token == thread.token)
			break;
	}
	if (id == t->threads->len) {
		thread.beside = g_array_new(FALSE, FALSE, sizeof(LoVal));
		g_array_append_val(t->threads, thread);
	}
	LoThread *th = &LO_AT(t->threads, LoThread, id);
	th->many |= thread.many;
	for (guint i = 0; beside && i < beside->len; i++) {
		const LoRunning *r = &LO_AT(beside, LoRunning, i);
		th->many |= r->token == thread.token && !is_one_of_several(t, id);
		add_beside(th, r->token);
	}
	return id;
}

const LoThread *lo_threads_get(const LoThreads *t, guint32 id)
{
	return &LO_AT(t->threads, LoThread, id);
}

/* The thread and those that it descends from, itself first. */
static guint lineage(const LoThreads *t, guint32 id, guint32 out[MAX_DEPTH])
{
	guint n = 0;

	for (; id != LO_NO_ID && n < MAX_DEPTH; id = lo_threads_get(t, id)->parent)
		out[n++] = id;
	return n;
}

static gboolean has_token(const GArray *set, LoVal token)
{
	for (guint i = 0; i < set->len; i++)
		if (LO_AT(set, LoRunning, i).token == token)
			return TRUE;
	return FALSE;
}

/* Can the descendant whose line begins with `line` run while its ancestor's threads are `set`? */
static gboolean runs_beside_ancestor(const LoThreads *t, const guint32 *line, guint n, guint32 set)
{
	const LoThread *child = lo_threads_get(t, line[n - 1]);

	for (guint i = n - 1; i > 0; i--)
		if (lo_threads_get(t, line[i])->left_running)
			return TRUE;
	return has_token(g_ptr_array_index(t->sets, set), child->token);
}

static gboolean started_beside(const LoThread *a, const LoThread *b)
{
	for (guint i = 0; i < a->beside->len; i++)
		if (LO_AT(a->beside, LoVal, i) == b->token)
			return TRUE;
	return FALSE;
}

gboolean lo_threads_parallel(const LoThreads *t, guint32 a, guint32 sa, guint32 b, guint32 sb)
{
	guint32 la[MAX_DEPTH], lb[MAX_DEPTH];
	guint na = lineage(t, a, la), nb = lineage(t, b, lb);

	/* one that is started from outside runs beside all */
	if (!na || !nb || la[na - 1] != lb[nb - 1])
		return TRUE;
	while (na && nb && la[na - 1] == lb[nb - 1]) {
		if (lo_threads_get(t, la[na - 1])->many)
			return TRUE;
		na--;
		nb--;
	}
	if (!na && !nb)
		return FALSE;
	if (!na)
		return runs_beside_ancestor(t, lb, nb, sa);
	if (!nb)
		return runs_beside_ancestor(t, la, na, sb);
	for (guint i = 1; i < na; i++)
		if (lo_threads_get(t, la[i])->left_running)
			return TRUE;
	for (guint i = 1; i < nb; i++)
		if (lo_threads_get(t, lb[i])->left_running)
			return TRUE;
	const LoThread *x = lo_threads_get(t, la[na - 1]), *y = lo_threads_get(t, lb[nb - 1]);
	return started_beside(x, y) || started_beside(y, x);
}
