/*
 * The thread's argument says what it runs.
 * edge: a -> b
 * edge: b -> a
 * report: cycle a b
 * verdict: deadlock
 */
#include <pthread.h>

pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER, b = PTHREAD_MUTEX_INITIALIZER;
static void forth(void)
{
	pthread_mutex_lock(&a);
	pthread_mutex_lock(&b);
	pthread_mutex_unlock(&b);
	pthread_mutex_unlock(&a);
}
static void back(void)
{
	pthread_mutex_lock(&b);
	pthread_mutex_lock(&a);
	pthread_mutex_unlock(&a);
	pthread_mutex_unlock(&b);
}
struct job { void (*run)(void); };

void *worker(void *arg)
{
	struct job *job = arg;
	job->run();
	return NULL;
}

int main(void)
{
	pthread_t t, u;
	struct job x = { forth }, y = { back };
	pthread_create(&t, NULL, worker, &x);
	pthread_create(&u, NULL, worker, &y);
	pthread_join(t, NULL);
	pthread_join(u, NULL);
	return 0;
}
