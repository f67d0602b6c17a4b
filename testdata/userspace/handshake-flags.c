/*
 * A flag that is read under the lock.
 * verdict: clean
 */
#include <pthread.h>

pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER;
int done;

void *one(void *arg)
{
	int d = 0;
	while (!d) {
		pthread_mutex_lock(&a);
		d = done;
		pthread_mutex_unlock(&a);
	}
	return NULL;
}

void *two(void *arg)
{
	pthread_mutex_lock(&a);
	done = 1;
	pthread_mutex_unlock(&a);
	return NULL;
}

int main(void)
{
	pthread_t t1, t2;

	pthread_create(&t1, NULL, one, NULL);
	pthread_create(&t2, NULL, two, NULL);
	pthread_join(t1, NULL);
	pthread_join(t2, NULL);
	return 0;
}
