/*
 * Who waits for callbacks waits for the readers that these wait for: inside one, for ever.
 * edge: readers -> readers
 * report: wait readers
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

	srcu_barrier(&readers);
	srcu_read_unlock(&readers, idx);
}
