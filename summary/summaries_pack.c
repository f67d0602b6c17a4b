#include "summary/summaries.h"

#include "callgraph/program_pack.h"
#include "common/error.h"
#include "common/threads.h"

#include <string.h>

#define MAGIC 0x6c6f7309u
#define ROOM (1 << 24)		/* for what is small */
#define BLOCK 64		/* functions that are read back by one thread at a time */

/* A summary's arrays. */
static const struct {
	gsize at, size;
} arrays[] = {
	{ offsetof(LoSummary, events), sizeof(LoEvent) },
	{ offsetof(LoSummary, exits), sizeof(LoExit) },
	{ offsetof(LoSummary, helds), sizeof(LoHeld) },
	{ offsetof(LoSummary, vals), sizeof(LoVal) },
	{ offsetof(LoSummary, opens), sizeof(guint32) },
	{ offsetof(LoSummary, inits), sizeof(LoInitFact) },
	{ offsetof(LoSummary, stores), sizeof(LoStoreFact) },
	{ offsetof(LoSummary, regs), sizeof(LoRegFact) },
	{ offsetof(LoSummary, running), sizeof(LoRunning) },
	{ offsetof(LoSummary, thread_sets), sizeof(LoThreadSet) },
	{ offsetof(LoSummary, leaks), sizeof(LoLeak) },
	{ offsetof(LoSummary, modified), sizeof(LoFieldId) },
	{ offsetof(LoSummary, befores), sizeof(LoBefore) },
};

#define N_ARRAYS G_N_ELEMENTS(arrays)

/* One more array, or pointer, of a summary is to be packed, too. */
G_STATIC_ASSERT(sizeof(LoSummary) == N_ARRAYS * sizeof(GArray *) + 2 * sizeof(gboolean) + 3 * sizeof(guint32) + 4);

static GArray **array_of(LoSummary *s, guint i)
{
	return G_STRUCT_MEMBER_P(s, arrays[i].at);
}

/* ---- to bytes ---- */

/* Any word may be a value: some that are none are kept for nothing. */
static void mark_words(const GArray *array, gsize element_size, guint8 *used, guint32 n_vals)
{
	const guint32 *words = (const guint32 *)(gconstpointer)array->data;

	for (gsize i = 0; i < array->len * element_size / sizeof(guint32); i++)
		if (words[i] < n_vals && !__atomic_load_n(&used[words[i]], __ATOMIC_RELAXED))
			__atomic_store_n(&used[words[i]], 1, __ATOMIC_RELAXED);
}

typedef struct {
	const LoSummaries *s;
	guint8 *used;
	guint32 n_vals;
} Marking;

static void mark_summary(guint32 fn, gpointer worker, gpointer data)
{
	const Marking *m = data;

	(void)worker;
	for (guint i = 0; m->s->all[fn] && i < N_ARRAYS; i++)
		mark_words(*array_of(m->s->all[fn], i), arrays[i].size, m->used, m->n_vals);
}

static guint8 *mark_values(const LoSummaries *s)
{
	Marking m = { .s = s, .n_vals = lo_vals_count(s->vals) };

	m.used = g_new0(guint8, m.n_vals + 1);
	lo_threads_share(s->n, mark_summary, &m);
	return m.used;
}

/* Bit i: array i is not empty; then: there is one, done, truncated, passes locks on, sorts; the rest: how far complete() is. */
enum { PRESENT = 1 << 16, DONE = 1 << 17, TRUNCATED = 1 << 18, CHANGES = 1 << 19, SORTS = 1 << 20, COMPLETES_SHIFT = 24 };

/* Functions by blocks, which several threads work on. */
typedef struct {
	LoSummaries *s;
	GByteArray **packed;	/* per block */
	LoUnpacker *from;	/* per block */
	guint32 n_vals;
	GArray *const *empty;	/* per array of a summary: what stands for one without elements */
} Blocks;

static guint block_count(const LoSummaries *s)
{
	return (s->n + BLOCK - 1) / BLOCK;
}

static void pack_summary(LoSummary *s, GByteArray *out)
{
	guint32 flags = s ? PRESENT | (s->done ? DONE : 0) | (s->truncated ? TRUNCATED : 0) | (s->changes ? CHANGES : 0) |
				    (s->sorts ? SORTS : 0) | s->completes << COMPLETES_SHIFT : 0;

	for (guint i = 0; s && i < N_ARRAYS; i++)
		flags |= (*array_of(s, i))->len ? 1u << i : 0;
	lo_pack_u32(out, flags);
	for (guint i = 0; s && i < N_ARRAYS; i++)
		if ((*array_of(s, i))->len)
			lo_pack_array(out, *array_of(s, i), arrays[i].size);
}

