/*
 * Threads made by a loop, each with its own record.
 * edge: &task->lock -> global
 * verdict: clean
 */
#include <pthread.h>
#include <stdlib.h>

struct task { pthread_mutex_t lock; int n; };
pthread_mutex_t global = PTHREAD_MUTEX_INITIALIZER;

void *one(void *arg)
{
	struct task *t = arg;
	pthread_mutex_lock(&t->lock);
	pthread_mutex_lock(&global);
	t->n++;
	pthread_mutex_unlock(&global);
	pthread_mutex_unlock(&t->lock);
	return NULL;
}

int main(void)
{
	pthread_t t[4];
	for (int i = 0; i < 4; i++) {
		struct task *task = malloc(sizeof(*task));
		pthread_mutex_init(&task->lock, NULL);
		pthread_create(&t[i], NULL, one, task);
	}
	for (int i = 0; i < 4; i++)
		pthread_join(t[i], NULL);
	return 0;
}
