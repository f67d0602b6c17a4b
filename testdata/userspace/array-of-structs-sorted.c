/*
 * Accounts in an array, the smaller number first.
 * edge: (bank).lock -> (bank).lock
 * verdict: clean
 */
#include <pthread.h>

#define N 10
struct account { int id; pthread_mutex_t lock; int money; } bank[N];
int choose(void);
static void transfer(int from, int to, int n)
{
	int first = from < to ? from : to;
	int second = from < to ? to : from;
	if (from == to)
		return;
	pthread_mutex_lock(&bank[first].lock);
	pthread_mutex_lock(&bank[second].lock);
	bank[from].money -= n;
	bank[to].money += n;
	pthread_mutex_unlock(&bank[second].lock);
	pthread_mutex_unlock(&bank[first].lock);
}

void *one(void *arg)
{
	transfer(choose(), choose(), 5);
	return NULL;
}

int main(void)
{
	pthread_t t1, t2;

	pthread_create(&t1, NULL, one, NULL);
	pthread_create(&t2, NULL, one, NULL);
	pthread_join(t1, NULL);
	pthread_join(t2, NULL);
	return 0;
}
