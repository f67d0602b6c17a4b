/*
 * The lock remembers its owner, who may take it again.
 * verdict: clean
 * edge: (mon).m -> (mon).m
 */
#include <pthread.h>

struct monitor {
	pthread_mutex_t m;
	pthread_t owner;
	int entries;
};

struct monitor mon = { .m = PTHREAD_MUTEX_INITIALIZER };
int value;

static void enter(struct monitor *o)
{
	if (o->entries && pthread_equal(o->owner, pthread_self())) {
		o->entries++;
		return;
	}
	pthread_mutex_lock(&o->m);
	o->owner = pthread_self();
	o->entries = 1;
}

static void leave(struct monitor *o)
{
	if (--o->entries == 0)
		pthread_mutex_unlock(&o->m);
}

static void set(int v)
{
	enter(&mon);
	value = v;
	leave(&mon);
}

static void *worker(void *unused)
{
	enter(&mon);
	set(value + 1);
	leave(&mon);
	return unused;
}

int main(void)
{
	pthread_t t;

	pthread_create(&t, NULL, worker, NULL);
	set(3);
	pthread_join(t, NULL);
	return 0;
}
