#include <pthread.h>

pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER;
pthread_mutex_t b = PTHREAD_MUTEX_INITIALIZER;
pthread_mutex_t c = PTHREAD_MUTEX_INITIALIZER;

static void take_b(void)
{
	pthread_mutex_lock(&b);
	pthread_mutex_unlock(&b);
}

void quick_path(void)
{
	pthread_mutex_lock(&a);
	take_b();
	pthread_mutex_unlock(&a);
}

static void middle(void)
{
	take_b();
}

void slow_path(void)
{
	pthread_mutex_lock(&a);
	middle();
	pthread_mutex_unlock(&a);
}

void take_bc(void)
{
	pthread_mutex_lock(&b);
	pthread_mutex_lock(&c);
	pthread_mutex_unlock(&c);
	pthread_mutex_unlock(&b);
}
