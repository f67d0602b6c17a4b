/*
 * Two objects that members of a thread's argument point to are taken in the order of their addresses.
 * verdict: clean
 * edge: (one).lock -> (two).lock
 */
#include <pthread.h>

struct account {
	pthread_mutex_t lock;
	long balance;
};

struct order {
	struct account *from, *to;
};

static struct account one = { PTHREAD_MUTEX_INITIALIZER, 0 };
static struct account two = { PTHREAD_MUTEX_INITIALIZER, 0 };

static void *move(void *argument)
{
	struct order *o = argument;
	struct account *low = o->from, *high = o->to;

	if (low > high) {
		struct account *other = low;
		low = high;
		high = other;
	}
	pthread_mutex_lock(&low->lock);
	pthread_mutex_lock(&high->lock);
	o->from->balance--;
	o->to->balance++;
	pthread_mutex_unlock(&high->lock);
	pthread_mutex_unlock(&low->lock);
	return NULL;
}

int main(void)
{
	struct order there = { &one, &two }, back = { &two, &one };
	pthread_t x, y;

	pthread_create(&x, NULL, move, &there);
	pthread_create(&y, NULL, move, &back);
	pthread_join(x, NULL);
	pthread_join(y, NULL);
	return 0;
}
