/*
 * A stub returns NULL, which is no error pointer: what follows the test runs.
 * edge: a -> b
 */
#include "kernel.h"

static DEFINE_MUTEX(a);
static DEFINE_MUTEX(b);

struct clk;

static inline struct clk *get_optional(void)
{
	return NULL;
}

int probe(void)
{
	struct clk *clk;

	mutex_lock(&a);
	clk = get_optional();
	if (IS_ERR(clk)) {
		mutex_unlock(&a);
		return PTR_ERR(clk);
	}
	mutex_lock(&b);
	mutex_unlock(&b);
	mutex_unlock(&a);
	return 0;
}
