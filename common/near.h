/* What a mistyped word may have been meant to be. */
#pragma once

#include <glib.h>

/*
 * How many letters are to be changed, put in, left out or exchanged with the
 * next to make one of the other (optimal string alignment: Damerau's distance
 * without changing a place twice); `limit` + 1 when it is more than `limit`.
 */
guint lo_near_distance(const char *a, const char *b, guint limit);

/* Distances beyond which `word` is another word, not a mistyped one. */
guint lo_near_limit(const char *word);
