/*
 * Which of two locks is taken says a member of the object: where it is known, only one can be.
 * edge: a -> &g->sleeping
 * edge: b -> &group->spinning
 */
#include "kernel.h"

static DEFINE_MUTEX(a);
static DEFINE_SPINLOCK(b);

struct card {
	bool nonatomic;
};

struct group {
	struct card *card;
	struct mutex sleeping;
	spinlock_t spinning;
};

void setup(struct group *g)
{
	mutex_init(&g->sleeping);
	spin_lock_init(&g->spinning);
}

static void lock_one(struct group *g)
{
	if (g->card->nonatomic)
		mutex_lock(&g->sleeping);
	else
		spin_lock(&g->spinning);
}

static void unlock_one(struct group *g)
{
	if (g->card->nonatomic)
		mutex_unlock(&g->sleeping);
	else
		spin_unlock(&g->spinning);
}

static void touch(struct group *g)
{
	lock_one(g);
	unlock_one(g);
}

void user(struct group *g)
{
	if (g->card->nonatomic) {
		mutex_lock(&a);
		touch(g);
		mutex_unlock(&a);
	} else {
		spin_lock(&b);
		touch(g);
		spin_unlock(&b);
	}
}
