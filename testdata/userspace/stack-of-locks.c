/*
 * An array remembers what is held.
 *
 * verdict: clean
 * edge: a -> b
 */
#include <pthread.h>

static pthread_mutex_t *held[8];
static int depth;
pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER, b = PTHREAD_MUTEX_INITIALIZER;

static void push(pthread_mutex_t *m)
{
	pthread_mutex_lock(m);
	held[depth++] = m;
}

static void pop(void)
{
	pthread_mutex_unlock(held[--depth]);
}

int main(void)
{
	push(&a);
	push(&b);
	pop();
	pop();
	push(&a);
	pop();
	return 0;
}