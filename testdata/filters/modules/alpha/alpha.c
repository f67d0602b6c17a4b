#include "../core/object.h"

void alpha_object_first(struct object *o)
{
	lock_object(o);
	mutex_lock(&list_lock);
	mutex_unlock(&list_lock);
	mutex_lock(&other_lock);
	mutex_unlock(&other_lock);
	unlock_object(o);
}

/* of the same module: alpha's objects both times */
void alpha_other_first(struct object *o)
{
	mutex_lock(&other_lock);
	lock_object(o);
	unlock_object(o);
	mutex_unlock(&other_lock);
}
