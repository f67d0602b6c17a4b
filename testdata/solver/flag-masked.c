/*
 * A bit of a flag word decides whether b is taken; masks and a global mask on the way to it leave it or not.
 * edge: a -> b
 */
#include "kernel.h"

static DEFINE_MUTEX(a);
static DEFINE_MUTEX(b);
static DEFINE_MUTEX(c);
static unsigned int allowed = 0xffffffffu;

static int may_block(unsigned int flags)
{
	return !!(flags & 0x400u);
}

static void take_if(unsigned int flags)
{
	if (may_block(flags)) {
		mutex_lock(&b);
		mutex_unlock(&b);
	}
}

static void through_global(unsigned int flags)
{
	flags &= allowed;
	take_if(flags);
}

static void through_masks(unsigned int flags)
{
	flags &= ~0xfu;
	flags &= 0xcc0u;
	flags |= 0x2000u;
	through_global(flags);
}

void with_bit(void)
{
	mutex_lock(&a);
	through_masks(0xcc0u);
	mutex_unlock(&a);
}

void without_bit(void)
{
	mutex_lock(&c);
	through_masks(0x800u);
	mutex_unlock(&c);
}
