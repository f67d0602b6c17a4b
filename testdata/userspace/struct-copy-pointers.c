/*
 * Pointers to locks in a record that is copied.
 * edge: a -> b
 * edge: b -> a
 * report: cycle a b
 * verdict: deadlock
 */
#include <pthread.h>

pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER, b = PTHREAD_MUTEX_INITIALIZER;

struct two {
	pthread_mutex_t *p, *q;
};

void *t1(void *arg)
{
	struct two z = {&a, &b}, w = z;
	pthread_mutex_lock(w.p);
	pthread_mutex_lock(w.q);
	pthread_mutex_unlock(w.q);
	pthread_mutex_unlock(w.p);
	return NULL;
}

void *t2(void *arg)
{
	pthread_mutex_lock(&b);
	pthread_mutex_lock(&a);
	pthread_mutex_unlock(&a);
	pthread_mutex_unlock(&b);
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
