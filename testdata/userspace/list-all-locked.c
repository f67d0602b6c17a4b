/*
 * All elements of a list are locked, then all unlocked.
 * edge: &node->lock -> &node->lock
 * verdict: clean
 */
#include <pthread.h>

struct node { pthread_mutex_t lock; struct node *next; } *head;

void *one(void *arg)
{
	struct node *n;
	for (n = head; n; n = n->next)
		pthread_mutex_lock(&n->lock);
	for (n = head; n; n = n->next)
		pthread_mutex_unlock(&n->lock);
	return NULL;
}

int main(void)
{
	pthread_t t;

	pthread_create(&t, NULL, one, NULL);
	pthread_join(t, NULL);
	return 0;
}
