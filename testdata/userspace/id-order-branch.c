/*
 * The object with the lower number first.
 * edge: (A).m -> (B).m
 * edge: (B).m -> (A).m
 * verdict: clean
 */
#include <pthread.h>

struct acc {
	int id;
	pthread_mutex_t m;
};

static void move(struct acc *p, struct acc *q)
{
	if (p->id < q->id) {
		pthread_mutex_lock(&p->m);
		pthread_mutex_lock(&q->m);
	} else {
		pthread_mutex_lock(&q->m);
		pthread_mutex_lock(&p->m);
	}
	pthread_mutex_unlock(&q->m);
	pthread_mutex_unlock(&p->m);
}
struct acc A = {1}, B = {2};

void *t1(void *arg)
{
	move(&A, &B);
	return NULL;
}

void *t2(void *arg)
{
	move(&B, &A);
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