static void pack_block(guint32 number, gpointer worker, gpointer data)
{
	const Blocks *b = data;

	(void)worker;
	b->packed[number] = g_byte_array_new();
	for (guint fn = number * BLOCK; fn < MIN(b->s->n, (number + 1) * BLOCK); fn++)
		pack_summary(b->s->all[fn], b->packed[number]);
}

static GPtrArray *pack_blocks(const LoSummaries *s)
{
	GPtrArray *packed = g_ptr_array_new_with_free_func((GDestroyNotify)g_byte_array_unref);
	Blocks b = { .s = (LoSummaries *)s };

	g_ptr_array_set_size(packed, (gint)block_count(s));
	b.packed = (GByteArray **)packed->pdata;
	lo_threads_share(packed->len, pack_block, &b);
	return packed;
}

static gsize size_of_blocks(const GPtrArray *packed)
{
	gsize size = 0;

	for (guint i = 0; i < packed->len; i++)
		size += sizeof(guint64) + ((const GByteArray *)g_ptr_array_index(packed, i))->len;
	return size;
}

/* Each with its length. */
static void put_blocks(const GPtrArray *packed, GByteArray *out)
{
	for (guint i = 0; i < packed->len; i++) {
		const GByteArray *block = g_ptr_array_index(packed, i);
		lo_pack_data(out, block->data, block->len);
	}
}

/* With their number, and as one piece: the rest can be read without it. */
static void put_values(const LoSummaries *s, const GByteArray *values, GByteArray *out)
{
	lo_pack_u32(out, lo_vals_count(s->vals));
	lo_pack_data(out, values->data, values->len);
}

/* The large pieces are made first, so that what holds all of them need not grow, which would copy it. */
GBytes *lo_summaries_pack(const LoSummaries *s)
{
	g_autofree guint8 *used = mark_values(s);
	g_autoptr(GByteArray) values = g_byte_array_new();
	g_autoptr(GPtrArray) blocks = pack_blocks(s);

	lo_vals_pack(s->vals, used, values);
	GByteArray *out = g_byte_array_sized_new((guint)MIN(G_MAXUINT, ROOM + values->len + size_of_blocks(blocks)));
	lo_pack_u32(out, MAGIC);
	lo_program_pack(s->program, out);
	put_values(s, values, out);
	lo_pack_array(out, s->calls, sizeof(LoPair));
	lo_pack_u32(out, s->n);
	put_blocks(blocks, out);
	return g_byte_array_free_to_bytes(out);
}

/* ---- and back ---- */

typedef struct {
	const LoSummaries *s;
	LoSummary *sum;
	guint32 n_vals;
} Check;

static gboolean is_val(const Check *c, LoVal v)
{
	return v < c->n_vals;
}

static gboolean is_fn(const Check *c, LoFnId fn)
{
	return fn == LO_NO_ID || fn < c->s->n;
}

static gboolean is_field(const Check *c, LoFieldId f)
{
	return f == LO_NO_ID || f < c->s->program->fields->len;
}

static gboolean is_range(guint32 first, guint64 n, const GArray *array)
{
	return !n || (first < array->len && n <= array->len - first);
}

/* Every `step`th from `first` on is a value; those between are members and masks. */
static gboolean are_vals(const Check *c, guint32 first, guint64 n, guint step)
{
	if (n && !is_range(first, (n - 1) * step + 1, c->sum->vals))
		return FALSE;
	for (guint64 i = 0; i < n; i++)
		if (!is_val(c, LO_AT(c->sum->vals, LoVal, first + i * step)))
			return FALSE;
	return TRUE;
}

static gboolean are_conditions(const Check *c, const LoEvent *e)
{
	for (guint i = 0; i < LO_EVENT_CONDS; i++)
		if (!is_val(c, e->conds[i].v))
			return FALSE;
	return is_val(c, e->zeroed) && is_range(e->first_touched, e->n_touched, c->sum->vals) && are_vals(c, e->first_known, e->n_known, 2) && are_vals(c, e->first_stored, 2 * (guint64)e->n_stored, 1);
}

static gboolean is_event(const Check *c, const LoEvent *e)
{
	return e->kind <= LO_EV_END && is_val(c, e->token) && e->threads < c->sum->thread_sets->len && is_val(c, e->lock) && is_fn(c, e->callee) && is_field(c, e->slot) && is_fn(c, e->via_fn) &&
		(e->kind != LO_EV_CALL || e->callee != LO_NO_ID) && is_range(e->first_held, e->n_held, c->sum->helds) &&
		are_vals(c, e->first_dropped, e->n_dropped, 1) && are_vals(c, e->first_arg, e->n_args, 1) &&
		(e->kind != LO_EV_ORDER || e->n_held) && are_conditions(c, e);
}

