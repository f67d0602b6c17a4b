/*
 * An error path goes to the unlock.
 *
 * verdict: clean
 */
#include <pthread.h>
#include <stdio.h>

pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
int data;
extern int check(int);

int update(int v)
{
	int r = 0;
	pthread_mutex_lock(&m);
	if (check(v) < 0) {
		r = -1;
		goto out;
	}
	data = v;
out:
	pthread_mutex_unlock(&m);
	return r;
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