/*
 * The handler is popped without being run: the lock stays.
 * edge: a -> a
 * report: recursion a
 * verdict: deadlock
 */
#include <pthread.h>

pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER, b = PTHREAD_MUTEX_INITIALIZER;
static void unlock(void *m)
{
	pthread_mutex_unlock(m);
}
int choose(void);

void *one(void *arg)
{
	pthread_mutex_lock(&a);
	pthread_cleanup_push(unlock, &a);
	while (choose())
		pthread_testcancel();
	pthread_cleanup_pop(0);
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
