#include <pthread.h>
#include "ring.h"

static void *run(void *unused)
{
	ring_put(1);
	return unused;
}

int main(void)
{
	pthread_t x;

	pthread_create(&x, 0, run, 0);
	ring_put(2);
	pthread_join(x, 0);
	return 0;
}
