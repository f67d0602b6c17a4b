/*
 * An early return forgets the unlock.
 * edge: a -> a
 * report: imbalance a
 * verdict: deadlock
 */
#include <pthread.h>

pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER;
int choose(void);

void *one(void *arg)
{
	pthread_mutex_lock(&a);
	if (choose())
		return NULL;
	pthread_mutex_unlock(&a);
	return NULL;
}

int main(void)
{
	pthread_t t1, t2;

	pthread_create(&t1, NULL, one, NULL);
	pthread_create(&t2, NULL, one, NULL);
	pthread_join(t1, NULL);
	pthread_join(t2, NULL);
	return 0;
}
