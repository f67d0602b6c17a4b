/*
 * edge: a -> b
 * edge: b -> c
 *
 * What is given the address of its caller's variable knows that there is one, through a pointer as well.
 */
#include "kernel.h"

static struct mutex a, b, c;

static void check(int *found)
{
	if (found) {
		mutex_lock(&b);
		mutex_unlock(&b);
	} else {
		mutex_lock(&c);
		mutex_unlock(&c);
	}
}

static void under_a(void (*f)(int *found))
{
	int found;

	mutex_lock(&a);
	f(&found);
	mutex_unlock(&a);
}

static void under_b(void (*f)(int *found))
{
	mutex_lock(&b);
	f(0);
	mutex_unlock(&b);
}

void start(void)
{
	under_a(check);
	under_b(check);
}
