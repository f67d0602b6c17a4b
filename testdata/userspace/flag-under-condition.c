/*
 * The flag is a member, and is waited for with a condition variable.
 * verdict: clean
 * edge: a -> b
 * edge: b -> a
 */
#include <pthread.h>

static pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t b = PTHREAD_MUTEX_INITIALIZER;
static struct {
	pthread_mutex_t lock;
	pthread_cond_t told;
	int done;
} state = { PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, 0 };

static void *first(void *unused)
{
	pthread_mutex_lock(&a);
	pthread_mutex_lock(&b);
	pthread_mutex_unlock(&b);
	pthread_mutex_unlock(&a);
	pthread_mutex_lock(&state.lock);
	state.done = 1;
	pthread_cond_signal(&state.told);
	pthread_mutex_unlock(&state.lock);
	return unused;
}

static void *second(void *unused)
{
	pthread_mutex_lock(&state.lock);
	while (!state.done)
		pthread_cond_wait(&state.told, &state.lock);
	pthread_mutex_unlock(&state.lock);
	pthread_mutex_lock(&b);
	pthread_mutex_lock(&a);
	pthread_mutex_unlock(&a);
	pthread_mutex_unlock(&b);
	return unused;
}

int main(void)
{
	pthread_t x, y;

	pthread_create(&x, NULL, first, NULL);
	pthread_create(&y, NULL, second, NULL);
	pthread_join(x, NULL);
	pthread_join(y, NULL);
	return 0;
}
