/*
 * An error return forgets the unlock, and the thread goes on.
 *
 * verdict: deadlock
 * edge: g -> g
 * report: imbalance g
 * report: recursion g
 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

static pthread_mutex_t g = PTHREAD_MUTEX_INITIALIZER;
int shared;

static int step(int v)
{
	pthread_mutex_lock(&g);
	if (v < 0)
		return -1;
	shared += v;
	pthread_mutex_unlock(&g);
	return 0;
}

void *w(void *a)
{
	step(rand() - 5);
	step(3);
	return NULL;
}

int main(void)
{
	pthread_t t;
	pthread_create(&t, NULL, w, 0);
	step(1);
	pthread_join(t, NULL);
	return 0;
}