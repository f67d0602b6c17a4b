/*
 * One thread function, with the accounts in the same order.
 * edge: (A).m -> (B).m
 * verdict: clean
 */
#include <pthread.h>

struct acc {
	pthread_mutex_t m;
	int bal;
	struct acc *next;
};
struct acc A, B;

struct pair {
	struct acc *f, *t;
};

void *w(void *arg)
{
	struct pair *z = arg;
	pthread_mutex_lock(&z->f->m);
	pthread_mutex_lock(&z->t->m);
	pthread_mutex_unlock(&z->t->m);
	pthread_mutex_unlock(&z->f->m);
	return NULL;
}

int main(void)
{
	pthread_t x, y;
	struct pair u = {&A, &B}, v = {&A, &B};
	pthread_create(&x, 0, w, &u);
	pthread_create(&y, 0, w, &v);
	pthread_join(x, 0);
	pthread_join(y, 0);
}