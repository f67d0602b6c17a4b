/*
 * One service is stopped before the next is started.
 *
 * verdict: clean
 * edge: a -> b
 * edge: b -> a
 */
#include <pthread.h>
#include <stdio.h>

pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER, b = PTHREAD_MUTEX_INITIALIZER;

struct svc {
	pthread_t th;
};

void *f(void *x)
{
	pthread_mutex_lock(&a);
	pthread_mutex_lock(&b);
	pthread_mutex_unlock(&b);
	pthread_mutex_unlock(&a);
	return 0;
}

void *g(void *x)
{
	pthread_mutex_lock(&b);
	pthread_mutex_lock(&a);
	pthread_mutex_unlock(&a);
	pthread_mutex_unlock(&b);
	return 0;
}

void start(struct svc *s, void *(*fn)(void *))
{
	pthread_create(&s->th, NULL, fn, s);
}

void stop(struct svc *s)
{
	pthread_join(s->th, NULL);
}

int main(void)
{
	struct svc s1, s2;
	start(&s1, f);
	stop(&s1);
	start(&s2, g);
	stop(&s2);
	return 0;
}