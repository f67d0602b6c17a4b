#include <pthread.h>

pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER;
pthread_mutex_t b = PTHREAD_MUTEX_INITIALIZER;
pthread_mutex_t c = PTHREAD_MUTEX_INITIALIZER;
pthread_mutex_t last = PTHREAD_MUTEX_INITIALIZER;
pthread_mutex_t alone = PTHREAD_MUTEX_INITIALIZER;

void take_ab(void)
{
	pthread_mutex_lock(&a);
	pthread_mutex_lock(&b);
	pthread_mutex_unlock(&b);
	pthread_mutex_unlock(&a);
}

void take_bc(void)
{
	pthread_mutex_lock(&b);
	pthread_mutex_lock(&c);
	pthread_mutex_unlock(&c);
	pthread_mutex_unlock(&b);
}

void take_alone(void)
{
	pthread_mutex_lock(&alone);
	pthread_mutex_unlock(&alone);
}
