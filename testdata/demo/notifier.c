#include "notifier.h"

void notifier_register(struct notifier_chain *chain, struct notifier *n)
{
	pthread_rwlock_wrlock(&chain->lock);
	n->next = chain->first;
	chain->first = n;
	pthread_rwlock_unlock(&chain->lock);
}

int notifier_call_chain(struct notifier_chain *chain, unsigned long event, void *data)
{
	int ret = 0;

	pthread_rwlock_rdlock(&chain->lock);
	for (struct notifier *n = chain->first; n && !ret; n = n->next)
		ret = n->call(n, event, data);
	pthread_rwlock_unlock(&chain->lock);
	return ret;
}
