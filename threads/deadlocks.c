#include "threads/deadlocks_internal.h"

#include "threads/happens.h"
#include "threads/relation.h"

#include <string.h>

#define MAX_STEPS 20000		/* of the search from one side */
#define MAX_ALL_STEPS 4000000	/* of all of it */
#define MAX_REPORTS 2000
#define MAX_PATH 64

/* ---- chains ---- */

static guint path_steps(const Search *s, guint32 path, guint32 out[MAX_PATH])
{
	guint n = 0;

	for (guint32 p = path; p != LO_NO_ID && n < MAX_PATH; p = LO_AT(s->x->paths, LoPathStep, p).parent)
		out[n++] = p;
	for (guint i = 0; i < n / 2; i++) {
		guint32 t = out[i];
		out[i] = out[n - 1 - i];
		out[n - 1 - i] = t;
	}
	return n;
}

static const LoEvent *event_of(const Search *s, const LoPathStep *step)
{
	return &LO_AT(s->w->summaries[step->fn]->events, LoEvent, step->event);
}

static void add_hop(const Search *s, GArray *out, LoFnId fn, guint32 line, const char *note)
{
	LoHop hop = lo_fn_hop(lo_program_fn(s->w->program, fn), line, note);

	g_array_append_val(out, hop);
}

static void add_steps(const Search *s, GArray *out, const guint32 *steps, guint from, guint n)
{
	for (guint i = from; i < n; i++) {
		const LoPathStep *step = &LO_AT(s->x->paths, LoPathStep, steps[i]);
		const LoEvent *ev = event_of(s, step);
		add_hop(s, out, step->fn, ev->line, ev->kind == LO_EV_ICALL ? "through a pointer" : "");
	}
}

/* The event of a function with which it comes to hold what it returns with, NULL: it is not known. */
static const LoEvent *left_held_by(const LoSummary *sum)
{
	for (guint i = 0; sum && i < sum->exits->len; i++) {
		const LoExit *x = &LO_AT(sum->exits, LoExit, i);
		guint32 event = x->n_held ? LO_AT(sum->helds, LoHeld, x->first_held).event : G_MAXUINT32;
		if (event < sum->events->len)
			return &LO_AT(sum->events, LoEvent, event);
	}
	return NULL;
}

guint lo_search_inside(const Search *s, guint32 path, LoFnId out[MAX_INSIDE], guint32 lines[MAX_INSIDE])
{
	const LoEvent *ev = event_of(s, &LO_AT(s->x->paths, LoPathStep, path));
	guint n = 0;

	while (ev->kind == LO_EV_CALL && n < MAX_INSIDE) {
		const LoEvent *in = left_held_by(s->w->summaries[ev->callee]);
		if (!in)
			break;
		out[n] = ev->callee;
		lines[n++] = in->line;
		ev = in;
	}
	return n;
}

static void add_inside(const Search *s, GArray *out, guint32 path)
{
	LoFnId fns[MAX_INSIDE];
	guint32 lines[MAX_INSIDE];
	guint n = lo_search_inside(s, path, fns, lines);

	for (guint i = 0; i < n; i++)
		add_hop(s, out, fns[i], lines[i], "");
}

/* Both chains begin in the function where both locks meet. */
void lo_search_fill_chains(const Search *s, LoEdgeRow *row, guint32 from, guint32 to)
{
	guint32 a[MAX_PATH] = { 0 }, b[MAX_PATH] = { 0 };
	guint na = path_steps(s, from, a), nb = path_steps(s, to, b), meet = 0;

	for (guint i = 0; i < na && i < nb; i++) {
		const LoPathStep *p = &LO_AT(s->x->paths, LoPathStep, a[i]), *q = &LO_AT(s->x->paths, LoPathStep, b[i]);
		if (p->fn != q->fn || p->parent != q->parent)
			break;
		meet = i;
	}
	row->from_chain = lo_hops_new();
	row->to_chain = lo_hops_new();
	add_steps(s, row->from_chain, a, meet, na);
	if (na)
		add_inside(s, row->from_chain, from);
	add_steps(s, row->to_chain, b, meet, nb);
}

/* ---- classes and edges ---- */

