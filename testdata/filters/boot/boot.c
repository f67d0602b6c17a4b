/*
 * Orders of code that runs once.  Only those of a lock that somebody also takes
 * the other way round while the module lives are left, and less sure.
 */
#include "kernel.h"

#define __init __attribute__((section(".init.text")))

static DEFINE_MUTEX(first);
static DEFINE_MUTEX(second);
static DEFINE_MUTEX(table);
static DEFINE_MUTEX(port);
static DEFINE_MUTEX(probe);
static DEFINE_MUTEX(files);
static DEFINE_MUTEX(users);

/* both ways, but only at boot: held back */
static void test_one_way(void)
{
	mutex_lock(&first);
	mutex_lock(&second);
	mutex_unlock(&second);
	mutex_unlock(&first);
}

static void test_other_way(void)
{
	mutex_lock(&second);
	mutex_lock(&first);
	mutex_unlock(&first);
	mutex_unlock(&second);
}

static void run(void (*test)(void))
{
	test();
}

/* one way at boot, the other at any time: less sure */
static void add_port(void)
{
	mutex_lock(&table);
	mutex_lock(&port);
	mutex_unlock(&port);
	mutex_unlock(&table);
}

void open_port(void)
{
	mutex_lock(&port);
	mutex_lock(&table);
	mutex_unlock(&table);
	mutex_unlock(&port);
}

/* again, at boot */
static void probe_all(void)
{
	mutex_lock(&probe);
	mutex_lock(&probe);
	mutex_unlock(&probe);
	mutex_unlock(&probe);
}

/* called at boot and by another, stored by none of them: at any time */
static void add_user(void)
{
	mutex_lock(&files);
	mutex_lock(&users);
	mutex_unlock(&users);
	mutex_unlock(&files);
}

void open_file(void)
{
	add_user();
}

void list_users(void)
{
	mutex_lock(&users);
	mutex_lock(&files);
	mutex_unlock(&files);
	mutex_unlock(&users);
}

int __init setup(void)
{
	run(test_one_way);
	test_other_way();
	add_port();
	probe_all();
	add_user();
	return 0;
}
