/*
 * A timed mutex of C11 is not recursive.
 *
 * verdict: deadlock
 * edge: m -> m
 * report: recursion m
 */
#include <threads.h>
mtx_t m;
int n;

static void inc(void)
{
	mtx_lock(&m);
	n++;
	mtx_unlock(&m);
}

int f(void *x)
{
	mtx_lock(&m);
	if (n < 3)
		inc();
	mtx_unlock(&m);
	return 0;
}

int main(void)
{
	thrd_t t;
	if (mtx_init(&m, mtx_timed) != thrd_success)
		return 1;
	thrd_create(&t, f, 0);
	thrd_join(t, 0);
	return 0;
}