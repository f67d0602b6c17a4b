/*
 * Readers that no writer blocks: no deadlock among them.
 * edge: a -> s
 * edge: s -> a
 */
#include "kernel.h"

struct srcu_struct {
	int idx;
};

int srcu_read_lock(struct srcu_struct *s);
void srcu_read_unlock(struct srcu_struct *s, int idx);

static DEFINE_MUTEX(a);
static struct srcu_struct s;

void one(void)
{
	int idx;

	mutex_lock(&a);
	idx = srcu_read_lock(&s);
	srcu_read_unlock(&s, idx);
	mutex_unlock(&a);
}

void other(void)
{
	int idx = srcu_read_lock(&s);

	mutex_lock(&a);
	mutex_unlock(&a);
	srcu_read_unlock(&s, idx);
}
