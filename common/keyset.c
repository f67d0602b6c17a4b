#include "common/keyset.h"

enum { FIRST_SIZE = 8 };

/* Where the key is or would be; there is a free slot. */
static guint32 find(const LoKeySet *s, guint64 key)
{
	guint32 at = (guint32)(key ^ key >> 32) & (s->size - 1);

	while (s->slots[at] && s->slots[at] != key)
		at = (at + 1) & (s->size - 1);
	return at;
}

static void grow(LoKeySet *s)
{
	LoKeySet old = *s;

	s->size = old.size ? 2 * old.size : FIRST_SIZE;
	s->slots = g_new0(guint64, s->size);
	for (guint32 i = 0; i < old.size; i++)
		if (old.slots[i])
			s->slots[find(s, old.slots[i])] = old.slots[i];
	g_free(old.slots);
}

static guint64 not_zero(guint64 key)
{
	return key ? key : 1;
}

gboolean lo_key_set_has(const LoKeySet *s, guint64 key)
{
	return s->n && s->slots[find(s, not_zero(key))];
}

gboolean lo_key_set_add(LoKeySet *s, guint64 key)
{
	guint32 at;

	if (s->n >= s->size / 4 * 3)
		grow(s);
	at = find(s, not_zero(key));
	if (s->slots[at])
		return FALSE;
	s->slots[at] = not_zero(key);
	s->n++;
	return TRUE;
}

void lo_key_set_clear(LoKeySet *s)
{
	g_free(s->slots);
	*s = (LoKeySet){ 0 };
}
