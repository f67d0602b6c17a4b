/*
 * The object with the lower address first.
 *
 * verdict: clean
 * edge: &list->lock -> &list->lock
 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

struct list {
	pthread_mutex_t lock;
	int n;
} * x, *y;

void append(struct list *dst, struct list *src)
{
	if ((unsigned long)dst < (unsigned long)src) {
		pthread_mutex_lock(&dst->lock);
		pthread_mutex_lock(&src->lock);
	} else {
		pthread_mutex_lock(&src->lock);
		pthread_mutex_lock(&dst->lock);
	}
	dst->n += src->n;
	pthread_mutex_unlock(&src->lock);
	pthread_mutex_unlock(&dst->lock);
}

void *t1(void *a)
{
	append(x, y);
	return 0;
}

void *t2(void *a)
{
	append(y, x);
	return 0;
}

int main(void)
{
	pthread_t a, b;
	x = calloc(1, sizeof *x);
	y = calloc(1, sizeof *y);
	pthread_mutex_init(&x->lock, 0);
	pthread_mutex_init(&y->lock, 0);
	pthread_create(&a, NULL, t1, 0);
	pthread_create(&b, NULL, t2, 0);
	pthread_join(a, NULL);
	pthread_join(b, NULL);
	return 0;
}