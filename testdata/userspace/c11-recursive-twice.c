/*
 * A recursive mutex of C11, and a condition.
 *
 * verdict: clean
 */
#include <threads.h>
mtx_t a;
cnd_t c;
int go;

int f(void *x)
{
	mtx_lock(&a);
	mtx_lock(&a);
	go = 1;
	mtx_unlock(&a);
	mtx_unlock(&a);
	cnd_signal(&c);
	return 0;
}

int main(void)
{
	thrd_t t;
	mtx_init(&a, mtx_plain | mtx_recursive);
	cnd_init(&c);
	thrd_create(&t, f, 0);
	mtx_lock(&a);
	while (!go)
		cnd_wait(&c, &a);
	mtx_unlock(&a);
	thrd_join(t, 0);
	return 0;
}