/*
 * The result of a trylock is passed on as a pointer: where it is NULL nothing is held.
 * nothing
 */
#include "kernel.h"

static DEFINE_SPINLOCK(b);

struct pcp {
	spinlock_t lock;
	int n;
};

struct zone {
	struct pcp *pcp;
};

struct zone *next(struct zone *z);

void bulk(struct zone *zone)
{
	struct pcp *pcp;

	for (; zone; zone = next(zone))
		if (some_condition())
			break;
	if (!zone)
		goto failed;
	pcp = ({
		struct pcp *_ret = zone->pcp;

		if (!spin_trylock(&_ret->lock))
			_ret = NULL;
		_ret;
	});
	if (!pcp)
		goto failed;
	pcp->n++;
	spin_unlock(&pcp->lock);
	return;
failed:
	spin_lock(&b);
	spin_unlock(&b);
}
