#include "summary/value_table.h"

#include "common/memory.h"

#include <string.h>

#define MAX_CHUNKS (1u << (32 - LO_VALUE_CHUNK_BITS))
#define FIRST_SLOTS 1024
#define AHEAD 16		/* values whose slots are fetched while others are put */

/* Open addressing; an entry is hash and id, or 0: a value is looked at only where its hash is the same. */
struct LoValueSlots {
	guint32 size;		/* a power of two */
	guint64 at[];
};

static LoValueSlots *slots_new(guint32 size)
{
	gsize bytes = sizeof(LoValueSlots) + size * sizeof(guint64);
	LoValueSlots *s = g_malloc(bytes);

	lo_prefer_huge_pages(s, bytes);
	memset(s->at, 0, bytes - sizeof(LoValueSlots));	/* pages that are read before they are written to cost twice */
	s->size = size;
	return s;
}

LoValueTable *lo_value_table_new(void)
{
	LoValueTable *t = g_new0(LoValueTable, 1);

	t->chunks = g_new0(LoValue *, MAX_CHUNKS);
	for (guint i = 0; i < LO_VALUE_SHARDS; i++) {
		g_mutex_init(&t->shards[i].lock);
		t->shards[i].slots = slots_new(FIRST_SLOTS);
		t->shards[i].outgrown = g_ptr_array_new_with_free_func(g_free);
	}
	lo_value_table_reserve(t, 1);
	return t;
}

void lo_value_table_free(LoValueTable *t)
{
	if (!t)
		return;
	for (guint i = 0; i < LO_VALUE_SHARDS; i++) {
		g_mutex_clear(&t->shards[i].lock);
		g_free(t->shards[i].slots);
		g_ptr_array_unref(t->shards[i].outgrown);
	}
	for (guint32 i = 0; i < MAX_CHUNKS && t->chunks[i]; i++)
		g_free(t->chunks[i]);
	g_free(t->chunks);
	g_free(t);
}

void lo_value_table_share(LoValueTable *t, gboolean shared)
{
	if (g_atomic_int_add(&t->shared, shared ? 1 : -1) != 1 || shared)
		return;
	for (guint i = 0; i < LO_VALUE_SHARDS; i++)
		g_ptr_array_set_size(t->shards[i].outgrown, 0);
}

guint32 lo_value_hash(const LoValue *v)
{
	guint64 h = v->kind * 0x9e3779b97f4a7c15ull + v->op;

	h = (h ^ v->a) * 0xff51afd7ed558ccdull;
	h = (h ^ (h >> 29) ^ v->b) * 0xc4ceb9fe1a85ec53ull;
	h = (h ^ (h >> 31) ^ (guint64)v->k) * 0x9e3779b97f4a7c15ull;
	return h >> 32;
}

gboolean lo_value_equal(const LoValue *x, const LoValue *y)
{
	return x->kind == y->kind && x->op == y->op && x->a == y->a && x->b == y->b && x->k == y->k;
}

static LoValueShard *shard_of(LoValueTable *t, guint32 hash)
{
	return &t->shards[hash / (G_MAXUINT32 / LO_VALUE_SHARDS + 1)];
}

/* Where the value is, or the free slot where it belongs. */
static guint32 find(const LoValueTable *t, const LoValueSlots *s, const LoValue *v, guint32 hash, LoVal *id)
{
	guint32 at = hash & (s->size - 1);
	guint64 entry;

	for (; (entry = __atomic_load_n(&s->at[at], __ATOMIC_ACQUIRE)); at = (at + 1) & (s->size - 1))
		if (entry >> 32 == hash && lo_value_equal(v, lo_value_table_get(t, (LoVal)entry))) {
			*id = (LoVal)entry;
			return at;
		}
	*id = LO_VAL_NONE;
	return at;
}

