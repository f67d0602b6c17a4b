/*
 * A function returns with everything released on each of its many paths.
 * edge: a -> b
 * edge: b -> c
 * verdict: clean
 */
#include <pthread.h>

pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER, b = PTHREAD_MUTEX_INITIALIZER, c = PTHREAD_MUTEX_INITIALIZER;
int choose(void);
static int work(void)
{
	int r = -1;
	pthread_mutex_lock(&a);
	if (choose() == 1)
		goto out;
	pthread_mutex_lock(&b);
	if (choose() == 2)
		goto out_b;
	pthread_mutex_lock(&c);
	r = choose();
	pthread_mutex_unlock(&c);
out_b:
	pthread_mutex_unlock(&b);
out:
	pthread_mutex_unlock(&a);
	return r;
}

void *one(void *arg)
{
	while (work() >= 0)
		;
	return NULL;
}

int main(void)
{
	pthread_t t1, t2;

	pthread_create(&t1, NULL, one, NULL);
	pthread_create(&t2, NULL, one, NULL);
	pthread_join(t1, NULL);
	pthread_join(t2, NULL);
	return 0;
}