static gboolean is_exit(const Check *c, const LoExit *x)
{
	return x->irq.n_saved <= LO_MAX_IRQ_SAVED && x->irq.n_restored <= LO_MAX_IRQ_SAVED && is_val(c, x->ret) &&
	       is_val(c, x->zeroed) && is_range(x->first_touched, x->n_touched, c->sum->vals) &&
	       x->threads < c->sum->thread_sets->len && is_range(x->first_held, x->n_held, c->sum->helds) &&
		are_vals(c, x->first_dropped, x->n_dropped, 1) && are_vals(c, x->first_maybe, x->n_maybe, 1) &&
		are_vals(c, x->first_out, 2 * (guint64)x->n_outs, 1) && are_vals(c, x->first_part + 1, x->n_parts, 2) &&
		are_vals(c, x->first_cond, x->n_conds, 2);
}

static gboolean are_facts_sound(const Check *c)
{
	gboolean ok = TRUE;

	for (guint i = 0; i < c->sum->inits->len; i++) {
		const LoInitFact *f = &LO_AT(c->sum->inits, LoInitFact, i);
		ok &= is_val(c, f->lock) && is_val(c, f->name) && is_val(c, f->key) && is_val(c, f->variant) && is_fn(c, f->fn);
	}
	for (guint i = 0; i < c->sum->leaks->len; i++) {
		const LoLeak *l = &LO_AT(c->sum->leaks, LoLeak, i);
		ok &= is_val(c, l->lock) && l->event < c->sum->events->len;
	}
	for (guint i = 0; i < c->sum->modified->len; i++)
		ok &= is_field(c, LO_AT(c->sum->modified, LoFieldId, i));
	for (guint i = 0; i < c->sum->stores->len; i++) {
		const LoStoreFact *f = &LO_AT(c->sum->stores, LoStoreFact, i);
		ok &= is_field(c, f->slot) && is_val(c, f->addr) && is_val(c, f->value);
	}
	for (guint i = 0; i < c->sum->regs->len; i++) {
		const LoRegFact *f = &LO_AT(c->sum->regs, LoRegFact, i);
		ok &= is_val(c, f->container) && is_val(c, f->object) && is_val(c, f->args[0]) && is_val(c, f->args[1]) && is_fn(c, f->fn);
	}
	return ok;
}

static gboolean is_sound(const Check *c)
{
	gboolean ok = are_facts_sound(c);

	for (guint i = 0; ok && i < c->sum->events->len; i++)
		ok = is_event(c, &LO_AT(c->sum->events, LoEvent, i));
	for (guint i = 0; ok && i < c->sum->exits->len; i++)
		ok = is_exit(c, &LO_AT(c->sum->exits, LoExit, i));
	for (guint i = 0; ok && i < c->sum->helds->len; i++)
		ok = is_val(c, LO_AT(c->sum->helds, LoHeld, i).lock) && is_fn(c, LO_AT(c->sum->helds, LoHeld, i).via);
	for (guint i = 0; ok && i < c->sum->opens->len; i++)
		ok = LO_AT(c->sum->opens, guint32, i) < c->sum->events->len;
	for (guint i = 0; ok && i < c->sum->befores->len; i++)
		ok = LO_AT(c->sum->befores, LoBefore, i).earlier < c->sum->events->len &&
			LO_AT(c->sum->befores, LoBefore, i).later < c->sum->events->len;
	for (guint i = 0; ok && i < c->sum->running->len; i++)
		ok = is_val(c, LO_AT(c->sum->running, LoRunning, i).token) && is_val(c, LO_AT(c->sum->running, LoRunning, i).handle);
	for (guint i = 0; ok && i < c->sum->thread_sets->len; i++) {
		const LoThreadSet *t = &LO_AT(c->sum->thread_sets, LoThreadSet, i);
		ok = is_range(t->first_running, t->n_running, c->sum->running) && are_vals(c, t->first_joined, t->n_joined, 1);
	}
	return ok;
}

/* What another event stands for is an event of an earlier function. */
static gboolean are_links_sound(const LoSummaries *s, const LoSummary *sum)
{
	for (guint i = 0; i < sum->events->len; i++) {
		const LoEvent *e = &LO_AT(sum->events, LoEvent, i);
		const LoSummary *via = e->inherited && e->via_fn < s->n ? s->all[e->via_fn] : NULL;
		if (e->inherited && (!via || e->via_event >= via->events->len))
			return FALSE;
	}
	return TRUE;
}

