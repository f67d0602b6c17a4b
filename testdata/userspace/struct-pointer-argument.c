/*
 * Both threads get one record as their argument.
 * edge: &pair->a -> &pair->b
 * edge: &pair->b -> &pair->a
 * report: cycle &pair->a &pair->b
 * verdict: deadlock
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
	struct pair pair;
	pthread_mutex_init(&pair.a, NULL);
	pthread_mutex_init(&pair.b, NULL);
	pthread_create(&t, NULL, one, &pair);
	pthread_create(&u, NULL, two, &pair);
	pthread_join(t, NULL);
	pthread_join(u, NULL);
	return 0;
}
