/*
 * The state is a local number: locked in one state, unlocked in another.
 *
 * verdict: clean
 */
#include <pthread.h>
#include <stdio.h>

pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER;
int st;

static void run(void)
{
	int s = 0;
	while (s != 3)
		switch (s) {
		case 0:
			pthread_mutex_lock(&a);
			s = 1;
			break;
		case 1:
			st++;
			s = 2;
			break;
		case 2:
			pthread_mutex_unlock(&a);
			s = 3;
			break;
		}
}

void *f(void *x)
{
	run();
	return 0;
}

int main(void)
{
	pthread_t t;
	pthread_create(&t, NULL, f, 0);
	run();
	pthread_join(t, NULL);
	return 0;
}