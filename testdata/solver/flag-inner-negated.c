/*
 * The flag is the negation of what the caller knows.
 * edge: b -> a
 */
#include "kernel.h"

static DEFINE_MUTEX(a);
static DEFINE_MUTEX(b);

static void inner(bool can_lock)
{
	if (can_lock) {
		mutex_lock(&b);
		mutex_unlock(&b);
	}
}

static void middle(void *head)
{
	mutex_lock(&a);
	inner(!head);
	mutex_unlock(&a);
}

void user(char *object)
{
	middle(object + 8);
}

void other(void)
{
	static int object;

	middle(&object);
}

void b_then_a(void)
{
	mutex_lock(&b);
	mutex_lock(&a);
	mutex_unlock(&a);
	mutex_unlock(&b);
}
