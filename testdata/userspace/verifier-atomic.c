/*
 * What stands between the atomic marks cannot be interrupted: no order of its own.
 * verdict: clean
 */
#include <pthread.h>

extern void __VERIFIER_atomic_begin(void);
extern void __VERIFIER_atomic_end(void);
pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER;
int x;

void *one(void *arg)
{
	__VERIFIER_atomic_begin();
	x++;
	__VERIFIER_atomic_end();
	pthread_mutex_lock(&a);
	__VERIFIER_atomic_begin();
	x++;
	__VERIFIER_atomic_end();
	pthread_mutex_unlock(&a);
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
