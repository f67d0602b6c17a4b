/*
 * The flags pass through masks and a global mask.
 * edge: a -> fs_reclaim
 * edge: a -> mmu_notifier_invalidate_range_start
 * edge: fs_reclaim -> mmu_notifier_invalidate_range_start
 */
#include "kernel.h"

static DEFINE_MUTEX(a);
static DEFINE_MUTEX(b);
static DEFINE_MUTEX(c);

static inline void might_alloc(gfp_t flags)
{
	fs_reclaim_acquire(flags);
	fs_reclaim_release(flags);
}

static void *slab_alloc(unsigned long size, gfp_t flags)
{
	might_alloc(flags);
	return (void *)size;
}

static void *kmalloc(unsigned long size, gfp_t flags)
{
	return slab_alloc(size, flags);
}

static gfp_t allowed_mask = 0xffffffffu;

void *with_zero(unsigned long size, gfp_t flags)
{
	flags &= allowed_mask;
	return kmalloc(size, flags | 0x100u);
}

void may_reclaim(void)
{
	mutex_lock(&a);
	with_zero(8, GFP_KERNEL);
	mutex_unlock(&a);
}

void may_not(void)
{
	mutex_lock(&b);
	with_zero(8, GFP_ATOMIC);
	kmalloc(8, GFP_KERNEL & ~__GFP_DIRECT_RECLAIM);
	mutex_unlock(&b);
	mutex_lock(&c);
	mutex_unlock(&c);
}
