/*
 * One case falls into the next.
 * edge: a -> a
 * edge: a -> b
 * edge: b -> a
 * report: cycle a b
 * report: imbalance a
 * verdict: deadlock
 */
#include <pthread.h>

pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER, b = PTHREAD_MUTEX_INITIALIZER;
int choose(void);

void *t1(void *arg)
{
	switch (choose()) {
	case 0:
		pthread_mutex_lock(&a); /* fall through */
	case 1:
		pthread_mutex_lock(&b);
		pthread_mutex_unlock(&b);
		break;
	default:
		return NULL;
	}
	return NULL;
}

void *t2(void *arg)
{
	pthread_mutex_lock(&b);
	pthread_mutex_lock(&a);
	pthread_mutex_unlock(&a);
	pthread_mutex_unlock(&b);
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
