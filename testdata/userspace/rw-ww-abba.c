/*
 * Readers that then want to write the other.
 * edge: r -> s
 * edge: s -> r
 * report: cycle r s
 * verdict: deadlock
 */
#include <pthread.h>

pthread_rwlock_t r = PTHREAD_RWLOCK_INITIALIZER, s = PTHREAD_RWLOCK_INITIALIZER;

void *t1(void *arg)
{
	pthread_rwlock_rdlock(&r);
	pthread_rwlock_wrlock(&s);
	pthread_rwlock_unlock(&s);
	pthread_rwlock_unlock(&r);
	return NULL;
}

void *t2(void *arg)
{
	pthread_rwlock_rdlock(&s);
	pthread_rwlock_wrlock(&r);
	pthread_rwlock_unlock(&r);
	pthread_rwlock_unlock(&s);
	return NULL;
}

int main(void)
{
	pthread_t x, y;
	pthread_create(&x, NULL, t1, NULL);
	pthread_create(&y, NULL, t2, NULL);
	pthread_join(x, NULL);
	pthread_join(y, NULL);
	return 0;
}
