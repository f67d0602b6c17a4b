/* One step of a hash over words; the constant is Knuth's 2^64 / phi (The Art of Computer Programming 3, 6.4). */
#pragma once

#include <glib.h>

static inline guint64 lo_mix(guint64 h, guint64 v)
{
	h = (h ^ v) * 0x9e3779b97f4a7c15ull;
	return h ^ h >> 29;
}
