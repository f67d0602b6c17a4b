/*
 * A function of another module, got by its name.
 * edge: a -> b
 */
#include "kernel.h"

static DEFINE_MUTEX(a);
static DEFINE_MUTEX(b);

void *__symbol_get(const char *name);
void __symbol_put(const char *name);

void exported(void)
{
	mutex_lock(&b);
	mutex_unlock(&b);
}

void user(void)
{
	void (*fn)(void) = __symbol_get("exported");

	if (!fn)
		return;
	mutex_lock(&a);
	fn();
	mutex_unlock(&a);
	__symbol_put("exported");
}
