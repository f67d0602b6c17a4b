/*
 * A function forgets the unlock on one path, its caller calls it again.
 * edge: a -> a
 * report: recursion a
 * verdict: deadlock
 */
#include <pthread.h>

pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER;
int choose(void);
static int step(void)
{
	pthread_mutex_lock(&a);
	if (choose() < 0)
		return -1;
	pthread_mutex_unlock(&a);
	return 0;
}

void *one(void *arg)
{
	while (step() == 0 || choose())
		;
	return NULL;
}

int main(void)
{
	pthread_t t;

	pthread_create(&t, NULL, one, NULL);
	pthread_join(t, NULL);
	return 0;
}
