/*
 * The same, but the code that maps was scanned, and holds nothing.
 * edge: a -> &mm->mmap_lock
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

int mmap_region(struct file *file, const struct file_operations *of, struct vm_area_struct *area)
{
	return of->mmap(file, area);
}
