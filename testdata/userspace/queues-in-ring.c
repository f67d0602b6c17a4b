/*
 * Each moves to the next queue.
 *
 * verdict: deadlock
 * edge: (rq).l -> (rq).l
 * report: cycle (rq).l (rq).l (rq).l (rq).l
 */
#include <pthread.h>
#include <stdio.h>

#define NCPU 4

struct rq {
	pthread_spinlock_t l;
	int n;
} rq[NCPU];

void migrate(int src, int dst)
{
	pthread_spin_lock(&rq[src].l);
	pthread_spin_lock(&rq[dst].l);
	rq[src].n--;
	rq[dst].n++;
	pthread_spin_unlock(&rq[dst].l);
	pthread_spin_unlock(&rq[src].l);
}

void *bal(void *x)
{
	int i = *(int *)x;
	migrate(i, (i + 1) % NCPU);
	return 0;
}

int main(void)
{
	pthread_t th[NCPU];
	int id[NCPU], i;
	for (i = 0; i < NCPU; i++) {
		pthread_spin_init(&rq[i].l, 0);
		id[i] = i;
	}
	for (i = 0; i < NCPU; i++)
		pthread_create(&th[i], NULL, bal, &id[i]);
	for (i = 0; i < NCPU; i++)
		pthread_join(th[i], NULL);
	return 0;
}