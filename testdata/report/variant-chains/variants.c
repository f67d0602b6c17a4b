/* One finding, two cycles: the second is a variant, and as likely, so it has its chains as well. */
#include "kernel.h"

static DEFINE_MUTEX(a);
static DEFINE_MUTEX(b);
static DEFINE_MUTEX(c);
static DEFINE_MUTEX(d);

void through_b(void)
{
	mutex_lock(&a);
	mutex_lock(&b);
	mutex_lock(&d);
	mutex_unlock(&d);
	mutex_unlock(&b);
	mutex_unlock(&a);
}

void through_c(void)
{
	mutex_lock(&a);
	mutex_lock(&c);
	mutex_lock(&d);
	mutex_unlock(&d);
	mutex_unlock(&c);
	mutex_unlock(&a);
}

void take_wrong(void)
{
	mutex_lock(&d);
	mutex_lock(&a);
	mutex_unlock(&a);
	mutex_unlock(&d);
}
