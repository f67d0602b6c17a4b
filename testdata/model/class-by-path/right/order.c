#include "../sock.h"

static struct mutex right;

void right_one(struct sock *s)
{
	mutex_lock(&s->lock);
	mutex_lock(&right);
	mutex_unlock(&right);
	mutex_unlock(&s->lock);
}

void right_other(struct sock *s)
{
	mutex_lock(&right);
	mutex_lock(&s->lock);
	mutex_unlock(&s->lock);
	mutex_unlock(&right);
}
