/* Both programs are linked with this; only server.c calls ring_swap(). */
#include <pthread.h>
#include "ring.h"

static pthread_mutex_t head = PTHREAD_MUTEX_INITIALIZER, tail = PTHREAD_MUTEX_INITIALIZER;

void ring_put(int value)
{
	pthread_mutex_lock(&head);
	pthread_mutex_lock(&tail);
	pthread_mutex_unlock(&tail);
	pthread_mutex_unlock(&head);
	(void)value;
}

void ring_swap(void)
{
	pthread_mutex_lock(&tail);
	pthread_mutex_lock(&head);
	pthread_mutex_unlock(&head);
	pthread_mutex_unlock(&tail);
}
