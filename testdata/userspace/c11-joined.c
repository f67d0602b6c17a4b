/*
 * One thread after the other.
 * edge: a -> b
 * edge: b -> a
 * verdict: clean
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
	thrd_t t;
	mtx_init(&a, mtx_plain);
	mtx_init(&b, mtx_plain);
	thrd_create(&t, one, NULL);
	thrd_join(t, NULL);
	thrd_create(&t, two, NULL);
	thrd_join(t, NULL);
	return 0;
}
