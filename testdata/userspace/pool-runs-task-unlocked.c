/*
 * Tasks are run without the queue's lock.
 *
 * verdict: clean
 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

struct task {
	void (*fn)(void *);
	void *arg;
	struct task *next;
} * tasks;

pthread_mutex_t qm = PTHREAD_MUTEX_INITIALIZER;
pthread_cond_t qc = PTHREAD_COND_INITIALIZER;
int stop;
pthread_mutex_t data = PTHREAD_MUTEX_INITIALIZER;
int d;

static void work(void *x)
{
	pthread_mutex_lock(&data);
	d++;
	pthread_mutex_unlock(&data);
}

void submit(void (*fn)(void *), void *arg)
{
	struct task *t = malloc(sizeof *t);
	t->fn = fn;
	t->arg = arg;
	pthread_mutex_lock(&qm);
	t->next = tasks;
	tasks = t;
	pthread_cond_signal(&qc);
	pthread_mutex_unlock(&qm);
}

void *pool(void *x)
{
	for (;;) {
		struct task *t;
		pthread_mutex_lock(&qm);
		while (!tasks && !stop)
			pthread_cond_wait(&qc, &qm);
		if (stop) {
			pthread_mutex_unlock(&qm);
			return 0;
		}
		t = tasks;
		tasks = t->next;
		pthread_mutex_unlock(&qm);
		t->fn(t->arg);
		free(t);
	}
}

int main(void)
{
	pthread_t p[2];
	int i;
	for (i = 0; i < 2; i++)
		pthread_create(&p[i], NULL, pool, 0);
	submit(work, 0);
	pthread_mutex_lock(&data);
	d--;
	pthread_mutex_unlock(&data);
	pthread_mutex_lock(&qm);
	stop = 1;
	pthread_cond_broadcast(&qc);
	pthread_mutex_unlock(&qm);
	for (i = 0; i < 2; i++)
		pthread_join(p[i], NULL);
	return 0;
}