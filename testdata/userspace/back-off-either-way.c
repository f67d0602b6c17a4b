/*
 * Two locks in either order, the second of them tried, for as long as it takes.
 *
 * verdict: clean
 */
#include <pthread.h>
#include <stdio.h>

#include <sched.h>
pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER, b = PTHREAD_MUTEX_INITIALIZER;
int x;

static void both(pthread_mutex_t *p, pthread_mutex_t *q)
{
	for (;;) {
		pthread_mutex_lock(p);
		if (!pthread_mutex_trylock(q))
			return;
		pthread_mutex_unlock(p);
		sched_yield();
	}
}

void *f(void *y)
{
	both(&a, &b);
	x++;
	pthread_mutex_unlock(&b);
	pthread_mutex_unlock(&a);
	return 0;
}

void *g(void *y)
{
	both(&b, &a);
	x--;
	pthread_mutex_unlock(&a);
	pthread_mutex_unlock(&b);
	return 0;
}

int main(void)
{
	pthread_t t, u;
	pthread_create(&t, NULL, f, 0);
	pthread_create(&u, NULL, g, 0);
	pthread_join(t, NULL);
	pthread_join(u, NULL);
	return 0;
}