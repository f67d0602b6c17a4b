/*
 * Each thread gets a record of its own.
 * edge: &pair->a -> &pair->b
 * edge: &pair->b -> &pair->a
 * verdict: clean
 */
#include <pthread.h>

struct pair { pthread_mutex_t a, b; };

void *one(void *arg)
{
	struct pair *p = arg;
	pthread_mutex_lock(&p->a);
	pthread_mutex_lock(&p->b);
	pthread_mutex_unlock(&p->b);
	pthread_mutex_unlock(&p->a);
	return NULL;
}

void *two(void *arg)
{
	struct pair *p = arg;
	pthread_mutex_lock(&p->b);
	pthread_mutex_lock(&p->a);
	pthread_mutex_unlock(&p->a);
	pthread_mutex_unlock(&p->b);
	return NULL;
}

int main(void)
{
	pthread_t t, u;
	struct pair first, second;
	pthread_mutex_init(&first.a, NULL);
	pthread_mutex_init(&first.b, NULL);
	pthread_mutex_init(&second.a, NULL);
	pthread_mutex_init(&second.b, NULL);
	pthread_create(&t, NULL, one, &first);
	pthread_create(&u, NULL, two, &second);
	pthread_join(t, NULL);
	pthread_join(u, NULL);
	return 0;
}
