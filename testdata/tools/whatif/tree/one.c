#include "locks.h"

struct mutex first;

void start(void)
{
	mutex_lock(&first);
	with_second();
	mutex_unlock(&first);
}

void take_first(void)
{
	mutex_lock(&first);
	mutex_unlock(&first);
}
