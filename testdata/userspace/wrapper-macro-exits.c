/*
 * Macros that check what each call returns.
 *
 * verdict: deadlock
 * edge: a -> b
 * edge: b -> a
 * report: cycle a b
 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

#define CHECK(x)                                                                                             \
	do {                                                                                                 \
		int e_ = (x);                                                                                \
		if (e_ != 0) {                                                                               \
			fprintf(stderr, "%s:%d %d\n", __FILE__, __LINE__, e_);                               \
			exit(1);                                                                             \
		}                                                                                            \
	} while (0)
#define LOCK(m) CHECK(pthread_mutex_lock(m))
#define UNLOCK(m) CHECK(pthread_mutex_unlock(m))
pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER, b = PTHREAD_MUTEX_INITIALIZER;

void *f(void *x)
{
	LOCK(&a);
	LOCK(&b);
	UNLOCK(&b);
	UNLOCK(&a);
	return 0;
}

void *g(void *x)
{
	LOCK(&b);
	LOCK(&a);
	UNLOCK(&a);
	UNLOCK(&b);
	return 0;
}

int main(void)
{
	pthread_t s, t;
	CHECK(pthread_create(&s, NULL, f, 0));
	CHECK(pthread_create(&t, NULL, g, 0));
	CHECK(pthread_join(s, NULL));
	CHECK(pthread_join(t, NULL));
	return 0;
}