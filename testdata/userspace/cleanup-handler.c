/*
 * The cleanup handler unlocks when the thread is cancelled, and on the way out.
 * edge: b -> a
 * verdict: clean
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
	pthread_cleanup_pop(1);
	pthread_mutex_lock(&b);
	pthread_mutex_lock(&a);
	pthread_mutex_unlock(&a);
	pthread_mutex_unlock(&b);
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
