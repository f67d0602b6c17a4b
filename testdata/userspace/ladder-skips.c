/*
 * One jump of a ladder skips a lock.
 *
 * verdict: deadlock
 * edge: a -> b
 * edge: b -> b
 * report: imbalance b
 */
#include <pthread.h>
#include <stdio.h>

extern int __VERIFIER_nondet_int(void);
pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER, b = PTHREAD_MUTEX_INITIALIZER;
int x;

static int op(void)
{
	int r = -1;
	pthread_mutex_lock(&a);
	if (__VERIFIER_nondet_int())
		goto out;
	pthread_mutex_lock(&b);
	if (__VERIFIER_nondet_int())
		goto out;
	x++;
	r = 0;
	pthread_mutex_unlock(&b);
out:
	pthread_mutex_unlock(&a);
	return r;
}

void *f(void *p)
{
	return op() ? p : NULL;
}

int main(void)
{
	pthread_t t, u;
	pthread_create(&t, NULL, f, 0);
	pthread_create(&u, NULL, f, 0);
	pthread_join(t, NULL);
	pthread_join(u, NULL);
	return 0;
}