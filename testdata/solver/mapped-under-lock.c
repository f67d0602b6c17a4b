/*
 * A file is mapped under mmap_lock by code that was not scanned, and user memory is copied under the lock that mapping takes.
 * edge: a -> &mm->mmap_lock
 * edge: &mm->mmap_lock -> a
 * report: cycle &mm->mmap_lock a
 */
#include "kernel.h"

struct file;
struct vm_area_struct;

struct file_operations {
	long (*unlocked_ioctl)(struct file *file, unsigned int command, unsigned long arg);
	int (*mmap)(struct file *file, struct vm_area_struct *area);
};

unsigned long _copy_to_user(void *to, const void *from, unsigned long n);

static DEFINE_MUTEX(a);

static long control(struct file *file, unsigned int command, unsigned long arg)
{
	int value = 0;

	mutex_lock(&a);
	long left = (long)_copy_to_user((void *)arg, &value, sizeof(value));
	mutex_unlock(&a);
	return left;
}

static int map(struct file *file, struct vm_area_struct *area)
{
	mutex_lock(&a);
	mutex_unlock(&a);
	return 0;
}

const struct file_operations operations = { .unlocked_ioctl = control, .mmap = map };
