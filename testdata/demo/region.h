/* Memory regions, and who wants to know when one goes. */
#pragma once

#include "notifier.h"

enum { REGION_GOING_OFFLINE = 1, REGION_OFFLINE };

struct region {
	unsigned id;
	unsigned long pages;
};

void region_register_notifier(struct notifier *n);
int region_offline(struct region *r);
