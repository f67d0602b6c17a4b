/*
 * The directory where a name is made is locked from kern_path_create() to
 * done_path_create(), unless that gives an error pointer.
 * edge: &->i_rwsem/1 -> &->i_rwsem/5
 * edge: &->i_rwsem/1 -> a
 * edge: a -> &->i_rwsem/1
 * report: cycle &->i_rwsem/1 a
 */
#include "kernel.h"

struct inode {
	struct rw_semaphore i_rwsem;
};

struct dentry {
	struct inode *d_inode;
};

struct path {
	void *mnt;
	struct dentry *dentry;
};

struct dentry *kern_path_create(int dfd, const char *name, struct path *path, unsigned int flags);
void done_path_create(struct path *path, struct dentry *dentry);
struct dentry *lock_rename(struct dentry *p, struct dentry *q);
void unlock_rename(struct dentry *p, struct dentry *q);

static DEFINE_MUTEX(a);
static DEFINE_MUTEX(b);
static DEFINE_MUTEX(c);

long make(const char *name)
{
	struct path path;
	struct dentry *d = kern_path_create(-1, name, &path, 0);

	if (IS_ERR(d)) {
		mutex_lock(&b);
		mutex_unlock(&b);
		return PTR_ERR(d);
	}
	mutex_lock(&a);
	mutex_unlock(&a);
	done_path_create(&path, d);
	mutex_lock(&c);
	mutex_unlock(&c);
	return 0;
}

void move(struct dentry *from, struct dentry *to)
{
	mutex_lock(&a);
	lock_rename(from, to);
	unlock_rename(from, to);
	mutex_unlock(&a);
	mutex_lock(&c);
	mutex_unlock(&c);
}
