/*
 * Seven threads in a ring.
 *
 * verdict: deadlock
 * edge: m0 -> m1
 * edge: m1 -> m2
 * edge: m2 -> m3
 * edge: m3 -> m4
 * edge: m4 -> m5
 * edge: m5 -> m6
 * edge: m6 -> m0
 * report: cycle m0 m1 m2 m3 m4 m5 m6
 */
#include <pthread.h>
#include <stdio.h>

pthread_mutex_t m0 = PTHREAD_MUTEX_INITIALIZER, m1 = PTHREAD_MUTEX_INITIALIZER,
		m2 = PTHREAD_MUTEX_INITIALIZER, m3 = PTHREAD_MUTEX_INITIALIZER,
		m4 = PTHREAD_MUTEX_INITIALIZER, m5 = PTHREAD_MUTEX_INITIALIZER,
		m6 = PTHREAD_MUTEX_INITIALIZER;
#define T(n, p, q)                                                                                           \
	void *t##n(void *x)                                                                                  \
	{                                                                                                    \
		pthread_mutex_lock(&p);                                                                      \
		pthread_mutex_lock(&q);                                                                      \
		pthread_mutex_unlock(&q);                                                                    \
		pthread_mutex_unlock(&p);                                                                    \
		return 0;                                                                                    \
	}

T(0, m0, m1) T(1, m1, m2) T(2, m2, m3) T(3, m3, m4) T(4, m4, m5) T(5, m5, m6) T(6, m6, m0) int main(void)
{
	pthread_t t[7];
	pthread_create(&t[0], NULL, t0, 0);
	pthread_create(&t[1], NULL, t1, 0);
	pthread_create(&t[2], NULL, t2, 0);
	pthread_create(&t[3], NULL, t3, 0);
	pthread_create(&t[4], NULL, t4, 0);
	pthread_create(&t[5], NULL, t5, 0);
	pthread_create(&t[6], NULL, t6, 0);
	int i;
	for (i = 0; i < 7; i++)
		pthread_join(t[i], NULL);
	return 0;
}