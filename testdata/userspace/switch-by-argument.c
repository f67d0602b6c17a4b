/*
 * Each thread's argument selects its case: the orders agree.
 * edge: a -> b
 * verdict: clean
 */
#include <pthread.h>

pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER, b = PTHREAD_MUTEX_INITIALIZER;

void *one(void *arg)
{
	switch (*(int *)arg) {
	case 0:
		pthread_mutex_lock(&a);
		pthread_mutex_lock(&b);
		pthread_mutex_unlock(&b);
		pthread_mutex_unlock(&a);
		break;
	case 1:
		pthread_mutex_lock(&a);
		pthread_mutex_lock(&b);
		pthread_mutex_unlock(&b);
		pthread_mutex_unlock(&a);
		break;
	case 2:
		pthread_mutex_lock(&b);
		pthread_mutex_lock(&a);
		pthread_mutex_unlock(&a);
		pthread_mutex_unlock(&b);
		break;
	}
	return NULL;
}

int main(void)
{
	pthread_t t, u;
	int x = 0, y = 1;
	pthread_create(&t, NULL, one, &x);
	pthread_create(&u, NULL, one, &y);
	pthread_join(t, NULL);
	pthread_join(u, NULL);
	return 0;
}
