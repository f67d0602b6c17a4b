/*
 * A callback registers another one while the list is locked.
 *
 * verdict: deadlock
 * edge: reg -> reg
 * report: recursion reg
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
	int i;
	pthread_mutex_lock(&reg);
	for (i = 0; i < n; i++)
		cbs[i](arg);
	pthread_mutex_unlock(&reg);
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