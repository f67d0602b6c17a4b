#include "object.h"

struct mutex list_lock, other_lock;

void lock_object(struct object *o)
{
	mutex_lock(&o->lock);
}

void unlock_object(struct object *o)
{
	mutex_unlock(&o->lock);
}
