/*
 * Two kinds of one record, initialised in two places: classes of both names.
 * edge: &f->lock -> b
 * edge: &p->lock -> b
 */
#include "kernel.h"

struct object {
	struct mutex lock;
};

static DEFINE_MUTEX(b);

void setup_file(struct object *f)
{
	mutex_init(&f->lock);
}

void setup_pipe(struct object *p)
{
	mutex_init(&p->lock);
}

void use(struct object *o)
{
	mutex_lock(&o->lock);
	mutex_lock(&b);
	mutex_unlock(&b);
	mutex_unlock(&o->lock);
}
