/* Locks that are held on some ways only to the place where the next is taken, or released on others. */
#include "kernel.h"

static DEFINE_MUTEX(table);
static DEFINE_MUTEX(entry);
static DEFINE_MUTEX(room);

int is_shared(int n);
int is_full(int n);

/* The same answer twice, which nobody sees. */
void enter(int n)
{
	if (is_shared(n))
		mutex_lock(&table);
	mutex_lock(&entry);
	mutex_unlock(&entry);
	if (is_shared(n))
		mutex_unlock(&table);
}

void look_up(void)
{
	mutex_lock(&entry);
	mutex_lock(&table);
	mutex_unlock(&table);
	mutex_unlock(&entry);
}

static void wait_for_room(int n)
{
	if (is_full(n))
		mutex_unlock(&entry);
	mutex_lock(&room);
	mutex_unlock(&room);
	if (is_full(n))
		mutex_lock(&entry);
}

void fill(int n)
{
	mutex_lock(&entry);
	wait_for_room(n);
	mutex_unlock(&entry);
}

void clear(void)
{
	mutex_lock(&room);
	mutex_lock(&entry);
	mutex_unlock(&entry);
	mutex_unlock(&room);
}
