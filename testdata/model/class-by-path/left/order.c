#include "../sock.h"

static struct mutex left;

void left_one(struct sock *s)
{
	mutex_lock(&s->lock);
	mutex_lock(&left);
	mutex_unlock(&left);
	mutex_unlock(&s->lock);
}

void left_other(struct sock *s)
{
	mutex_lock(&left);
	mutex_lock(&s->lock);
	mutex_unlock(&s->lock);
	mutex_unlock(&left);
}
