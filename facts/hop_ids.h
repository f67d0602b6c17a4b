/* Numbers the hops of a solution's chains: a hop and what follows it, equal ones once.  Private to facts/. */
#pragma once

#include <glib.h>

typedef struct {
	guint32 function, file, note;	/* ids of name */
	guint32 line;
	guint32 next;			/* number of a hop; 0: it is the last */
} LoHopKey;

typedef struct LoHopIds LoHopIds;

LoHopIds *lo_hop_ids_new(void);
void lo_hop_ids_free(LoHopIds *h);
/* Its number, from 1 on; TRUE when it is new. */
gboolean lo_hop_ids_add(LoHopIds *h, const LoHopKey *key, guint32 *id);
/* The end of its chain. */
guint32 lo_hop_ids_last(const LoHopIds *h, guint32 id);
