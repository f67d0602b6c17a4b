/*
 * A guard as a loop of one round, one lock at a time.
 *
 * verdict: clean
 * edge: a -> b
 */
#include <pthread.h>
#include <stdio.h>

#define WITH(m) for (int _o = (pthread_mutex_lock(m), 1); _o; _o = 0, pthread_mutex_unlock(m))
pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER, b = PTHREAD_MUTEX_INITIALIZER;
int x;

void *f(void *y)
{
	WITH(&a)
	{
		WITH(&b)
		{
			x++;
		}
	}
	return 0;
}

void *g(void *y)
{
	WITH(&b)
	{
		x--;
	}
	WITH(&a)
	{
		x++;
	}
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