/*
 * Opening and releasing a device take its lock and the global one in either order.
 *
 * verdict: deadlock
 * edge: &dev->lock -> glob
 * edge: glob -> &dev->lock
 * report: cycle &dev->lock glob
 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

extern int __VERIFIER_nondet_int(void);

struct dev {
	pthread_mutex_t lock;
	int n;
};
struct dev *my;
pthread_mutex_t glob = PTHREAD_MUTEX_INITIALIZER;

int my_open(struct dev *d)
{
	pthread_mutex_lock(&glob);
	pthread_mutex_lock(&d->lock);
	d->n++;
	pthread_mutex_unlock(&d->lock);
	pthread_mutex_unlock(&glob);
	return 0;
}

int my_release(struct dev *d)
{
	pthread_mutex_lock(&d->lock);
	d->n--;
	pthread_mutex_lock(&glob);
	pthread_mutex_unlock(&glob);
	pthread_mutex_unlock(&d->lock);
	return 0;
}

void *opener(void *x)
{
	my_open(my);
	return 0;
}

void *closer(void *x)
{
	my_release(my);
	return 0;
}

int main(void)
{
	pthread_t t, u;
	my = malloc(sizeof *my);
	if (!my)
		return 1;
	pthread_mutex_init(&my->lock, NULL);
	pthread_create(&t, NULL, opener, my);
	pthread_create(&u, NULL, closer, my);
	pthread_join(t, NULL);
	pthread_join(u, NULL);
	return 0;
}