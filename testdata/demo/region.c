#include "region.h"

#include "pages.h"

static NOTIFIER_CHAIN(region_chain);

void region_register_notifier(struct notifier *n)
{
	notifier_register(&region_chain, n);
}

static int region_notify(unsigned long event, struct region *r)
{
	return notifier_call_chain(&region_chain, event, r);
}

int region_offline(struct region *r)
{
	int err;

	pages_drain_begin();
	err = region_notify(REGION_GOING_OFFLINE, r);
	if (!err)
		err = region_notify(REGION_OFFLINE, r);
	pages_drain_end();
	return err;
}
