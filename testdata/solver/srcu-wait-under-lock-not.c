/*
 * The lock that readers take is released before the grace period is waited for.
 * edge: readers -> lock
 */
#include "kernel.h"

struct srcu_struct {
	struct lockdep_map dep_map;
};
int srcu_read_lock(struct srcu_struct *ssp);
void srcu_read_unlock(struct srcu_struct *ssp, int idx);
void synchronize_srcu(struct srcu_struct *ssp);

static struct srcu_struct readers = { .dep_map = { .name = "readers" } };

static DEFINE_MUTEX(lock);

void reader(void)
{
	int idx = srcu_read_lock(&readers);

	mutex_lock(&lock);
	mutex_unlock(&lock);
	srcu_read_unlock(&readers, idx);
}

void update(void)
{
	mutex_lock(&lock);
	mutex_unlock(&lock);
	synchronize_srcu(&readers);
}
