/* Casts and local copies of pointers stand for what they were made from. */
struct lock { int raw; };
struct base { struct lock lock; };
struct derived { struct base base; struct lock own; };
struct list { struct list *next; struct lock lock; };

void take(struct lock *l);
void drop(struct lock *l);
void opaque(struct derived **p);
static struct derived the_one;
static struct lock *const constant = &the_one.own;

void copies(struct derived *d)
{
	struct lock *l = &d->own, *k = l;
	struct base *b = &d->base;

	take(k);
	take(&b->lock);
	drop(l);
}

void casts(void *p, unsigned long n)
{
	take(&((struct derived *)p)->own);
	take((struct lock *)n);
	take(&((struct base *)(struct derived *)p)->lock);
	take((struct lock *)(n & ~3ul));
	(void)take(constant);
}

void reassigned(struct list *p, int n)
{
	struct lock *l = &p->lock;

	if (n)
		l = &p->next->lock;
	take(l);
	p = p->next;
	take(&p->lock);
	drop(l);
}

void escapes(struct derived *d)
{
	struct derived *copy = d;

	opaque(&copy);
	take(&copy->own);
}

void through_members(struct list *a, struct list *b)
{
	a->next = b;
	take(&a->next->lock);
	struct list whole = *b;
	take(&whole.next->lock);
}

void shadows(struct derived *d)
{
	struct lock *l = &d->own;

	{
		struct lock *l = &d->base.lock;

		take(l);
	}
	take(l);
}
