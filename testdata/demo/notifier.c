#include "notifier.h"

void notifier_register(struct notifier_chain *chain, struct notifier *n)
{
	pthread_mutex_lock(&chain->lock);
	n->next = chain->first;
	chain->first = n;
	pthread_mutex_unlock(&chain->lock);
}

int notifier_call_chain(struct notifier_chain *chain, unsigned long event, void *data)
{
	int ret = 0;

	pthread_mutex_lock(&chain->lock);
	for (struct notifier *n = chain->first; n && !ret; n = n->next)
		ret = n->call(n, event, data);
	pthread_mutex_unlock(&chain->lock);
	return ret;
}
