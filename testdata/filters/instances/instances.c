#include "kernel.h"

struct node {
	struct mutex lock;
	struct node *next;
	int busy;
};

struct twice { struct mutex lock; };
struct inner { struct mutex lock; };
struct fresh { struct mutex lock; };

static DEFINE_MUTEX(list);
struct node *find(int key);
struct fresh *make(void);

void init_all(struct node *n, struct twice *t, struct inner *i)
{
	mutex_init(&n->lock);
	mutex_init(&t->lock);
	mutex_init(&i->lock);
}

/* another object, as far as anybody knows */
void two_nodes(void)
{
	mutex_lock(&find(1)->lock);
	mutex_lock(&find(2)->lock);
}

/* the same object */
void same(struct twice *t)
{
	mutex_lock(&t->lock);
	mutex_lock(&t->lock);
}

/* parent and child by subclass, in both orders */
void parent_first(struct inner *p, struct inner *c)
{
	mutex_lock_nested(&p->lock, 1);
	mutex_lock_nested(&c->lock, 2);
	mutex_unlock(&c->lock);
	mutex_unlock(&p->lock);
}

void child_first(struct inner *p, struct inner *c)
{
	mutex_lock_nested(&c->lock, 2);
	mutex_lock_nested(&p->lock, 1);
	mutex_unlock(&p->lock);
	mutex_unlock(&c->lock);
}

/* made here, known to nobody */
void not_published(void)
{
	struct fresh *f = make();

	mutex_init(&f->lock);
	mutex_lock(&f->lock);
	mutex_lock(&list);
	mutex_unlock(&list);
	mutex_unlock(&f->lock);
}

void published(struct fresh *f)
{
	mutex_lock(&list);
	mutex_lock(&f->lock);
	mutex_unlock(&f->lock);
	mutex_unlock(&list);
}
