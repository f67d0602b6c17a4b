/*
 * Guards that a cleanup attribute ends.
 *
 * verdict: clean
 * edge: a -> b
 */
#include <pthread.h>
#include <stdio.h>

pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER, b = PTHREAD_MUTEX_INITIALIZER;

static void un(pthread_mutex_t **m)
{
	pthread_mutex_unlock(*m);
}

#define GUARD(m)                                                                                             \
	pthread_mutex_t *g_##m __attribute__((cleanup(un), unused)) = &m;                                    \
	pthread_mutex_lock(g_##m)

int f(int x)
{
	GUARD(a);
	if (x)
		return 1;
	GUARD(b);
	return 2;
}

void *t(void *x)
{
	f(0);
	return 0;
}

int main(void)
{
	pthread_t s;
	pthread_create(&s, NULL, t, 0);
	f(1);
	f(0);
	pthread_join(s, NULL);
	return 0;
}