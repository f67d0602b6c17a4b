/*
 * A failed trylock holds nothing; a lock got by trylock makes orders from it, none to it.
 * edge: a -> b
 * edge: c -> a
 */
#include "kernel.h"

static DEFINE_MUTEX(a);
static DEFINE_MUTEX(b);
static DEFINE_MUTEX(c);

void try_first(void)
{
	if (mutex_trylock(&a)) {
		mutex_lock(&b);
		mutex_unlock(&b);
		mutex_unlock(&a);
		return;
	}
	mutex_lock(&c);
	mutex_unlock(&c);
}

void try_second(void)
{
	mutex_lock(&b);
	if (mutex_trylock(&a))
		mutex_unlock(&a);
	mutex_unlock(&b);
}

void real(void)
{
	mutex_lock(&c);
	mutex_lock(&a);
	mutex_unlock(&a);
	mutex_unlock(&c);
}
