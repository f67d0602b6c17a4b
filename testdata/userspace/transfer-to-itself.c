/*
 * A transfer to the same account.
 * edge: (x).lock -> (y).lock
 * edge: (y).lock -> (y).lock
 * report: recursion (y).lock
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
	transfer(&y, &y, 1);
	return NULL;
}

int main(void)
{
	pthread_t t;

	pthread_create(&t, NULL, one, NULL);
	pthread_join(t, NULL);
	return 0;
}
