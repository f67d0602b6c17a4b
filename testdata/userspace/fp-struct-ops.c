/*
 * Lock operations in a table.
 * edge: a -> b
 * edge: b -> a
 * report: cycle a b
 * verdict: deadlock
 */
#include <pthread.h>

pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER, b = PTHREAD_MUTEX_INITIALIZER;

struct ops {
	void (*lock)(pthread_mutex_t *);
	void (*unlock)(pthread_mutex_t *);
};

static void L(pthread_mutex_t *m)
{
	pthread_mutex_lock(m);
}

static void U(pthread_mutex_t *m)
{
	pthread_mutex_unlock(m);
}
static const struct ops o = {L, U};

void *t1(void *arg)
{
	o.lock(&a);
	o.lock(&b);
	o.unlock(&b);
	o.unlock(&a);
	return NULL;
}

void *t2(void *arg)
{
	o.lock(&b);
	o.lock(&a);
	o.unlock(&a);
	o.unlock(&b);
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
