/*
 * A helper makes the recursive mutex that its argument points to.
 * verdict: clean
 */
#include <pthread.h>

struct box { pthread_mutex_t lock; int n; } box;
static void make(pthread_mutex_t *m)
{
	pthread_mutexattr_t attr;
	pthread_mutexattr_init(&attr);
	pthread_mutexattr_settype(&attr, PTHREAD_MUTEX_RECURSIVE);
	pthread_mutex_init(m, &attr);
	pthread_mutexattr_destroy(&attr);
}
static void add(int n)
{
	pthread_mutex_lock(&box.lock);
	box.n += n;
	pthread_mutex_unlock(&box.lock);
}

void *one(void *arg)
{
	pthread_mutex_lock(&box.lock);
	add(1);
	pthread_mutex_unlock(&box.lock);
	return NULL;
}

int main(void)
{
	pthread_t t;
	make(&box.lock);
	pthread_create(&t, NULL, one, NULL);
	pthread_join(t, NULL);
	return 0;
}
