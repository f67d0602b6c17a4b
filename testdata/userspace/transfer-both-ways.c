/*
 * Two accounts, transfers in both directions.
 * edge: (x).lock -> (y).lock
 * edge: (y).lock -> (x).lock
 * report: cycle (x).lock (y).lock
 * verdict: deadlock
 */
#include <pthread.h>

struct account { pthread_mutex_t lock; int money; } x, y;
static void transfer(struct account *from, struct account *to, int n)
{
	pthread_mutex_lock(&from->lock);
	pthread_mutex_lock(&to->lock);
	from->money -= n;
	to->money += n;
	pthread_mutex_unlock(&to->lock);
	pthread_mutex_unlock(&from->lock);
}

void *one(void *arg)
{
	transfer(&x, &y, 1);
	return NULL;
}

void *two(void *arg)
{
	transfer(&y, &x, 2);
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
