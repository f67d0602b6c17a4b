/*
 * Callbacks of another domain are waited for inside a reader.
 * edge: readers -> others
 */
#include "kernel.h"

struct srcu_struct {
	struct lockdep_map dep_map;
};
int srcu_read_lock(struct srcu_struct *ssp);
void srcu_read_unlock(struct srcu_struct *ssp, int idx);
void srcu_barrier(struct srcu_struct *ssp);

static struct srcu_struct readers = { .dep_map = { .name = "readers" } };
static struct srcu_struct others = { .dep_map = { .name = "others" } };

void update(void)
{
	int idx = srcu_read_lock(&readers);

	srcu_barrier(&others);
	srcu_read_unlock(&readers, idx);
}
