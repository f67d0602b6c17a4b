/*
 * What a callee stores to a variable of its own changes nothing of its caller's.
 * edge: a -> b
 */
#include "kernel.h"

static DEFINE_MUTEX(a);
static DEFINE_MUTEX(b);

struct control {
	int reason;
};

void start(struct control *c);

static void write_all(struct control *c)
{
	if (c->reason != 2)
		mutex_lock(&a);
	mutex_lock(&b);
	mutex_unlock(&b);
	if (c->reason != 2)
		mutex_unlock(&a);
}

static void collect(int n)
{
	struct control own;

	own.reason = n;
	start(&own);
}

void resize(int n)
{
	struct control c = { 2 };

	mutex_lock(&a);
	collect(n);
	write_all(&c);
	mutex_unlock(&a);
}
