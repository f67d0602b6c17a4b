#include "common/word_lists.h"

#include "common/mix.h"
#include "common/stable_array.h"

#include <string.h>

#define SHARDS 64

typedef struct {
	guint64 hash;
	const guint32 *words;
	guint32 n, id;
	guint32 own[];
} List;

typedef struct {
	GMutex lock;
	GHashTable *lists;	/* set of List; lent */
} Shard;

struct LoWordLists {
	GMutex lock;		/* of who adds to `all`; a shard's is held then */
	LoStableArray all;	/* List *, owned */
	Shard shards[SHARDS];
};

static guint hash_list(gconstpointer list)
{
	return (guint)((const List *)list)->hash;
}

static gboolean equal_lists(gconstpointer a, gconstpointer b)
{
	const List *x = a, *y = b;

	return x->hash == y->hash && x->n == y->n && !memcmp(x->words, y->words, x->n * sizeof(guint32));
}

/* The shard's lock is held. */
static guint32 add(LoWordLists *l, Shard *shard, const List *key)
{
	List *list = g_malloc(sizeof(List) + key->n * sizeof(guint32));

	*list = *key;
	list->words = memcpy(list->own, key->words, key->n * sizeof(guint32));
	g_mutex_lock(&l->lock);
	list->id = lo_stable_array_add(&l->all, list);
	g_mutex_unlock(&l->lock);
	g_hash_table_add(shard->lists, list);
	return list->id;
}

guint32 lo_word_lists_add(LoWordLists *l, const guint32 *words, guint n)
{
	List key = { .hash = n, .words = words, .n = n };

	if (!n)
		return 0;
	for (guint i = 0; i < n; i++)
		key.hash = lo_mix(key.hash, words[i]);
	Shard *shard = &l->shards[key.hash >> 32 & (SHARDS - 1)];
	g_mutex_lock(&shard->lock);
	const List *known = g_hash_table_lookup(shard->lists, &key);
	guint32 id = known ? known->id : add(l, shard, &key);
	g_mutex_unlock(&shard->lock);
	return id;
}

const guint32 *lo_word_lists_get(const LoWordLists *l, guint32 id, guint *n)
{
	const List *list = lo_stable_array_get(&l->all, id);

	*n = list->n;
	return list->words;
}

LoWordLists *lo_word_lists_new(void)
{
	LoWordLists *l = g_new0(LoWordLists, 1);

	g_mutex_init(&l->lock);
	for (guint i = 0; i < SHARDS; i++) {
		g_mutex_init(&l->shards[i].lock);
		l->shards[i].lists = g_hash_table_new(hash_list, equal_lists);
	}
	lo_stable_array_add(&l->all, g_new0(List, 1));
	return l;
}

void lo_word_lists_free(LoWordLists *l)
{
	if (!l)
		return;
	for (guint i = 0; i < SHARDS; i++) {
		g_mutex_clear(&l->shards[i].lock);
		g_hash_table_unref(l->shards[i].lists);
	}
	lo_stable_array_clear(&l->all, g_free);
	g_mutex_clear(&l->lock);
	g_free(l);
}
