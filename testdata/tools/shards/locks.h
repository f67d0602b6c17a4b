#include <pthread.h>

extern pthread_mutex_t a, b;
static inline void take_b(void)
{
	pthread_mutex_lock(&b);
	pthread_mutex_unlock(&b);
}
void with_a(void);
void with_b(void);
