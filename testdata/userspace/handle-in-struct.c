/*
 * The handle is a member of a record.
 * edge: a -> b
 * edge: b -> a
 * verdict: clean
 */
#include <pthread.h>

pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER, b = PTHREAD_MUTEX_INITIALIZER;
struct worker { pthread_t tid; int n; };

void *one(void *arg)
{
	pthread_mutex_lock(&a);
	pthread_mutex_lock(&b);
	pthread_mutex_unlock(&b);
	pthread_mutex_unlock(&a);
	return NULL;
}

static void start(struct worker *w)
{
	pthread_create(&w->tid, NULL, one, w);
}
static void stop(struct worker *w)
{
	pthread_join(w->tid, NULL);
}

int main(void)
{
	struct worker w;
	start(&w);
	stop(&w);
	pthread_mutex_lock(&b);
	pthread_mutex_lock(&a);
	pthread_mutex_unlock(&a);
	pthread_mutex_unlock(&b);
	return 0;
}
