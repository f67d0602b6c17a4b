/*
 * A function that calls itself with the lock held.
 * edge: a -> a
 * report: recursion a
 * verdict: deadlock
 */
#include <pthread.h>

pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER;
static void walk(int n)
{
	pthread_mutex_lock(&a);
	if (n)
		walk(n - 1);
	pthread_mutex_unlock(&a);
}

void *one(void *arg)
{
	walk(3);
	return NULL;
}

int main(void)
{
	pthread_t t;

	pthread_create(&t, NULL, one, NULL);
	pthread_join(t, NULL);
	return 0;
}
