/*
 * Allocation enters reclaim, by the flags that the caller gives; nothing is held after it.
 * edge: a -> fs_reclaim
 * edge: a -> mmu_notifier_invalidate_range_start
 * edge: b -> mmu_notifier_invalidate_range_start
 * edge: fs_reclaim -> mmu_notifier_invalidate_range_start
 * edge: fs_reclaim -> a
 * report: cycle a fs_reclaim
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

void may_reclaim(void)
{
	mutex_lock(&a);
	kmalloc(8, GFP_KERNEL);
	mutex_unlock(&a);
}

void may_not(void)
{
	mutex_lock(&b);
	kmalloc(8, GFP_ATOMIC);
	kmalloc(8, GFP_NOFS);
	mutex_unlock(&b);
}

void after(gfp_t flags)
{
	kmalloc(8, flags);
	mutex_lock(&c);
	mutex_unlock(&c);
	kmalloc(8, GFP_KERNEL);
	mutex_lock(&c);
	mutex_unlock(&c);
}

void shrink(void)
{
	fs_reclaim_acquire(GFP_KERNEL);
	mutex_lock(&a);
	mutex_unlock(&a);
	fs_reclaim_release(GFP_KERNEL);
}
