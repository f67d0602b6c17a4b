/* Lists of callbacks, one lock for each list. */
#pragma once

#include <pthread.h>

struct notifier {
	int (*call)(struct notifier *self, unsigned long event, void *data);
	struct notifier *next;
};

struct notifier_chain {
	pthread_mutex_t lock;
	struct notifier *first;
};

#define NOTIFIER_CHAIN(name) struct notifier_chain name = { .lock = PTHREAD_MUTEX_INITIALIZER }

void notifier_register(struct notifier_chain *chain, struct notifier *n);
int notifier_call_chain(struct notifier_chain *chain, unsigned long event, void *data);
