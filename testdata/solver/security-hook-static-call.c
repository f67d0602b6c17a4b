/*
 * A static call, which is a jump in assembly, goes to what the table of hooks holds.
 * edge: a -> b
 */
#include "kernel.h"

static DEFINE_MUTEX(a);
static DEFINE_MUTEX(b);
static DEFINE_MUTEX(c);

union security_list_options {
	int (*file_open)(void);
	int (*file_permission)(void);
};

struct hook {
	union security_list_options hook;
};

int __SCT__lsm_static_call_file_open_1(void);

static int check_open(void)
{
	mutex_lock(&b);
	mutex_unlock(&b);
	return 0;
}

static int check_permission(void)
{
	mutex_lock(&c);
	mutex_unlock(&c);
	return 0;
}

struct hook hooks[] = { { .hook = { .file_open = check_open } }, { .hook = { .file_permission = check_permission } } };

int open_file(void)
{
	int ret;

	mutex_lock(&a);
	ret = __SCT__lsm_static_call_file_open_1();
	mutex_unlock(&a);
	return ret;
}
