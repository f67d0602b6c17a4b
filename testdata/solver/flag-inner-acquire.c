/*
 * What a callee takes under a flag is not taken where the caller says no, nor through another call.
 * edge: b -> a
 */
#include "kernel.h"

static DEFINE_MUTEX(a);
static DEFINE_MUTEX(b);

static void inner(int lock)
{
	if (lock) {
		mutex_lock(&b);
		mutex_unlock(&b);
	}
}

static void middle(int lock)
{
	inner(lock);
}

void user(void *head)
{
	mutex_lock(&a);
	middle(0);
	inner(!head && 0);
	mutex_unlock(&a);
}

void b_then_a(void)
{
	mutex_lock(&b);
	mutex_lock(&a);
	mutex_unlock(&a);
	mutex_unlock(&b);
}
