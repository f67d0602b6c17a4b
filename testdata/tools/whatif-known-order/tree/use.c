#include "locks.h"

pthread_mutex_t first = PTHREAD_MUTEX_INITIALIZER;
pthread_mutex_t second = PTHREAD_MUTEX_INITIALIZER;
struct op *chosen;

void one_of_many(void)
{
	pthread_mutex_lock(&first);
	chosen->run();
	pthread_mutex_unlock(&first);
}

void other_way_round(void)
{
	pthread_mutex_lock(&second);
	pthread_mutex_lock(&first);
	pthread_mutex_unlock(&first);
	pthread_mutex_unlock(&second);
}

void alone(void)
{
	pthread_mutex_lock(&first);
	pthread_mutex_unlock(&first);
}
