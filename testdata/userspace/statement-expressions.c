/*
 * Locks around an expression, nested both ways.
 *
 * verdict: deadlock
 * edge: a -> b
 * edge: b -> a
 * report: cycle a b
 */
#include <pthread.h>
#include <stdio.h>

pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER, b = PTHREAD_MUTEX_INITIALIZER;
#define WITH(m, e)                                                                                           \
	({                                                                                                   \
		__typeof__(e) r_;                                                                            \
		pthread_mutex_lock(&m);                                                                      \
		r_ = (e);                                                                                    \
		pthread_mutex_unlock(&m);                                                                    \
		r_;                                                                                          \
	})
int x, y;

void *f(void *p)
{
	WITH(a, WITH(b, x + y));
	return 0;
}

void *g(void *p)
{
	WITH(b, WITH(a, x - y));
	return 0;
}

int main(void)
{
	pthread_t s, t;
	pthread_create(&s, NULL, f, 0);
	pthread_create(&t, NULL, g, 0);
	pthread_join(s, NULL);
	pthread_join(t, NULL);
	return 0;
}