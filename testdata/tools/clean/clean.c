#include <pthread.h>

static pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER, b = PTHREAD_MUTEX_INITIALIZER;

void a_alone(void)
{
	pthread_mutex_lock(&a);
	pthread_mutex_unlock(&a);
}

void b_alone(void)
{
	pthread_mutex_lock(&b);
	pthread_mutex_unlock(&b);
}
