/*
 * The function calls itself after it has unlocked.
 * verdict: clean
 */
#include <pthread.h>

pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER;
int x;

static void r(int n)
{
	pthread_mutex_lock(&a);
	x++;
	pthread_mutex_unlock(&a);
	if (n)
		r(n - 1);
}

void *t1(void *arg)
{
	r(3);
	return NULL;
}

void *t2(void *arg)
{
	r(3);
	return NULL;
}

int main(void)
{
	pthread_t x, y;
	pthread_create(&x, NULL, t1, NULL);
	pthread_create(&y, NULL, t2, NULL);
	pthread_join(x, NULL);
	pthread_join(y, NULL);
	return 0;
}
