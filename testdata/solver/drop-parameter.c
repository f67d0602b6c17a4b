/*
 * The dropped lock is a member of a parameter, and of another object than that which stays held.
 * edge: a -> &q->lock
 * edge: a -> b
 */
#include "kernel.h"

struct queue {
	struct mutex lock;
};

static DEFINE_MUTEX(a);
static DEFINE_MUTEX(b);

void setup(struct queue *q)
{
	mutex_init(&q->lock);
}

static void slow(struct queue *q)
{
	mutex_unlock(&q->lock);
	mutex_lock(&b);
	mutex_unlock(&b);
	mutex_lock(&q->lock);
}

void user(struct queue *q)
{
	mutex_lock(&a);
	mutex_lock(&q->lock);
	slow(q);
	mutex_unlock(&q->lock);
	mutex_unlock(&a);
}
