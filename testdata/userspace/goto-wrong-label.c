/*
 * The wrong label leaves a locked.
 * edge: a -> a
 * edge: a -> b
 * report: recursion a
 * verdict: deadlock
 */
#include <pthread.h>

pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER, b = PTHREAD_MUTEX_INITIALIZER;
int choose(void);

void *one(void *arg)
{
	pthread_mutex_lock(&a);
	if (choose())
		goto out;
	pthread_mutex_lock(&b);
	pthread_mutex_unlock(&b);
	pthread_mutex_unlock(&a);
out:
	pthread_mutex_lock(&a);
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
