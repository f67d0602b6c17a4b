/*
 * Of the names of a table the report of a lock taken in an interrupt shows the one like this file's, which ends in RING.
 * report: irq lock-AF_RING
 */
#include "irq.h"

struct sock {
	spinlock_t lock;
	int family;
};

void __raw_spin_lock_init(spinlock_t *lock, const char *name, struct lock_class_key *key);

static struct lock_class_key keys[2];
static const char *const names[] = { "lock-AF_BUS", "lock-AF_RING" };
static struct sock *current_sock;

void sock_setup(struct sock *s)
{
	__raw_spin_lock_init(&s->lock, names[s->family], keys + s->family);
	current_sock = s;
}

static irqreturn_t handler(int irq, void *data)
{
	spin_lock(&current_sock->lock);
	spin_unlock(&current_sock->lock);
	return irq && data;
}

int start(void)
{
	return REQUEST(handler);
}

void user(struct sock *s)
{
	spin_lock(&s->lock);
	spin_unlock(&s->lock);
}
