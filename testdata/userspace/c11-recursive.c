/*
 * A recursive mutex of C11.
 * verdict: clean
 */
#include <pthread.h>
#include <threads.h>

mtx_t a;
int one(void *arg)
{
	mtx_lock(&a);
	mtx_lock(&a);
	mtx_unlock(&a);
	mtx_unlock(&a);
	return 0;
}

int main(void)
{
	thrd_t t;
	mtx_init(&a, mtx_plain | mtx_recursive);
	thrd_create(&t, one, NULL);
	thrd_join(t, NULL);
	return 0;
}
