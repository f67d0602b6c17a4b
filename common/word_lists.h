/*
 * Lists of words, each once: equal lists are one id, the empty one is 0.
 * Several threads may ask at a time, so ids come in any order.
 */
#pragma once

#include <glib.h>

typedef struct LoWordLists LoWordLists;

LoWordLists *lo_word_lists_new(void);
void lo_word_lists_free(LoWordLists *l);

guint32 lo_word_lists_add(LoWordLists *l, const guint32 *words, guint n);
/* As long as the lists; *n: how many. */
const guint32 *lo_word_lists_get(const LoWordLists *l, guint32 id, guint *n);
