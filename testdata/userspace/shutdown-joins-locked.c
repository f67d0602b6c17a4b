/*
 * The worker is waited for with its lock held.
 *
 * verdict: deadlock
 * edge: (w).m -> thread:run
 * edge: thread:run -> (w).m
 * report: wait (w).m thread:run
 */
#include <pthread.h>

struct worker {
	pthread_t th;
	pthread_mutex_t m;
	int stop;
} w;

void *run(void *x)
{
	struct worker *k = x;
	for (;;) {
		pthread_mutex_lock(&k->m);
		if (k->stop) {
			pthread_mutex_unlock(&k->m);
			return 0;
		}
		pthread_mutex_unlock(&k->m);
	}
}

void stop(struct worker *k)
{
	pthread_mutex_lock(&k->m);
	k->stop = 1;
	pthread_join(k->th, 0);
	pthread_mutex_unlock(&k->m);
}

int main(void)
{
	pthread_mutex_init(&w.m, 0);
	pthread_create(&w.th, 0, run, &w);
	stop(&w);
	return 0;
}