/*
 * The list of callbacks is copied, and called without the lock.
 *
 * verdict: clean
 */
#include <pthread.h>
#include <stdio.h>

pthread_mutex_t reg = PTHREAD_MUTEX_INITIALIZER;
typedef void (*cb_t)(void *);
static cb_t cbs[4];
static int n;

void reg_add(cb_t c)
{
	pthread_mutex_lock(&reg);
	cbs[n++] = c;
	pthread_mutex_unlock(&reg);
}

void reg_fire(void *arg)
{
	cb_t copy[4];
	int i, k;
	pthread_mutex_lock(&reg);
	k = n;
	for (i = 0; i < n; i++)
		copy[i] = cbs[i];
	pthread_mutex_unlock(&reg);
	for (i = 0; i < k; i++)
		copy[i](arg);
}

static void hello(void *x)
{
	puts("hello");
}

static void again(void *x)
{
	reg_add(hello);
}

int main(void)
{
	reg_add(hello);
	reg_add(again);
	reg_fire(0);
	return 0;
}