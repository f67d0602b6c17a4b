#include "../core/object.h"

/* alpha's objects are not beta's */
void beta_list_first(struct object *o)
{
	mutex_lock(&list_lock);
	lock_object(o);
	unlock_object(o);
	mutex_unlock(&list_lock);
}
