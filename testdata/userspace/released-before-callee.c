/*
 * The callee takes the lock when the caller has released it.
 * verdict: clean
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
	pthread_mutex_unlock(&a);
	callee();
	return NULL;
}

int main(void)
{
	pthread_t t;

	pthread_create(&t, NULL, one, NULL);
	pthread_join(t, NULL);
	return 0;
}
