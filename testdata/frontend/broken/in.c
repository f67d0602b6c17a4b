#include "nosuch.h"
struct mutex;
void lock(struct mutex *m);
struct incomplete i;

int before(struct mutex *m)
{
	lock(m);
	return 0;
}

int uses(struct undefined *p)
{
	p->x = 3;
	if (p->lock(undeclared))
		return unknown;
	lock(p->m);
	return 0;
}

int unfinished(int a
