/*
 * An error path leaves the lock to the next who comes.
 *
 * verdict: deadlock
 * edge: m -> m
 * edge: m -> thread:f
 * edge: thread:f -> m
 * report: imbalance m
 * report: recursion m
 * report: wait m thread:f
 */
#include <pthread.h>
#include <stdio.h>

pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
int data;
extern int check(int);

int update(int v)
{
	pthread_mutex_lock(&m);
	if (check(v) < 0)
		return -1;
	data = v;
	pthread_mutex_unlock(&m);
	return 0;
}

void *f(void *x)
{
	for (int i = 0; i < 5; i++)
		update(i);
	return NULL;
}

int main(void)
{
	pthread_t t;
	pthread_create(&t, NULL, f, 0);
	update(7);
	pthread_join(t, NULL);
	return 0;
}