/*
 * Start and stop take the two locks in different order.
 *
 * verdict: deadlock
 * edge: (dev0).m -> bus
 * edge: bus -> (dev0).m
 * report: cycle (dev0).m bus
 */
#include <pthread.h>
#include <stdio.h>

struct dev;

struct ops {
	void (*start)(struct dev *);
	void (*stop)(struct dev *);
};

struct dev {
	const struct ops *ops;
	pthread_mutex_t m;
};

pthread_mutex_t bus = PTHREAD_MUTEX_INITIALIZER;

static void eth_start(struct dev *d)
{
	pthread_mutex_lock(&d->m);
	pthread_mutex_lock(&bus);
	pthread_mutex_unlock(&bus);
	pthread_mutex_unlock(&d->m);
}

static void eth_stop(struct dev *d)
{
	pthread_mutex_lock(&bus);
	pthread_mutex_lock(&d->m);
	pthread_mutex_unlock(&d->m);
	pthread_mutex_unlock(&bus);
}
static const struct ops eth = {.start = eth_start, .stop = eth_stop};
static struct dev dev0 = {&eth, PTHREAD_MUTEX_INITIALIZER};

void *up(void *x)
{
	dev0.ops->start(&dev0);
	return 0;
}

void *down(void *x)
{
	dev0.ops->stop(&dev0);
	return 0;
}

int main(void)
{
	pthread_t s, t;
	pthread_create(&s, NULL, up, 0);
	pthread_create(&t, NULL, down, 0);
	pthread_join(s, NULL);
	pthread_join(t, NULL);
	return 0;
}