/* Most arrays are empty: these are one. */
static LoSummary *unpack_summary(LoUnpacker *u, GArray *const empty[N_ARRAYS])
{
	guint32 flags = lo_unpack_u32(u);

	if (!(flags & PRESENT))
		return NULL;
	LoSummary *s = g_new0(LoSummary, 1);
	s->done = !!(flags & DONE);
	s->truncated = !!(flags & TRUNCATED);
	s->changes = !!(flags & CHANGES);
	s->sorts = !!(flags & SORTS);
	s->completes = flags >> COMPLETES_SHIFT;
	for (guint i = 0; i < N_ARRAYS; i++)
		*array_of(s, i) = flags & 1u << i ? lo_unpack_array(u, arrays[i].size) : g_array_ref(empty[i]);
	return s;
}

static void unpack_block(guint32 number, gpointer worker, gpointer data)
{
	const Blocks *b = data;
	LoSummaries *s = b->s;
	LoUnpacker *u = &b->from[number];

	(void)worker;
	for (guint fn = number * BLOCK; fn < MIN(s->n, (number + 1) * BLOCK) && !u->bad; fn++) {
		Check c = { s, s->all[fn] = unpack_summary(u, b->empty), b->n_vals };
		u->bad |= c.sum && !is_sound(&c);
	}
	u->bad |= u->p != u->end;
}

static void check_block(guint32 number, gpointer worker, gpointer data)
{
	const Blocks *b = data;

	(void)worker;
	for (guint fn = number * BLOCK; fn < MIN(b->s->n, (number + 1) * BLOCK); fn++)
		b->from[number].bad |= b->s->all[fn] && !are_links_sound(b->s, b->s->all[fn]);
}

static gboolean is_any_bad(const LoUnpacker *from, guint n)
{
	for (guint i = 0; i < n; i++)
		if (from[i].bad)
			return TRUE;
	return FALSE;
}

static void unpack_all(LoSummaries *s, guint32 n_vals, LoUnpacker *u)
{
	guint n = block_count(s);
	GArray *empty[N_ARRAYS];
	g_autofree LoUnpacker *from = g_new0(LoUnpacker, n + 1);
	Blocks b = { .s = s, .from = from, .n_vals = n_vals, .empty = empty };

	s->all = g_new0(LoSummary *, s->n + 1);
	for (guint i = 0; i < N_ARRAYS; i++)
		empty[i] = g_array_new(FALSE, FALSE, (guint)arrays[i].size);
	for (guint i = 0; i < n; i++)
		from[i] = lo_unpack_part(u);
	u->bad |= is_any_bad(from, n);
	if (!u->bad)
		lo_threads_share(n, unpack_block, &b);
	u->bad |= is_any_bad(from, n);
	if (!u->bad)
		lo_threads_share(n, check_block, &b);
	u->bad |= is_any_bad(from, n);
	for (guint i = 0; i < N_ARRAYS; i++)
		g_array_unref(empty[i]);
}

static void check_calls(const LoSummaries *s, LoUnpacker *u)
{
	for (guint i = 0; i < s->calls->len; i++) {
		const LoPair *p = &LO_AT(s->calls, LoPair, i);
		u->bad |= p->from >= s->n || p->to >= s->n;
	}
}

typedef struct {
	LoSummaries *s;
	const LoModel *model;
	guint32 n;
	LoUnpacker from;
} Values;

static gpointer unpack_values(gpointer data)
{
	Values *v = data;

	v->s->vals = lo_vals_unpack(v->s->program, v->model, &v->from);
	v->from.bad |= v->from.p != v->from.end || lo_vals_count(v->s->vals) != v->n;
	return NULL;
}

static LoSummaries *unpack(const guint8 *data, gsize len, const LoModel *model)
{
	LoUnpacker u = { data, data + len, FALSE };
	g_autoptr(LoSummaries) s = g_new0(LoSummaries, 1);

	u.bad = lo_unpack_u32(&u) != MAGIC;
	s->program = lo_program_unpack(&u);
	Values values = { s, model, lo_unpack_u32(&u), { 0 } };
	values.from = lo_unpack_part(&u);
	GThread *thread = g_thread_new("values", unpack_values, &values);
	s->calls = lo_unpack_array(&u, sizeof(LoPair));
	s->n = lo_unpack_u32(&u);
	if (u.bad || s->n != s->program->fns->len) {
		u.bad = TRUE;
		s->n = 0;
	}
	check_calls(s, &u);
	unpack_all(s, values.n, &u);
	g_thread_join(thread);
	u.bad |= values.from.bad;
	return !u.bad && u.p == u.end ? g_steal_pointer(&s) : NULL;
}

static void set_senseless(GError **error)
{
	g_set_error(error, LO_ERROR, LO_ERROR_DB, "the stored state of the solver makes no sense: run 'lockorder solve'");
}

LoSummaries *lo_summaries_unpack(GBytes *packed, const LoModel *model, GError **error)
{
	LoSummaries *s = unpack(g_bytes_get_data(packed, NULL), g_bytes_get_size(packed), model);

	if (!s)
		set_senseless(error);
	return s;
}
