/*
 * A number per thread tells how often the owner has entered; only the first entry locks.
 * verdict: clean
 * edge: big -> big
 */
#include <pthread.h>

pthread_mutex_t big = PTHREAD_MUTEX_INITIALIZER;
static __thread int depth;
int total;

static void enter(void)
{
	if (depth++ == 0)
		pthread_mutex_lock(&big);
}

static void leave(void)
{
	if (--depth == 0)
		pthread_mutex_unlock(&big);
}

static void add(int n)
{
	enter();
	total += n;
	leave();
}

static void *worker(void *unused)
{
	enter();
	add(1);
	add(2);
	leave();
	return unused;
}

int main(void)
{
	pthread_t t, u;

	pthread_create(&t, NULL, worker, NULL);
	pthread_create(&u, NULL, worker, NULL);
	pthread_join(t, NULL);
	pthread_join(u, NULL);
	return total == 6 ? 0 : 1;
}
