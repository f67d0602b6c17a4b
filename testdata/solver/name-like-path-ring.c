/*
 * Of the names of a table those are like this file's that end in RING: the report shows the shorter one.
 * edge: a -> b-lock-AF_RING
 * edge: a -> b-lock-AF_STAR
 * edge: a -> lock-AF_RING
 * edge: a -> lock-AF_STAR
 * edge: b-lock-AF_RING -> a
 * edge: b-lock-AF_STAR -> a
 * edge: lock-AF_RING -> a
 * edge: lock-AF_STAR -> a
 * report: cycle a lock-AF_RING
 */
#include "kernel.h"

struct sock {
	struct mutex lock;
	int family, in_kernel;
};

static DEFINE_MUTEX(a);
static struct lock_class_key keys[2], kernel_keys[2];
static const char *const names[] = { "lock-AF_RING", "lock-AF_STAR" };
static const char *const kernel_names[] = { "b-lock-AF_RING", "b-lock-AF_STAR" };

void sock_setup(struct sock *s)
{
	if (s->in_kernel)
		__mutex_init(&s->lock, kernel_names[s->family], kernel_keys + s->family);
	else
		__mutex_init(&s->lock, names[s->family], keys + s->family);
}

void one(struct sock *s)
{
	mutex_lock(&a);
	mutex_lock(&s->lock);
	mutex_unlock(&s->lock);
	mutex_unlock(&a);
}

void other(struct sock *s)
{
	mutex_lock(&s->lock);
	mutex_lock(&a);
	mutex_unlock(&a);
	mutex_unlock(&s->lock);
}
