/*
 * Two elements are taken in the order of the numbers that members of a thread's argument have.
 * edge: table[1] -> table[2]
 * verdict: clean
 */
#include <pthread.h>

#define N 4

struct move {
	int from, to;
};

static pthread_mutex_t table[N];

static void *run(void *argument)
{
	struct move *m = argument;
	int low = m->from < m->to ? m->from : m->to;
	int high = m->from < m->to ? m->to : m->from;

	pthread_mutex_lock(&table[low]);
	pthread_mutex_lock(&table[high]);
	pthread_mutex_unlock(&table[high]);
	pthread_mutex_unlock(&table[low]);
	return NULL;
}

int main(void)
{
	struct move there = { 1, 2 }, back = { 2, 1 };
	pthread_t x, y;

	for (int i = 0; i < N; i++)
		pthread_mutex_init(&table[i], NULL);
	pthread_create(&x, NULL, run, &there);
	pthread_create(&y, NULL, run, &back);
	pthread_join(x, NULL);
	pthread_join(y, NULL);
	return 0;
}
