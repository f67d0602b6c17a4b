/*
 * The number that decides the order is counted up meanwhile.
 * edge: a -> b
 * edge: b -> a
 * report: cycle a b
 * verdict: deadlock
 */
#include <pthread.h>

struct turn {
	int n;
};

static pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t b = PTHREAD_MUTEX_INITIALIZER;
static struct turn turn = { 1 };

static void *run(void *argument)
{
	struct turn *t = argument;

	if (t->n == 1) {
		pthread_mutex_lock(&a);
		pthread_mutex_lock(&b);
	} else {
		pthread_mutex_lock(&b);
		pthread_mutex_lock(&a);
	}
	t->n++;
	pthread_mutex_unlock(&a);
	pthread_mutex_unlock(&b);
	return NULL;
}

int main(void)
{
	pthread_t x, y;

	pthread_create(&x, NULL, run, &turn);
	pthread_create(&y, NULL, run, &turn);
	pthread_join(x, NULL);
	pthread_join(y, NULL);
	return 0;
}
