/*
 * Accounts in an array, by number.
 * edge: (bank).lock -> (bank).lock
 * report: cycle (bank).lock (bank).lock
 * verdict: deadlock
 */
#include <pthread.h>

#define N 10
struct account { int id; pthread_mutex_t lock; int money; } bank[N];
static void transfer(int from, int to, int n)
{
	pthread_mutex_lock(&bank[from].lock);
	pthread_mutex_lock(&bank[to].lock);
	bank[from].money -= n;
	bank[to].money += n;
	pthread_mutex_unlock(&bank[to].lock);
	pthread_mutex_unlock(&bank[from].lock);
}

void *one(void *arg)
{
	transfer(1, 2, 5);
	return NULL;
}

void *two(void *arg)
{
	transfer(2, 1, 5);
	return NULL;
}

int main(void)
{
	pthread_t t1, t2;

	pthread_create(&t1, NULL, one, NULL);
	pthread_create(&t2, NULL, two, NULL);
	pthread_join(t1, NULL);
	pthread_join(t2, NULL);
	return 0;
}
