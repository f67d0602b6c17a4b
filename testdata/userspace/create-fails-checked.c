/*
 * Every failure ends the program.
 * edge: a -> b
 * edge: b -> a
 * report: cycle a b
 * verdict: deadlock
 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER, b = PTHREAD_MUTEX_INITIALIZER;

void *t1(void *arg)
{
	pthread_mutex_lock(&a);
	pthread_mutex_lock(&b);
	pthread_mutex_unlock(&b);
	pthread_mutex_unlock(&a);
	return NULL;
}

void *t2(void *arg)
{
	pthread_mutex_lock(&b);
	pthread_mutex_lock(&a);
	pthread_mutex_unlock(&a);
	pthread_mutex_unlock(&b);
	return NULL;
}

int main(void)
{
	pthread_t x, y;
	if (pthread_create(&x, 0, t1, 0))
		return 1;
	if (pthread_create(&y, 0, t2, 0) != 0) {
		perror("c");
		exit(1);
	}
	pthread_join(x, 0);
	pthread_join(y, 0);
}