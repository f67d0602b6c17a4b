/*
 * Two accounts on the heap, transfers in one direction.
 * edge: &account->lock -> &account->lock
 * verdict: clean
 */
#include <pthread.h>
#include <stdlib.h>

struct account { pthread_mutex_t lock; int money; } *x, *y;
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
	transfer(x, y, 1);
	return NULL;
}

void *two(void *arg)
{
	transfer(x, y, 2);
	return NULL;
}

int main(void)
{
	pthread_t t, u;
	x = malloc(sizeof(*x));
	y = malloc(sizeof(*y));
	pthread_mutex_init(&x->lock, NULL);
	pthread_mutex_init(&y->lock, NULL);
	pthread_create(&t, NULL, one, NULL);
	pthread_create(&u, NULL, two, NULL);
	pthread_join(t, NULL);
	pthread_join(u, NULL);
	return 0;
}
