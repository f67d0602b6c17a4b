/*
 * A task is run with the queue's lock held, and queues another one.
 *
 * verdict: deadlock
 * edge: qm -> qm
 * report: recursion qm
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

static void leaf(void *x)
{
}

static void work(void *x)
{
	submit(leaf, 0);
}

void *pool(void *x)
{
	for (;;) {
		struct task *t;
		pthread_mutex_lock(&qm);
		while (!tasks)
			pthread_cond_wait(&qc, &qm);
		t = tasks;
		tasks = t->next;
		t->fn(t->arg);
		pthread_mutex_unlock(&qm);
		free(t);
	}
}

int main(void)
{
	pthread_t p;
	pthread_create(&p, NULL, pool, 0);
	submit(work, 0);
	pthread_join(p, NULL);
	return 0;
}