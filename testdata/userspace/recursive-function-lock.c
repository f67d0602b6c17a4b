/*
 * The function calls itself with its lock held.
 * edge: a -> a
 * report: recursion a
 * verdict: deadlock
 */
#include <pthread.h>

pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER;

static void r(int n)
{
	pthread_mutex_lock(&a);
	if (n)
		r(n - 1);
	pthread_mutex_unlock(&a);
}

void *t1(void *arg)
{
	r(3);
	return NULL;
}

void *t2(void *arg)
{
	return NULL;
}

int main(void)
{
	pthread_t x, y;
	pthread_create(&x, NULL, t1, NULL);
	pthread_create(&y, NULL, t2, NULL);
	pthread_join(x, NULL);
	pthread_join(y, NULL);
	return 0;
}
