/*
 * Locks on the heap, made by a function that stores them where it is told.
 *
 * verdict: deadlock
 * edge: &_stdThreadLock->mutex -> &_stdThreadLock->mutex
 * report: cycle &_stdThreadLock->mutex &_stdThreadLock->mutex
 */
#include <pthread.h>

typedef struct _stdThreadLock {
	pthread_mutex_t mutex;
} * stdThreadLock;

#include <stdlib.h>

int stdThreadLockCreate(stdThreadLock *lock)
{
	stdThreadLock l = malloc(sizeof(struct _stdThreadLock));
	if (!l)
		return 0;
	if (pthread_mutex_init(&l->mutex, NULL)) {
		free(l);
		return 0;
	}
	*lock = l;
	return 1;
}

void stdThreadLockAcquire(stdThreadLock l)
{
	pthread_mutex_lock(&l->mutex);
}

void stdThreadLockRelease(stdThreadLock l)
{
	pthread_mutex_unlock(&l->mutex);
}

static stdThreadLock g0, g1;

static void *w0(void *a)
{
	stdThreadLockAcquire(g0);
	stdThreadLockAcquire(g1);
	stdThreadLockRelease(g1);
	stdThreadLockRelease(g0);
	return 0;
}

static void *w1(void *a)
{
	stdThreadLockAcquire(g1);
	stdThreadLockAcquire(g0);
	stdThreadLockRelease(g0);
	stdThreadLockRelease(g1);
	return 0;
}

int main(int argc, char *argv[])
{
	pthread_t t0, t1;
	if (!stdThreadLockCreate(&g0))
		return 1;
	if (!stdThreadLockCreate(&g1))
		return 1;
	pthread_create(&t0, 0, w0, 0);
	pthread_create(&t1, 0, w1, 0);
	pthread_join(t0, 0);
	pthread_join(t1, 0);
	return 0;
}