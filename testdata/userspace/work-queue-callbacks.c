/*
 * The order hides in a queued function.
 * edge: a -> b
 * edge: b -> a
 * report: cycle a b
 * verdict: deadlock
 */
#include <pthread.h>

pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER, b = PTHREAD_MUTEX_INITIALIZER;

struct job {
	void (*fn)(void *);
	void *arg;
};
struct job q[4];
int nq;

static void add(void (*f)(void *), void *z)
{
	q[nq].fn = f;
	q[nq].arg = z;
	nq++;
}

static void ab(void *z)
{
	pthread_mutex_lock(&a);
	pthread_mutex_lock(&b);
	pthread_mutex_unlock(&b);
	pthread_mutex_unlock(&a);
}

void *w(void *arg)
{
	int i;
	for (i = 0; i < nq; i++)
		q[i].fn(q[i].arg);
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
	add(ab, 0);
	pthread_create(&x, 0, w, 0);
	pthread_create(&y, 0, t2, 0);
	pthread_join(x, 0);
	pthread_join(y, 0);
}