/* An element of an array is shown by its number. */
guint32 lo_search_class_row(Search *s, LoVal lock, LoClassId cls)
{
	const LoValue *v = lo_val(s->w->vals, lock);
	guint32 row = s->class_rows[cls];

	if (v->kind != LO_V_INDEX || v->k < 0)
		return row;
	const LoClassRow *base = &LO_AT(s->sol->classes, LoClassRow, row);
	const LoValue *array = lo_val(s->w->vals, v->a);
	g_autofree char *in = array->kind == LO_V_INDEX && array->k >= 0 ? g_strdup_printf("[%" G_GINT64_FORMAT "]", array->k) : g_strdup("");
	g_autofree char *name = g_strdup_printf("%s%s[%" G_GINT64_FORMAT "]", base->name, in, v->k);
	guint known = GPOINTER_TO_UINT(g_hash_table_lookup(s->views, name));
	if (known)
		return known - 1;
	LoClassRow view = { g_strdup(name), g_ptr_array_new_with_free_func(g_free), base->kind, g_strdup(base->file), base->line };
	g_ptr_array_add(view.names, g_strdup(name));
	g_array_append_val(s->sol->classes, view);
	g_hash_table_insert(s->views, g_steal_pointer(&name), GUINT_TO_POINTER(s->sol->classes->len));
	return s->sol->classes->len - 1;
}

guint32 lo_search_thread_row(Search *s, guint32 thread)
{
	const LoFn *f = lo_program_fn(s->w->program, lo_threads_get(s->x->threads, thread)->start);
	g_autofree char *name = g_strdup_printf("thread:%s", f->name);
	guint known = GPOINTER_TO_UINT(g_hash_table_lookup(s->views, name));

	if (known)
		return known - 1;
	LoClassRow view = { g_strdup(name), g_ptr_array_new_with_free_func(g_free), LO_LOCK_THREAD, g_strdup(f->file), 0 };
	g_ptr_array_add(view.names, g_strdup(name));
	g_array_append_val(s->sol->classes, view);
	g_hash_table_insert(s->views, g_steal_pointer(&name), GUINT_TO_POINTER(s->sol->classes->len));
	return s->sol->classes->len - 1;
}

guint32 lo_search_push_row(Search *s, LoEdgeRow row)
{
	Row r = { row, s->rows->len };

	g_array_append_val(s->rows, r);
	return r.number;
}

static guint32 edge_row(Search *s, guint32 act, guint32 held)
{
	gint64 key = (gint64)((guint64)act << 32 | held);
	guint known = GPOINTER_TO_UINT(g_hash_table_lookup(s->row_keys, &key));
	const LoAct *a = act_at(s, act);
	const LoHolding *h = held_at(s, held);

	if (known)
		return known - 1;
	LoEdgeRow row = { .from = lo_search_class_row(s, h->lock, h->cls), .to = lo_search_class_row(s, a->lock, a->cls), .from_hold = h->hold,
			  .to_hold = a->hold, .confidence = h->unsure ? NOT_SURELY_HELD : SURE };
	row.same_instance = row.from == row.to && lo_relate_locks(s->w->vals, h->lock, h->cls, a->lock, a->cls) == LO_SAME;
	lo_search_fill_chains(s, &row, h->path, a->path);
	guint32 n = lo_search_push_row(s, row);
	g_hash_table_insert(s->row_keys, g_memdup2(&key, sizeof(key)), GUINT_TO_POINTER(n + 1));
	return n;
}

/* One edge for each pair of classes: from the lock taken last. */
static void add_orders(Search *s)
{
	g_autoptr(GHashTable) seen = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);

	for (guint32 i = 0; i < s->x->acts->len; i++) {
		const LoAct *a = act_at(s, i);
		if (a->kind != LO_ACT_TAKE || !a->n_held)
			continue;
		guint n = a->n_held;
		while (n && held_at(s, a->first_held + n - 1)->count)
			n--;
		const LoHolding *last = n ? held_at(s, a->first_held + n - 1) : NULL;
		for (guint k = n; k-- > 0 && held_at(s, a->first_held + k)->value == last->value;) {
			const LoHolding *h = held_at(s, a->first_held + k);
			gint64 key = (gint64)((guint64)lo_search_class_row(s, h->lock, h->cls) << 32 | lo_search_class_row(s, a->lock, a->cls) << 4 |
					      h->hold << 2 | a->hold);
			if ((a->reentrant && h->lock == a->lock) || g_hash_table_contains(seen, &key))
				continue;
			g_hash_table_add(seen, g_memdup2(&key, sizeof(key)));
			edge_row(s, i, a->first_held + k);
		}
	}
}

