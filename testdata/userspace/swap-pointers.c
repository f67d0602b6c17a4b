/*
 * Two pointers swapped before they are used.
 * edge: a -> b
 * verdict: clean
 */
#include <pthread.h>

pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER, b = PTHREAD_MUTEX_INITIALIZER;

void *t1(void *arg)
{
	pthread_mutex_t *p = &b, *q = &a, *s;
	s = p;
	p = q;
	q = s;
	pthread_mutex_lock(p);
	pthread_mutex_lock(q);
	pthread_mutex_unlock(q);
	pthread_mutex_unlock(p);
	return NULL;
}

void *t2(void *arg)
{
	pthread_mutex_lock(&a);
	pthread_mutex_lock(&b);
	pthread_mutex_unlock(&b);
	pthread_mutex_unlock(&a);
	return NULL;
}

int main(void)
{
	pthread_t x, y;
	pthread_create(&x, NULL, t1, NULL);
	pthread_create(&y, NULL, t2, NULL);
	pthread_join(x, NULL);
	pthread_join(y, NULL);
	return 0;
}
