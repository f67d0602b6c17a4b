/*
 * A function that returns 1 with the lock held, and a caller that forgets it.
 *
 * verdict: deadlock
 * edge: a -> a
 * report: imbalance a
 */
#include <pthread.h>
#include <stdio.h>

pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER;
int v;

static int get(int want)
{
	pthread_mutex_lock(&a);
	if (v == want)
		return 1;
	pthread_mutex_unlock(&a);
	return 0;
}

static void put(void)
{
	pthread_mutex_unlock(&a);
}

void *f(void *x)
{
	if (get(3))
		v++;
	return 0;
}

int main(void)
{
	pthread_t t;
	pthread_create(&t, NULL, f, 0);
	while (!get(4))
		;
	put();
	pthread_join(t, NULL);
	return 0;
}