/* Its lock is held. */
static void grow(LoValueTable *t, LoValueShard *shard)
{
	LoValueSlots *old = shard->slots, *new = slots_new(old->size * 2);

	for (guint32 i = 0; i < old->size; i++) {
		guint32 at = (guint32)(old->at[i] >> 32) & (new->size - 1);
		while (old->at[i] && new->at[at])
			at = (at + 1) & (new->size - 1);
		if (old->at[i])
			new->at[at] = old->at[i];
	}
	__atomic_store_n(&shard->slots, new, __ATOMIC_RELEASE);
	if (g_atomic_int_get(&t->shared))
		g_ptr_array_add(shard->outgrown, old);
	else
		g_free(old);
}

/* Two threads may both come first to a new chunk. */
static LoValue *place(LoValueTable *t, LoVal id)
{
	LoValue **chunk = &t->chunks[id >> LO_VALUE_CHUNK_BITS], *there = __atomic_load_n(chunk, __ATOMIC_ACQUIRE);

	if (!there) {
		LoValue *new = g_new0(LoValue, LO_VALUE_CHUNK);
		lo_prefer_huge_pages(new, LO_VALUE_CHUNK * sizeof(LoValue));
		if (__atomic_compare_exchange_n(chunk, &there, new, FALSE, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE))
			there = new;
		else
			g_free(new);
	}
	return &there[id & (LO_VALUE_CHUNK - 1)];
}

static void put(LoValueTable *t, LoValueShard *shard, guint32 at, guint32 hash, LoVal id)
{
	__atomic_store_n(&shard->slots->at[at], (guint64)hash << 32 | id, __ATOMIC_RELEASE);
	if (++shard->n > shard->slots->size / 4 * 3)
		grow(t, shard);
}

LoVal lo_value_table_add(LoValueTable *t, const LoValue *v, guint32 hash)
{
	LoValueShard *shard = shard_of(t, hash);
	LoVal id;

	find(t, __atomic_load_n(&shard->slots, __ATOMIC_ACQUIRE), v, hash, &id);
	if (id)
		return id;
	g_mutex_lock(&shard->lock);
	guint32 at = find(t, shard->slots, v, hash, &id);
	if (!id) {
		id = __atomic_fetch_add(&t->n, 1, __ATOMIC_RELAXED);
		*place(t, id) = *v;
		put(t, shard, at, hash, id);
	}
	g_mutex_unlock(&shard->lock);
	return id;
}

guint32 lo_value_table_count(const LoValueTable *t)
{
	return __atomic_load_n(&t->n, __ATOMIC_RELAXED);
}

void lo_value_table_reserve(LoValueTable *t, guint32 count)
{
	for (guint64 id = 0; id < count; id += LO_VALUE_CHUNK)
		place(t, (LoVal)id);
	t->n = count;
}

static void restore(LoValueTable *t, LoVal id, const LoValue *v, guint32 hash)
{
	LoValueShard *shard = shard_of(t, hash);
	LoVal known;
	guint32 at = find(t, shard->slots, v, hash, &known);

	*place(t, id) = *v;
	if (!known)
		put(t, shard, at, hash, id);
}

/* Room for as many as there will be, if their hashes are spread evenly. */
static void make_room(LoValueTable *t, guint32 n)
{
	guint32 size = FIRST_SLOTS;

	while (size < n / LO_VALUE_SHARDS / 2 * 3)
		size *= 2;
	for (guint i = 0; i < LO_VALUE_SHARDS; i++) {
		g_assert(!t->shards[i].n);
		g_free(t->shards[i].slots);
		t->shards[i].slots = slots_new(size);
	}
}

void lo_value_table_restore_all(LoValueTable *t, const LoVal *ids, const LoValue *values, guint32 n)
{
	guint32 hashes[AHEAD];

	make_room(t, n);
	for (guint32 i = 0; i < n + AHEAD; i++) {
		if (i >= AHEAD)
			restore(t, ids[i - AHEAD], &values[i - AHEAD], hashes[i % AHEAD]);
		if (i >= n)
			continue;
		guint32 hash = hashes[i % AHEAD] = lo_value_hash(&values[i]);
		const LoValueSlots *slots = shard_of(t, hash)->slots;
		__builtin_prefetch(&slots->at[hash & (slots->size - 1)], 1);
	}
}
