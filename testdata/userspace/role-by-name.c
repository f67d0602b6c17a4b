/*
 * Which order, a string tells.
 *
 * verdict: deadlock
 * edge: a -> b
 * edge: b -> a
 * report: cycle a b
 */
#include <pthread.h>
#include <stdio.h>

#include <string.h>
pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER, b = PTHREAD_MUTEX_INITIALIZER;

void *run(void *x)
{
	const char *role = x;
	if (!strcmp(role, "reader")) {
		pthread_mutex_lock(&a);
		pthread_mutex_lock(&b);
		pthread_mutex_unlock(&b);
		pthread_mutex_unlock(&a);
	} else {
		pthread_mutex_lock(&b);
		pthread_mutex_lock(&a);
		pthread_mutex_unlock(&a);
		pthread_mutex_unlock(&b);
	}
	return 0;
}

int main(void)
{
	pthread_t s, t;
	pthread_create(&s, NULL, run, "reader");
	pthread_create(&t, NULL, run, "writer");
	pthread_join(s, NULL);
	pthread_join(t, NULL);
	return 0;
}