/* Takes b before a. */
#include <pthread.h>

pthread_mutex_t a, b;

static void *run(void *unused)
{
	pthread_mutex_lock(&b);
	pthread_mutex_lock(&a);
	pthread_mutex_unlock(&a);
	pthread_mutex_unlock(&b);
	return unused;
}

int main(void)
{
	pthread_t x, y;

	pthread_create(&x, 0, run, 0);
	pthread_create(&y, 0, run, 0);
	pthread_join(x, 0);
	pthread_join(y, 0);
	return 0;
}