/* ---- reports ---- */

static gint compare_names(gconstpointer a, gconstpointer b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static char *report_text(Search *s, LoReportKind kind, const GArray *edges)
{
	g_autoptr(GPtrArray) names = g_ptr_array_new();
	GString *out = g_string_new(lo_report_kind_name(kind));

	for (guint i = 0; i < edges->len; i++) {
		const LoEdgeRow *e = &LO_AT(s->rows, Row, LO_AT(edges, guint32, i)).row;
		g_ptr_array_add(names, LO_AT(s->sol->classes, LoClassRow, e->from).name);
	}
	g_ptr_array_sort(names, compare_names);
	for (guint i = 0; i < names->len; i++)
		g_string_append_printf(out, " %s", (char *)names->pdata[i]);
	return g_string_free(out, FALSE);
}

void lo_search_add(Search *s, LoReportKind kind, GArray *edges, guint confidence, char *reasons)
{
	g_autofree char *key = report_text(s, kind, edges);
	guint known = GPOINTER_TO_UINT(g_hash_table_lookup(s->found_keys, key));
	Found f = { kind, edges, confidence, reasons };

	if (known && LO_AT(s->found, Found, known - 1).confidence >= confidence) {
		g_array_unref(edges);
		g_free(reasons);
		return;
	}
	if (known) {
		Found *o = &LO_AT(s->found, Found, known - 1);
		g_array_unref(o->edges);
		g_free(o->reasons);
		*o = f;
		return;
	}
	g_array_append_val(s->found, f);
	g_hash_table_insert(s->found_keys, g_steal_pointer(&key), GUINT_TO_POINTER(s->found->len));
}

const char *lo_search_thread_name(const Search *s, guint32 thread)
{
	return lo_program_fn(s->w->program, lo_threads_get(s->x->threads, thread)->start)->name;
}

GArray *lo_search_one_edge(guint32 row)
{
	GArray *edges = g_array_new(FALSE, FALSE, sizeof(guint32));

	g_array_append_val(edges, row);
	return edges;
}

gboolean lo_holds_block(guint8 a, guint8 b)
{
	return a == LO_HOLD_EXCLUSIVE || b == LO_HOLD_EXCLUSIVE;
}

/* An element of a static array, or of one on the stack. */
static gboolean is_element(const LoVals *vals, LoVal lock)
{
	const LoValue *v = lo_val(vals, lo_lock_object(vals, lock));

	return v->kind == LO_V_VAR || v->kind == LO_V_LOCAL || v->kind == LO_V_OPAQUE;
}

/* Does a branch of the function compare two variables for their order? Then it sorts what it locks. */
static gboolean compares_order(const LoFunc *ir)
{
	for (guint i = 0; ir && i < ir->blocks->len; i++) {
		const LoBlock *b = &LO_AT(ir->blocks, LoBlock, i);
		if (b->exit != LO_EXIT_BRANCH || b->cond == LO_NO_TERM)
			continue;
		const LoTerm *t = &LO_AT(ir->terms, LoTerm, b->cond);
		if (t->kind == LO_TERM_BINOP && t->op >= LO_BINOP_LT && t->op <= LO_BINOP_GE &&
		    LO_AT(ir->terms, LoTerm, t->a).kind != LO_TERM_CONST && LO_AT(ir->terms, LoTerm, t->b).kind != LO_TERM_CONST)
			return TRUE;
	}
	return FALSE;
}

static gboolean is_sorted(const Search *s, const LoAct *a)
{
	for (guint32 p = a->path; p != LO_NO_ID; p = LO_AT(s->x->paths, LoPathStep, p).parent)
		if (compares_order(lo_program_fn(s->w->program, LO_AT(s->x->paths, LoPathStep, p).fn)->ir))
			return TRUE;
	return FALSE;
}

/* By a member of the objects, or their addresses: what it takes of one kind it takes in that order. */
static gboolean sorts_objects(const Search *s, const LoAct *a)
{
	for (guint32 p = a->path; p != LO_NO_ID; p = LO_AT(s->x->paths, LoPathStep, p).parent)
		if (s->w->summaries[LO_AT(s->x->paths, LoPathStep, p).fn]->sorts)
			return TRUE;
	return FALSE;
}

/* Does it hold the same member of another object? */
static gboolean holds_same_member(const Search *s, const LoAct *a)
{
	const LoValue *v = lo_val(s->w->vals, a->lock);

	for (guint i = 0; i < a->n_held; i++) {
		const LoHolding *h = held_at(s, a->first_held + i);
		const LoValue *o = lo_val(s->w->vals, h->lock);
		if (h->cls == a->cls || (v->kind == LO_V_FIELD && o->kind == LO_V_FIELD && o->b == v->b))
			return TRUE;
	}
	return FALSE;
}

/* Does it hold another lock of the kind that it asks for? Then its objects may be in an order that we don't see. */
static gboolean is_nested_class(const Search *s, const LoAct *a)
{
	for (guint i = 0; i < a->n_held; i++)
		if (held_at(s, a->first_held + i)->cls == a->cls)
			return TRUE;
	return FALSE;
}

static guint confidence_of(const Search *s, LoRelation r, const LoHolding *h, const LoAct *a)
{
	guint c = r == LO_SAME ? SURE : is_element(s->w->vals, a->lock) && is_element(s->w->vals, h->lock) ? MAYBE_SAME_OBJECT : ANOTHER_OBJECT;

	if (h->value != h->lock || a->value != a->lock)
		c = MIN(c, ONE_OF_SEVERAL);
	if (r == LO_MAYBE && h->cls == a->cls && !is_nested_class(s, a))
		c = MAX(c, KINDS_DIFFER);
	return h->unsure && h->value == h->lock ? MIN(c, NOT_SURELY_HELD) : c;
}

/* ---- a lock that its owner takes again ---- */

gboolean lo_search_is_semaphore(const Search *s, LoClassId cls)
{
	return lo_class_get(s->w->classes, cls)->kind == LO_LOCK_SEMAPHORE;
}

gboolean lo_search_is_like_mutex(const Search *s, guint32 thread, LoVal lock, LoClassId cls)
{
	const LoAct a = { .thread = thread, .lock = lock, .cls = cls };

	for (guint32 i = 0; i < s->x->acts->len; i++) {
		const LoAct *post = act_at(s, i);
		gboolean has = FALSE;
		if (!lo_may_be_told(s->w, s->x, &a, post))
			continue;
		for (guint k = 0; k < post->n_held; k++)
			has |= held_at(s, post->first_held + k)->lock == post->lock;
		if (!has)
			return FALSE;
	}
	return TRUE;
}

/* One place takes both, and the object is read from memory: a loop's next round, which has the next object. */
static gboolean is_next_round(const Search *s, const LoHolding *h, const LoAct *a)
{
	const LoPathStep *p = &LO_AT(s->x->paths, LoPathStep, h->path), *q = &LO_AT(s->x->paths, LoPathStep, a->path);

	return lo_val(s->w->vals, a->lock)->flags & LO_VF_LOAD && p->fn == q->fn &&
		event_of(s, p)->instr == event_of(s, q)->instr;
}

static void find_recursions(Search *s)
{
	for (guint32 i = 0; i < s->x->acts->len; i++) {
		const LoAct *a = act_at(s, i);
		for (guint k = 0; a->kind == LO_ACT_TAKE && !a->reentrant && k < a->n_held; k++) {
			const LoHolding *h = held_at(s, a->first_held + k);
			gboolean same = lo_relate_locks(s->w->vals, h->lock, h->cls, a->lock, a->cls) == LO_SAME &&
				(h->value == a->value || (h->value == h->lock && a->value == a->lock));
			if (!same || !lo_holds_block(h->hold, a->hold) || is_next_round(s, h, a) || lo_search_takes_as_noted(s, h, a) ||
			    (lo_search_is_semaphore(s, a->cls) && !lo_search_is_like_mutex(s, a->thread, a->lock, a->cls)))
				continue;
			guint confidence = h->unsure && h->value == h->lock ? NOT_SURELY_HELD : SURE;
			lo_search_add(s, LO_REPORT_RECURSION, lo_search_one_edge(edge_row(s, i, a->first_held + k)), confidence,
				  g_strdup_printf("thread %s takes it again", lo_search_thread_name(s, a->thread)));
		}
	}
}

/* ---- threads that hold what others ask for ---- */

/* Is there a lock that only one of them can hold? */
static gboolean have_gate(const Search *s, const LoAct *a, const LoAct *b)
{
	for (guint i = 0; i < a->n_held; i++)
		for (guint k = 0; k < b->n_held; k++) {
			const LoHolding *g = held_at(s, a->first_held + i), *h = held_at(s, b->first_held + k);
			if (!g->unsure && !h->unsure && lo_holds_block(g->hold, h->hold) &&
			    lo_relate_across(s->x, s->w->vals, a->thread, g->lock, g->cls, b->thread, h->lock, h->cls) == LO_SAME)
				return TRUE;
		}
	return FALSE;
}

static gboolean can_meet(const Search *s, const LoAct *a, const LoAct *b)
{
	return lo_threads_parallel(s->x->threads, a->thread, a->running, b->thread, b->running) && !have_gate(s, a, b);
}

/* What a asks for, b holds: how sure, 0 for not. */
static guint waits_for(const Search *s, const LoAct *a, const LoAct *b, const LoHolding *h)
{
	LoRelation r;

	if (!lo_holds_block(a->hold, h->hold))
		return 0;
	r = lo_relate_across(s->x, s->w->vals, a->thread, a->lock, a->cls, b->thread, h->lock, h->cls);
	if (r == LO_DISTINCT || (r == LO_MAYBE && (is_sorted(s, a) || is_sorted(s, b))) ||
	    (holds_same_member(s, a) && holds_same_member(s, b) && sorts_objects(s, a) && sorts_objects(s, b)))
		return 0;
	return confidence_of(s, r, h, a);
}

static gboolean has_seat(const Search *s, const LoAct *a, const LoHolding *seat)
{
	for (guint i = 0; i < a->n_held; i++)
		if (held_at(s, a->first_held + i)->count && held_at(s, a->first_held + i)->lock == seat->lock)
			return TRUE;
	return FALSE;
}

/* Are they more than a semaphore lets in that each of them has? */
static gboolean lack_seats(const Search *s, guint n)
{
	const LoAct *first = act_at(s, s->path[0].act);

	for (guint i = 0; i < first->n_held; i++) {
		const LoHolding *seat = held_at(s, first->first_held + i);
		gboolean all = seat->count && seat->count < n;
		for (guint k = 1; all && k < n; k++)
			all = has_seat(s, act_at(s, s->path[k].act), seat);
		if (all)
			return TRUE;
	}
	return FALSE;
}

/* One of them may be given back by another thread than the one that took it. */
static gboolean is_given_back_by_others(const Search *s, guint n)
{
	for (guint i = 0; i < n; i++) {
		const LoHolding *h = held_at(s, s->path[i].held);
		if (lo_search_is_semaphore(s, h->cls) && !lo_search_is_like_mutex(s, act_at(s, s->path[i].act)->thread, h->lock, h->cls))
			return TRUE;
	}
	return FALSE;
}

/* Does something put the sides in order after all? */
static gboolean are_ordered(const Search *s, guint n)
{
	for (guint i = 0; i < n; i++)
		for (guint k = 0; k < n; k++)
			if (i != k && lo_happens_before(s->w, s->x, act_at(s, s->path[i].act), act_at(s, s->path[k].act)))
				return TRUE;
	return FALSE;
}

static void report_cycle(Search *s, guint n, guint confidence)
{
	if (are_ordered(s, n) || lack_seats(s, n))
		return;
	if (is_given_back_by_others(s, n))
		confidence = MIN(confidence, NOT_ITS_OWNER);
	GArray *edges = g_array_new(FALSE, FALSE, sizeof(guint32));
	GString *reasons = g_string_new("threads");

	for (guint i = 0; i < n; i++) {
		guint32 row = edge_row(s, s->path[i].act, s->path[i].held);
		g_array_append_val(edges, row);
		g_string_append_printf(reasons, "%s %s", !i ? "" : i + 1 == n ? " and" : ",", lo_search_thread_name(s, act_at(s, s->path[i].act)->thread));
	}
	g_string_append(reasons, " can run at a time");
	lo_search_add(s, LO_REPORT_CYCLE, edges, confidence, g_string_free(reasons, FALSE));
}

static gboolean takes_its_own(const Search *s, const Side *side)
{
	const LoAct *a = act_at(s, side->act);
	const LoHolding *h = held_at(s, side->held);

	return lo_relate_locks(s->w->vals, a->lock, a->cls, h->lock, h->cls) == LO_SAME || a->lock == h->lock;
}

/* The act asks for a lock that it holds already. */
static gboolean has_it(const Search *s, const LoAct *a)
{
	for (guint i = 0; i < a->n_held; i++)
		if (held_at(s, a->first_held + i)->lock == a->lock && held_at(s, a->first_held + i)->value == a->lock &&
		    lo_is_exact(s->w->vals, a->lock))
			return TRUE;
	return FALSE;
}

/* One more side of the same kind of lock says nothing new where objects are not known. */
static gboolean repeats_kind(const Search *s, guint n, const LoAct *a)
{
	for (guint i = 0; i + 1 < n; i++)
		if (act_at(s, s->path[i].act)->cls == a->cls && !lo_is_exact(s->w->vals, a->lock))
			return TRUE;
	return FALSE;
}

/* The path's last side asks for a lock: who holds it? */
static void extend(Search *s, guint n)
{
	const LoAct *last = act_at(s, s->path[n - 1].act);
	const LoAct *first = act_at(s, s->path[0].act);
	const GArray *holders = g_ptr_array_index(s->by_class, last->cls);

	guint closing = n > 1 ? waits_for(s, last, first, held_at(s, s->path[0].held)) : 0;
	if (closing)
		report_cycle(s, n, MIN(s->confidence[n - 1], closing));
	for (guint i = 0; holders && n < MAX_CYCLE && i < holders->len && s->steps < MAX_STEPS && s->all_steps < MAX_ALL_STEPS; i++) {
		const Side next = LO_AT(holders, Side, i);
		const LoAct *a = act_at(s, next.act);
		gboolean meets = next.act >= s->path[0].act;
		s->steps++;
		s->all_steps++;
		if (meets && repeats_kind(s, n, a))
			meets = FALSE;
		guint sure = meets ? waits_for(s, last, a, held_at(s, next.held)) : 0;
		for (guint k = 0; sure && meets && k < n; k++)
			meets = can_meet(s, act_at(s, s->path[k].act), a);
		if (!sure || !meets || takes_its_own(s, &next) || has_it(s, a))
			continue;
		s->path[n] = next;
		s->confidence[n] = MIN(sure, s->confidence[n - 1]);
		extend(s, n + 1);
	}
}

static void index_holders(Search *s)
{
	g_ptr_array_set_size(s->by_class, (gint)lo_classes_count(s->w->classes));
	for (guint32 i = 0; i < s->x->acts->len; i++) {
		const LoAct *a = act_at(s, i);
		for (guint k = 0; a->kind == LO_ACT_TAKE && k < a->n_held; k++) {
			Side side = { i, a->first_held + k };
			GArray **list = (GArray **)&g_ptr_array_index(s->by_class, held_at(s, side.held)->cls);
			if (!*list)
				*list = g_array_new(FALSE, FALSE, sizeof(Side));
			g_array_append_val(*list, side);
		}
	}
}

static void find_cycles(Search *s)
{
	index_holders(s);
	for (guint32 i = 0; i < s->x->acts->len; i++) {
		const LoAct *a = act_at(s, i);
		for (guint k = 0; a->kind == LO_ACT_TAKE && k < a->n_held; k++) {
			s->path[0] = (Side){ i, a->first_held + k };
			s->confidence[0] = SURE;
			s->steps = 0;
			if (!takes_its_own(s, &s->path[0]) && !has_it(s, a))
				extend(s, 1);
		}
	}
	for (guint i = 0; i < s->by_class->len; i++)
		if (g_ptr_array_index(s->by_class, i))
			g_array_unref(g_ptr_array_index(s->by_class, i));
}

/* ---- signal handlers ---- */

static gboolean blocks_signals(const Search *s)
{
	static const char *const masks[] = { "pthread_sigmask", "sigprocmask", "sigblock" };

	for (guint i = 0; i < G_N_ELEMENTS(masks); i++)
		if (lo_program_find_fn(s->w->program, masks[i], "") != LO_NO_ID)
			return TRUE;
	return FALSE;
}

/* The handler runs in the thread that holds the lock. */
static void report_interrupt(Search *s, const LoAct *handler, const LoAct *taken)
{
	LoEdgeRow row = { .from = lo_search_class_row(s, taken->lock, taken->cls), .to = lo_search_class_row(s, handler->lock, handler->cls),
			  .from_hold = taken->hold, .to_hold = handler->hold, .same_instance = TRUE, .confidence = SURE };

	lo_search_fill_chains(s, &row, taken->path, handler->path);
	lo_search_add(s, LO_REPORT_IRQ, lo_search_one_edge(lo_search_push_row(s, row)), SURE,
		  g_strdup_printf("signal handler %s takes a lock that the thread may hold", lo_search_thread_name(s, handler->thread)));
}

static void find_interrupts(Search *s)
{
	for (guint32 i = 0; i < s->x->acts->len && !blocks_signals(s); i++) {
		const LoAct *h = act_at(s, i);
		if (h->kind != LO_ACT_TAKE || !lo_threads_get(s->x->threads, h->thread)->interrupts)
			continue;
		for (guint32 k = 0; k < s->x->acts->len; k++) {
			const LoAct *a = act_at(s, k);
			if (a->kind == LO_ACT_TAKE && a->thread != h->thread && lo_holds_block(a->hold, h->hold) && !h->reentrant &&
			    lo_relate_across(s->x, s->w->vals, a->thread, a->lock, a->cls, h->thread, h->lock, h->cls) == LO_SAME)
				report_interrupt(s, h, a);
		}
	}
}

/* ---- into the solution ---- */

/* Edges go in sorted; gives each row's place. */
static guint32 *store_rows(Search *s)
{
	guint32 *place = g_new(guint32, s->rows->len + 1);

	g_array_sort(s->rows, lo_compare_edge_rows);
	for (guint i = 0; i < s->rows->len; i++) {
		const Row *r = &LO_AT(s->rows, Row, i);
		place[r->number] = s->sol->edges->len;
		g_array_append_val(s->sol->edges, r->row);
	}
	return place;
}

static void store_report(Search *s, const Found *f, const guint32 *place)
{
	LoReportRow r = { .kind = f->kind, .confidence = (guint8)f->confidence };

	r.classes = g_array_new(FALSE, FALSE, sizeof(guint32));
	r.edges = g_array_new(FALSE, FALSE, sizeof(guint32));
	r.context = lo_hops_new();
	for (guint i = 0; i < f->edges->len; i++) {
		guint32 id = place[LO_AT(f->edges, guint32, i)];
		g_array_append_val(r.classes, LO_AT(s->sol->edges, LoEdgeRow, id).from);
		g_array_append_val(r.edges, id);
	}
	r.reasons = g_strdup(f->reasons);
	r.held_back = g_strdup("");
	g_array_append_val(s->sol->reports, r);
}

static void search_clear(Search *s)
{
	for (guint i = 0; i < s->found->len; i++) {
		g_array_unref(LO_AT(s->found, Found, i).edges);
		g_free(LO_AT(s->found, Found, i).reasons);
	}
	g_array_unref(s->found);
	g_array_unref(s->rows);
	g_hash_table_unref(s->views);
	g_hash_table_unref(s->row_keys);
	g_hash_table_unref(s->found_keys);
	g_ptr_array_unref(s->by_class);
}

void lo_deadlocks_add(LoSolution *sol, const LoWitness *w, const LoExplored *x, const guint32 *rows)
{
	Search s = { .sol = sol, .w = w, .x = x, .class_rows = rows };

	s.views = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	s.row_keys = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
	s.found_keys = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	s.rows = g_array_new(FALSE, FALSE, sizeof(Row));
	s.found = g_array_new(FALSE, FALSE, sizeof(Found));
	s.by_class = g_ptr_array_new();
	add_orders(&s);
	find_recursions(&s);
	find_cycles(&s);
	lo_search_find_joins(&s);
	lo_search_find_waits(&s);
	lo_search_find_ends(&s);
	find_interrupts(&s);
	g_autofree guint32 *place = store_rows(&s);
	for (guint i = 0; i < s.found->len && i < MAX_REPORTS; i++)
		store_report(&s, &LO_AT(s.found, Found, i), place);
	lo_search_add_misuses(&s);
	search_clear(&s);
}
