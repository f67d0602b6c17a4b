/*
 * A list, locked hand over hand.
 * edge: &node->lock -> &node->lock
 * edge: (head).lock -> &node->lock
 * report: cycle &node->lock &node->lock
 * verdict: clean
 */
#include <pthread.h>
#include <stdlib.h>

struct node { pthread_mutex_t lock; struct node *next; int v; } head = { PTHREAD_MUTEX_INITIALIZER, NULL, 0 };

void *one(void *arg)
{
	struct node *n = &head;
	pthread_mutex_lock(&n->lock);
	while (n->next) {
		struct node *next = n->next;
		pthread_mutex_lock(&next->lock);
		pthread_mutex_unlock(&n->lock);
		n = next;
	}
	pthread_mutex_unlock(&n->lock);
	return NULL;
}

int main(void)
{
	pthread_t t1, t2;

	pthread_create(&t1, NULL, one, NULL);
	pthread_create(&t2, NULL, one, NULL);
	pthread_join(t1, NULL);
	pthread_join(t2, NULL);
	return 0;
}
