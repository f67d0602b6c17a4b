/*
 * What was put on another list is on this one: the loop runs.
 * edge: lists -> item
 */
#include "kernel.h"

struct list {
	struct list *next, *prev;
};

static DEFINE_MUTEX(lists);
static DEFINE_MUTEX(item);
static struct list all = { &all, &all };

static inline void init(struct list *l)
{
	l->next = l;
	l->prev = l;
}

static inline int empty(const struct list *l)
{
	return l->next == l;
}

static inline void link(const struct list *from, struct list *prev, struct list *next)
{
	struct list *first = from->next, *last = from->prev;

	first->prev = prev;
	prev->next = first;
	last->next = next;
	next->prev = last;
}

static inline void move_all(struct list *from, struct list *to)
{
	if (!empty(from)) {
		link(from, to, to->next);
		init(from);
	}
}

void each(void)
{
	struct list mine;

	init(&mine);
	mutex_lock(&lists);
	move_all(&all, &mine);
	while (!empty(&mine)) {
		mine.next = mine.next->next;
		mutex_lock(&item);
		mutex_unlock(&item);
	}
	mutex_unlock(&lists);
}
