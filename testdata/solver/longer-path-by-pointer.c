/*
 * A lock in a member, in an object that a pointer leads to: where only longer paths that end so are set up, it is one of
 * those, and not one that is set up by its innermost member alone.
 * edge: outer -> &o->end.wq.wait.lock
 * edge: &q->lock -> outer
 */
#include "kernel.h"

struct queue {
	struct mutex lock;
};
struct wait {
	struct queue wait;
};
struct endpoint {
	int state;
	struct wait wq;
};
struct owner {
	int id;
	struct endpoint end;
};
struct socket {
	struct wait *wq;
};

static DEFINE_MUTEX(outer);

void setup_queue(struct queue *q)
{
	mutex_init(&q->lock);
}

void setup_owner(struct owner *o)
{
	mutex_init(&o->end.wq.wait.lock);
}

void attach(struct socket *s, struct endpoint *e)
{
	s->wq = &e->wq;
}

static void wake(struct queue *q)
{
	mutex_lock(&q->lock);
	mutex_unlock(&q->lock);
}

void ready(struct socket *s)
{
	mutex_lock(&outer);
	wake(&s->wq->wait);
	mutex_unlock(&outer);
}

void other(struct queue **q)
{
	mutex_lock(&q[0]->lock);
	mutex_lock(&outer);
	mutex_unlock(&outer);
	mutex_unlock(&q[0]->lock);
}
