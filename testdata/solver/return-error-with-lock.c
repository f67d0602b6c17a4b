/*
 * Failing, two functions leave the lock held that they release when they succeed; one is called by name, one is told
 * by a number what to do.
 * report: imbalance &d->lock
 */
#include "kernel.h"

struct device {
	struct mutex lock;
	int value;
};

void setup(struct device *d)
{
	mutex_init(&d->lock);
}

static int set(struct device *d, int value)
{
	mutex_lock(&d->lock);
	if (value < 0)
		return -22;
	d->value = value;
	mutex_unlock(&d->lock);
	return 0;
}

int store(struct device *d, int value)
{
	return set(d, value);
}

long control(struct device *d, unsigned int command, unsigned long arg)
{
	mutex_lock(&d->lock);
	switch (command) {
	case 1:
		if (!arg)
			return -22;
		d->value = arg;
		break;
	case 2:
		d->value = 0;
		break;
	}
	mutex_unlock(&d->lock);
	return 0;
}
