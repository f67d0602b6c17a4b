/*
 * Of objects got through pointers one may be the static one, where its address is given away; it has a name of its own.
 * edge: &o->lock -> b
 * edge: root.lock -> b
 * edge: &p->lock -> b
 */
#include "kernel.h"

struct object {
	struct mutex lock;
};

struct other {
	struct mutex lock;
};

static DEFINE_MUTEX(b);
static struct object root = { .lock = __MUTEX_INITIALIZER(root.lock) };
static struct other lonely = { .lock = __MUTEX_INITIALIZER(lonely.lock) };

void setup(struct object *o, struct other *p)
{
	mutex_init(&o->lock);
	mutex_init(&p->lock);
}

void add(struct object *o);

void start(void)
{
	add(&root);
}

void each(struct object *o)
{
	mutex_lock(&o->lock);
	mutex_lock(&b);
	mutex_unlock(&b);
	mutex_unlock(&o->lock);
}

void each_other(struct other *p)
{
	mutex_lock(&p->lock);
	mutex_lock(&b);
	mutex_unlock(&b);
	mutex_unlock(&p->lock);
}

void use_lonely(void)
{
	mutex_lock(&lonely.lock);
	mutex_unlock(&lonely.lock);
}
