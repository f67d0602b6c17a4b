/* A hash table with open addressing: a kernel's solution has more than a million hops, of which each is looked up on
 * every chain that it is on. */
#include "facts/hop_ids.h"

#include "facts/ir.h"

#include <string.h>

typedef struct {
	LoHopKey key;
	guint32 last;
} Hop;

struct LoHopIds {
	GArray *hops;		/* Hop by number, [0] stands for none */
	guint32 *slots;		/* number of a hop, or 0 */
	guint32 mask;		/* number of slots, a power of two, less one */
};

static void make_slots(LoHopIds *h, guint32 n)
{
	h->slots = g_new0(guint32, n);
	h->mask = n - 1;
}

LoHopIds *lo_hop_ids_new(void)
{
	LoHopIds *h = g_new0(LoHopIds, 1);

	h->hops = g_array_new(FALSE, TRUE, sizeof(Hop));
	g_array_set_size(h->hops, 1);
	make_slots(h, 1 << 12);
	return h;
}

void lo_hop_ids_free(LoHopIds *h)
{
	g_array_unref(h->hops);
	g_free(h->slots);
	g_free(h);
}

static guint32 hash(const LoHopKey *k)
{
	const guint32 words[] = { k->function, k->file, k->note, k->line, k->next };
	guint64 v = 0;

	for (guint i = 0; i < G_N_ELEMENTS(words); i++)
		v = (v ^ words[i]) * 0x9e3779b97f4a7c15u;
	return (guint32)(v ^ v >> 32);
}

/* Where it is, or where it is to be put. */
static guint32 *find_slot(const LoHopIds *h, const LoHopKey *key)
{
	guint32 at = hash(key) & h->mask;

	while (h->slots[at] && memcmp(&LO_AT(h->hops, Hop, h->slots[at]).key, key, sizeof(*key)) != 0)
		at = (at + 1) & h->mask;
	return &h->slots[at];
}

static void grow(LoHopIds *h)
{
	g_free(h->slots);
	make_slots(h, 2 * (h->mask + 1));
	for (guint32 id = 1; id < h->hops->len; id++)
		*find_slot(h, &LO_AT(h->hops, Hop, id).key) = id;
}

gboolean lo_hop_ids_add(LoHopIds *h, const LoHopKey *key, guint32 *id)
{
	guint32 *slot = find_slot(h, key);

	*id = *slot;
	if (*id)
		return FALSE;
	*id = *slot = h->hops->len;
	Hop hop = { *key, key->next ? lo_hop_ids_last(h, key->next) : *id };
	g_array_append_val(h->hops, hop);
	if (h->hops->len > h->mask / 2)
		grow(h);
	return TRUE;
}

guint32 lo_hop_ids_last(const LoHopIds *h, guint32 id)
{
	return LO_AT(h->hops, Hop, id).last;
}
