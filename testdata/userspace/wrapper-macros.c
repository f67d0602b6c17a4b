/*
 * Locks behind macros.
 * edge: a -> b
 * edge: b -> a
 * report: cycle a b
 * verdict: deadlock
 */
#include <pthread.h>
#include <stdlib.h>

pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER, b = PTHREAD_MUTEX_INITIALIZER;
#define ENTER(m) do { if (pthread_mutex_lock(&(m))) abort(); } while (0)
#define LEAVE(m) do { if (pthread_mutex_unlock(&(m))) abort(); } while (0)

void *one(void *arg)
{
	ENTER(a);
	ENTER(b);
	LEAVE(b);
	LEAVE(a);
	return NULL;
}

void *two(void *arg)
{
	ENTER(b);
	ENTER(a);
	LEAVE(a);
	LEAVE(b);
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
