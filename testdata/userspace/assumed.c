/*
 * What the verifier assumes, and what a helper of the program aborts on, leaves one order.
 *
 * verdict: clean
 * edge: a -> b
 */
#include <pthread.h>

extern int __VERIFIER_nondet_int(void);
extern void __VERIFIER_assume(int);
extern void abort(void);

static pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER, b = PTHREAD_MUTEX_INITIALIZER;

static void abort_if_not(int condition)
{
	if (!condition)
		abort();
}

static void *run(void *unused)
{
	pthread_mutex_lock(&a);
	pthread_mutex_lock(&b);
	pthread_mutex_unlock(&b);
	pthread_mutex_unlock(&a);
	return unused;
}

int main(void)
{
	int n = __VERIFIER_nondet_int(), k = __VERIFIER_nondet_int();
	pthread_t t;

	__VERIFIER_assume(n > 0);
	abort_if_not(k == 3);
	pthread_create(&t, 0, run, 0);
	if (n <= 0 || k != 3) {
		pthread_mutex_lock(&b);
		pthread_mutex_lock(&a);
		pthread_mutex_unlock(&a);
		pthread_mutex_unlock(&b);
	}
	pthread_join(t, 0);
	return 0;
}
