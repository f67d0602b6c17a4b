/*
 * Two chains: what is registered on one is called from that one only.
 * edge: a -> (memory).rwsem
 * edge: a -> (network).rwsem
 * edge: (memory).rwsem -> b
 * edge: (network).rwsem -> c
 * edge: b -> a
 * report: cycle (memory).rwsem a b
 */
#include "kernel.h"

static DEFINE_MUTEX(a);
static DEFINE_MUTEX(b);
static DEFINE_MUTEX(c);
static BLOCKING_NOTIFIER_HEAD(memory);
static BLOCKING_NOTIFIER_HEAD(network);

static int on_memory(struct notifier_block *nb, unsigned long action, void *data)
{
	mutex_lock(&b);
	mutex_unlock(&b);
	return 0;
}

static int on_network(struct notifier_block *nb, unsigned long action, void *data)
{
	mutex_lock(&c);
	mutex_unlock(&c);
	return 0;
}

static struct notifier_block memory_block = { .notifier_call = on_memory };
static struct notifier_block network_block = { .notifier_call = on_network };

static int register_memory(struct notifier_block *nb)
{
	return blocking_notifier_chain_register(&memory, nb);
}

void setup(void)
{
	register_memory(&memory_block);
	blocking_notifier_chain_register(&network, &network_block);
}

static void memory_notify(unsigned long action)
{
	blocking_notifier_call_chain(&memory, action, NULL);
}

void offline(void)
{
	mutex_lock(&a);
	memory_notify(1);
	blocking_notifier_call_chain(&network, 1, NULL);
	mutex_unlock(&a);
}

void b_then_a(void)
{
	mutex_lock(&b);
	mutex_lock(&a);
	mutex_unlock(&a);
	mutex_unlock(&b);
}
