#include "locks.h"

static struct mutex third, fourth;

void up(void)
{
	mutex_lock(&third);
	mutex_lock(&fourth);
	mutex_unlock(&fourth);
	mutex_unlock(&third);
}

void down(void)
{
	mutex_lock(&fourth);
	mutex_lock(&third);
	mutex_unlock(&third);
	mutex_unlock(&fourth);
}
