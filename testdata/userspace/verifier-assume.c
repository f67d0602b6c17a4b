/*
 * Values that would lead to the other order are ruled out.
 * edge: a -> b
 * verdict: clean
 */
#include <pthread.h>

extern int __VERIFIER_nondet_int(void);
extern void abort(void);
void assume_abort_if_not(int cond)
{
	if (!cond)
		abort();
}
pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER, b = PTHREAD_MUTEX_INITIALIZER;

void *one(void *arg)
{
	int x = __VERIFIER_nondet_int();
	assume_abort_if_not(x == 0);
	if (x == 0) {
		pthread_mutex_lock(&a);
		pthread_mutex_lock(&b);
		pthread_mutex_unlock(&b);
		pthread_mutex_unlock(&a);
	} else {
		pthread_mutex_lock(&b);
		pthread_mutex_lock(&a);
		pthread_mutex_unlock(&a);
		pthread_mutex_unlock(&b);
	}
	return NULL;
}

int main(void)
{
	pthread_t t1, t2;

	pthread_create(&t1, NULL, one, NULL);
	pthread_create(&t2, NULL, one, NULL);
	pthread_join(t1, NULL);
	pthread_join(t2, NULL);
	return 0;
}
