/*
 * One step of a hash over words; the factor is Knuth's 2^64 / phi (The Art of Computer Programming 3, 6.4).  The other
 * constant keeps a small start that equals the first word from giving 0, and a set the key of its other members.
 */
#pragma once

#include <glib.h>

static inline guint64 lo_mix(guint64 h, guint64 v)
{
	h = (h ^ v ^ 0xd1b54a32d192ed03ull) * 0x9e3779b97f4a7c15ull;
	return h ^ h >> 29;
}
