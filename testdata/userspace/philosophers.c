/*
 * Each takes the left fork and then the right one.
 * edge: fork_[0] -> fork_[1]
 * edge: fork_[1] -> fork_[2]
 * edge: fork_[2] -> fork_[3]
 * edge: fork_[3] -> fork_[4]
 * edge: fork_[4] -> fork_[0]
 * report: cycle fork_[0] fork_[1] fork_[2] fork_[3] fork_[4]
 * verdict: deadlock
 */
#include <pthread.h>

#define N 5
pthread_mutex_t fork_[N];

void *philosopher(void *arg)
{
	int i = *(int *)arg;
	pthread_mutex_lock(&fork_[i]);
	pthread_mutex_lock(&fork_[(i + 1) % N]);
	pthread_mutex_unlock(&fork_[(i + 1) % N]);
	pthread_mutex_unlock(&fork_[i]);
	return NULL;
}

int main(void)
{
	pthread_t t[N];
	int id[N];
	for (int i = 0; i < N; i++)
		pthread_mutex_init(&fork_[i], NULL);
	for (int i = 0; i < N; i++) {
		id[i] = i;
		pthread_create(&t[i], NULL, philosopher, &id[i]);
	}
	for (int i = 0; i < N; i++)
		pthread_join(t[i], NULL);
	return 0;
}
