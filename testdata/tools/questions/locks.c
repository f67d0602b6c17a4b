#include <pthread.h>

static pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t b = PTHREAD_MUTEX_INITIALIZER;
static pthread_rwlock_t c = PTHREAD_RWLOCK_INITIALIZER;

void a_then_b(void)
{
	pthread_mutex_lock(&a);
	pthread_mutex_lock(&b);
	pthread_mutex_unlock(&b);
	pthread_mutex_unlock(&a);
}

static void take_c(void)
{
	pthread_rwlock_wrlock(&c);
	pthread_rwlock_unlock(&c);
}

void b_then_c(void)
{
	pthread_mutex_lock(&b);
	take_c();
	pthread_mutex_unlock(&b);
}

void c_then_a(void)
{
	pthread_rwlock_rdlock(&c);
	pthread_mutex_lock(&a);
	pthread_mutex_unlock(&a);
	pthread_rwlock_unlock(&c);
}
