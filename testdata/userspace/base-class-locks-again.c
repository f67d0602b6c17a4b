/*
 * The method of the derived object casts back what it is called with, and takes the lock that its caller holds.
 * verdict: deadlock
 * edge: (first).b.m -> (first).b.m
 * report: recursion (first).b.m
 */
#include <pthread.h>

struct base {
	void (*run)(struct base *b);
	pthread_mutex_t m;
};

struct derived {
	struct base b;
	int value;
};

static void derived_run(struct base *b)
{
	struct derived *d = (struct derived *)b;

	pthread_mutex_lock(&d->b.m);
	d->value++;
	pthread_mutex_unlock(&d->b.m);
}

struct derived first = { .b = { .run = derived_run, .m = PTHREAD_MUTEX_INITIALIZER } };

static void call(struct base *b)
{
	pthread_mutex_lock(&b->m);
	b->run(b);
	pthread_mutex_unlock(&b->m);
}

static void *worker(void *unused)
{
	call(&first.b);
	return unused;
}

int main(void)
{
	pthread_t t;

	pthread_create(&t, NULL, worker, NULL);
	call((struct base *)&first);
	pthread_join(t, NULL);
	return 0;
}
