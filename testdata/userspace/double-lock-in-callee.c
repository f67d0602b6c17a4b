/*
 * The callee takes what its caller holds.
 * edge: a -> a
 * report: recursion a
 * verdict: deadlock
 */
#include <pthread.h>

pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER;
void callee(void)
{
	pthread_mutex_lock(&a);
	pthread_mutex_unlock(&a);
}

void *one(void *arg)
{
	pthread_mutex_lock(&a);
	callee();
	pthread_mutex_unlock(&a);
	return NULL;
}

int main(void)
{
	pthread_t t;

	pthread_create(&t, NULL, one, NULL);
	pthread_join(t, NULL);
	return 0;
}
