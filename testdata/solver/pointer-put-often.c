/*
 * Nine functions put the same member of an object in a pointer: it is one lock, however many they are.
 * edge: a -> &d->gate.lock
 */
#include "kernel.h"

static DEFINE_MUTEX(a);

struct gate {
	struct mutex lock;
};

struct device {
	struct gate gate;
	struct gate other;
};

struct wait {
	struct gate *gate;
};

struct device *find_device(int n);

void device_init(struct device *d)
{
	mutex_init(&d->gate.lock);
	mutex_init(&d->other.lock);
}

static void finish(struct wait *w)
{
	mutex_lock(&a);
	mutex_lock(&w->gate->lock);
	mutex_unlock(&w->gate->lock);
	mutex_unlock(&a);
}

void user_0(void)
{
	struct wait w = { .gate = &find_device(0)->gate };

	finish(&w);
}

void user_1(void)
{
	struct wait w = { .gate = &find_device(1)->gate };

	finish(&w);
}

void user_2(void)
{
	struct wait w = { .gate = &find_device(2)->gate };

	finish(&w);
}

void user_3(void)
{
	struct wait w = { .gate = &find_device(3)->gate };

	finish(&w);
}

void user_4(void)
{
	struct wait w = { .gate = &find_device(4)->gate };

	finish(&w);
}

void user_5(void)
{
	struct wait w = { .gate = &find_device(5)->gate };

	finish(&w);
}

void user_6(void)
{
	struct wait w = { .gate = &find_device(6)->gate };

	finish(&w);
}

void user_7(void)
{
	struct wait w = { .gate = &find_device(7)->gate };

	finish(&w);
}

void user_8(void)
{
	struct wait w = { .gate = &find_device(8)->gate };

	finish(&w);
}
