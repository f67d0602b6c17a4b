/*
 * One function, run by two threads with the locks in one order.
 * edge: a -> b
 * verdict: clean
 */
#include <pthread.h>

pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER, b = PTHREAD_MUTEX_INITIALIZER;
struct args { pthread_mutex_t *first, *second; };

void *one(void *arg)
{
	struct args *x = arg;
	pthread_mutex_lock(x->first);
	pthread_mutex_lock(x->second);
	pthread_mutex_unlock(x->second);
	pthread_mutex_unlock(x->first);
	return NULL;
}

int main(void)
{
	pthread_t t, u;
	struct args x = { &a, &b }, y = { &a, &b };
	pthread_create(&t, NULL, one, &x);
	pthread_create(&u, NULL, one, &y);
	pthread_join(t, NULL);
	pthread_join(u, NULL);
	return 0;
}
