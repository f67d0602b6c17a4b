/*
 * C11's threads and mutexes.
 * edge: a -> b
 * edge: b -> a
 * report: cycle a b
 * verdict: deadlock
 */
#include <pthread.h>
#include <threads.h>

mtx_t a, b;
int one(void *arg)
{
	mtx_lock(&a);
	mtx_lock(&b);
	mtx_unlock(&b);
	mtx_unlock(&a);
	return 0;
}
int two(void *arg)
{
	mtx_lock(&b);
	mtx_lock(&a);
	mtx_unlock(&a);
	mtx_unlock(&b);
	return 0;
}

int main(void)
{
	thrd_t t, u;
	mtx_init(&a, mtx_plain);
	mtx_init(&b, mtx_plain);
	thrd_create(&t, one, NULL);
	thrd_create(&u, two, NULL);
	thrd_join(t, NULL);
	thrd_join(u, NULL);
	return 0;
}
