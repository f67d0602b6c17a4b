/*
 * A continue skips the unlock: the next round takes the lock again.
 * edge: a -> a
 * report: recursion a
 * verdict: deadlock
 */
#include <pthread.h>

pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER;
int choose(void);

void *one(void *arg)
{
	for (int i = 0; i < 10; i++) {
		pthread_mutex_lock(&a);
		if (choose())
			continue;
		pthread_mutex_unlock(&a);
	}
	return NULL;
}

int main(void)
{
	pthread_t t;

	pthread_create(&t, NULL, one, NULL);
	pthread_join(t, NULL);
	return 0;
}
