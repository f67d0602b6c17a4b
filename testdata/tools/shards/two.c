#include "locks.h"

void with_a(void)
{
	pthread_mutex_lock(&a);
	take_b();
	pthread_mutex_unlock(&a);
}
