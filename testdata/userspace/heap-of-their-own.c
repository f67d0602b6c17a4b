/*
 * Each thread locks what it allocated in both orders.
 * edge: &box->lock -> a
 * edge: a -> &box->lock
 * verdict: clean
 */
#include <pthread.h>
#include <stdlib.h>

pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER;
struct box { pthread_mutex_t lock; };

void *one(void *arg)
{
	struct box *own = malloc(sizeof(*own));
	pthread_mutex_init(&own->lock, NULL);
	pthread_mutex_lock(&own->lock);
	pthread_mutex_lock(&a);
	pthread_mutex_unlock(&a);
	pthread_mutex_unlock(&own->lock);
	pthread_mutex_lock(&a);
	pthread_mutex_lock(&own->lock);
	pthread_mutex_unlock(&own->lock);
	pthread_mutex_unlock(&a);
	free(own);
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
