/*
 * A pool runs jobs with nothing held.
 *
 * verdict: clean
 * edge: res -> (P).lock
 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

struct job {
	void (*run)(void *);
	void *arg;
	struct job *next;
};

struct pool {
	pthread_mutex_t lock;
	pthread_cond_t more;
	struct job *head;
	int stop;
} P = {.lock = PTHREAD_MUTEX_INITIALIZER, .more = PTHREAD_COND_INITIALIZER};

pthread_mutex_t res = PTHREAD_MUTEX_INITIALIZER;

void submit(void (*fn)(void *), void *arg)
{
	struct job *j = malloc(sizeof *j);
	j->run = fn;
	j->arg = arg;
	pthread_mutex_lock(&P.lock);
	j->next = P.head;
	P.head = j;
	pthread_cond_signal(&P.more);
	pthread_mutex_unlock(&P.lock);
}

void *worker(void *x)
{
	for (;;) {
		pthread_mutex_lock(&P.lock);
		while (!P.head && !P.stop)
			pthread_cond_wait(&P.more, &P.lock);
		struct job *j = P.head;
		if (!j) {
			pthread_mutex_unlock(&P.lock);
			return 0;
		}
		P.head = j->next;
		pthread_mutex_unlock(&P.lock);
		j->run(j->arg);
		free(j);
	}
}

void task(void *a)
{
	pthread_mutex_lock(&res);
	puts("task");
	pthread_mutex_unlock(&res);
}

int main(void)
{
	pthread_t t;
	pthread_create(&t, NULL, worker, 0);
	pthread_mutex_lock(&res);
	submit(task, 0);
	pthread_mutex_unlock(&res);
	pthread_mutex_lock(&P.lock);
	P.stop = 1;
	pthread_cond_broadcast(&P.more);
	pthread_mutex_unlock(&P.lock);
	pthread_join(t, NULL);
	return 0;
}