/*
 * The two lists are one, which the function asks first.
 *
 * verdict: clean
 */
#include <pthread.h>
#include <stdlib.h>

struct list {
	pthread_mutex_t lock;
	int n;
};

void append(struct list *dst, struct list *src)
{
	if (dst == src)
		return;
	pthread_mutex_lock(&dst->lock);
	pthread_mutex_lock(&src->lock);
	dst->n += src->n;
	pthread_mutex_unlock(&src->lock);
	pthread_mutex_unlock(&dst->lock);
}

int main(void)
{
	struct list *l = calloc(1, sizeof *l);
	pthread_mutex_init(&l->lock, 0);
	append(l, l);
	return 0;
}