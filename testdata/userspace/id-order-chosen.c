/*
 * The account with the lower number first, chosen by a conditional expression.
 *
 * verdict: clean
 * edge: (acc).m -> (acc).m
 */
#include <pthread.h>
#include <stdio.h>

struct account {
	int id;
	long balance;
	pthread_mutex_t m;
};
struct account acc[2] = {{0, 10, PTHREAD_MUTEX_INITIALIZER}, {1, 20, PTHREAD_MUTEX_INITIALIZER}};

void transfer(struct account *from, struct account *to, long n)
{
	struct account *lo = from->id < to->id ? from : to, *hi = from->id < to->id ? to : from;
	pthread_mutex_lock(&lo->m);
	pthread_mutex_lock(&hi->m);
	from->balance -= n;
	to->balance += n;
	pthread_mutex_unlock(&hi->m);
	pthread_mutex_unlock(&lo->m);
}

void *one(void *x)
{
	transfer(&acc[0], &acc[1], 5);
	return 0;
}

void *two(void *x)
{
	transfer(&acc[1], &acc[0], 7);
	return 0;
}

int main(void)
{
	pthread_t s, t;
	pthread_create(&s, NULL, one, 0);
	pthread_create(&t, NULL, two, 0);
	pthread_join(s, NULL);
	pthread_join(t, NULL);
	return 0;
}