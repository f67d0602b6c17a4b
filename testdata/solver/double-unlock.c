/*
 * Released, and released again.
 * report: imbalance a
 */
#include "kernel.h"

static DEFINE_MUTEX(a);

void user(void)
{
	mutex_lock(&a);
	mutex_unlock(&a);
	mutex_unlock(&a);
}
