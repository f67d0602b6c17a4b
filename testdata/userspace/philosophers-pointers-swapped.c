/*
 * The last one reaches for the other fork first.
 *
 * verdict: clean
 * edge: forks[0] -> forks[1]
 * edge: forks[0] -> forks[2]
 * edge: forks[1] -> forks[2]
 */
#include <pthread.h>
#include <stdio.h>

typedef struct {
	int id;
	pthread_mutex_t *left, *right;
} philosopher;

#define N 3
pthread_mutex_t forks[N];
philosopher p[N];

void *dine(void *arg)
{
	philosopher *me = (philosopher *)arg;
	while (1) {
		pthread_mutex_lock(&*me->left);
		pthread_mutex_lock(&*me->right);
		printf("%d eats\n", me->id);
		pthread_mutex_unlock(&*me->right);
		pthread_mutex_unlock(&*me->left);
	}
	return NULL;
}

int main(void)
{
	pthread_t t[N];
	int i;
	for (i = 0; i < N; i++)
		pthread_mutex_init(&forks[i], NULL);
	for (i = 0; i < N; i++) {
		p[i].id = i;
		if (i == N - 1) {
			p[i].left = &forks[0];
			p[i].right = &forks[i];
		} else {
			p[i].left = &forks[i];
			p[i].right = &forks[i + 1];
		}
	}
	for (i = 0; i < N; i++)
		pthread_create(&t[i], NULL, dine, &p[i]);
	for (i = 0; i < N; i++)
		pthread_join(t[i], NULL);
	return 0;
}