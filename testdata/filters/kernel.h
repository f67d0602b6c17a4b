/* As much of a kernel as the cases need: declarations in our own words, named as the shipped model knows them. */
#pragma once

#include <stddef.h>
#include <stdbool.h>

struct lock_class_key { int unused; };
struct lockdep_map { const char *name; };
struct mutex { int owner; struct lockdep_map dep_map; };
typedef struct spinlock { int owner; } spinlock_t;
typedef struct { int readers; } rwlock_t;
struct rw_semaphore { int count; struct lockdep_map dep_map; };

/* mutexes and rwsems with lockdep's names, as with CONFIG_LOCKDEP; the others without */
#define __MUTEX_INITIALIZER(lockname) { .dep_map = { .name = #lockname } }
#define DEFINE_MUTEX(name) struct mutex name = __MUTEX_INITIALIZER(name)
#define DEFINE_SPINLOCK(name) spinlock_t name = { 0 }
#define __RWSEM_INITIALIZER(lockname) { .dep_map = { .name = #lockname } }
#define DECLARE_RWSEM(name) struct rw_semaphore name = __RWSEM_INITIALIZER(name)
#define DEFINE_RWLOCK(name) rwlock_t name = { 0 }

void mutex_lock(struct mutex *lock);
void mutex_lock_nested(struct mutex *lock, unsigned int subclass);
void _mutex_lock_nest_lock(struct mutex *lock, struct lockdep_map *nest);
int mutex_lock_interruptible(struct mutex *lock);
int mutex_trylock(struct mutex *lock);
void mutex_unlock(struct mutex *lock);
void __mutex_init(struct mutex *lock, const char *name, struct lock_class_key *key);
#define mutex_init(lock) do { static struct lock_class_key __key; __mutex_init((lock), #lock, &__key); } while (0)

void spin_lock(spinlock_t *lock);
int spin_trylock(spinlock_t *lock);
void spin_unlock(spinlock_t *lock);

void down_read(struct rw_semaphore *sem);
void down_write(struct rw_semaphore *sem);
void up_read(struct rw_semaphore *sem);
void up_write(struct rw_semaphore *sem);
void downgrade_write(struct rw_semaphore *sem);

void _raw_read_lock(rwlock_t *lock);
void _raw_read_unlock(rwlock_t *lock);
void _raw_write_lock(rwlock_t *lock);
void _raw_write_unlock(rwlock_t *lock);

struct notifier_block {
	int (*notifier_call)(struct notifier_block *nb, unsigned long action, void *data);
	struct notifier_block *next;
};
struct blocking_notifier_head {
	struct rw_semaphore rwsem;
	struct notifier_block *head;
};
#define BLOCKING_NOTIFIER_HEAD(name) struct blocking_notifier_head name = { .rwsem = __RWSEM_INITIALIZER((name).rwsem) }
int blocking_notifier_chain_register(struct blocking_notifier_head *nh, struct notifier_block *nb);
int blocking_notifier_call_chain(struct blocking_notifier_head *nh, unsigned long action, void *data);

struct work_struct {
	void (*func)(struct work_struct *work);
};
struct workqueue_struct;
void __init_work(struct work_struct *work, int on_stack);
#define INIT_WORK(work, function) do { __init_work((work), 0); (work)->func = (function); } while (0)
bool __flush_work(struct work_struct *work, bool from_cancel);
bool flush_work(struct work_struct *work);
bool cancel_work_sync(struct work_struct *work);

struct timer_list {
	void (*function)(struct timer_list *timer);
};
void init_timer_key(struct timer_list *timer, void (*function)(struct timer_list *), unsigned int flags, const char *name,
		    struct lock_class_key *key);
#define timer_setup(timer, function, flags) \
	do { static struct lock_class_key __key; init_timer_key((timer), (function), (flags), #timer, &__key); } while (0)
int timer_delete_sync(struct timer_list *timer);

typedef unsigned int gfp_t;
#define __GFP_FS 0x80u
#define __GFP_DIRECT_RECLAIM 0x400u
#define GFP_ATOMIC 0x20u
#define GFP_NOFS (__GFP_DIRECT_RECLAIM | 0x40u)
#define GFP_KERNEL (GFP_NOFS | __GFP_FS)
void fs_reclaim_acquire(gfp_t flags);
void fs_reclaim_release(gfp_t flags);

#define MAX_ERRNO 4095
static inline bool IS_ERR(const void *p) { return (unsigned long)p >= (unsigned long)-MAX_ERRNO; }
static inline void *ERR_PTR(long error) { return (void *)error; }
static inline long PTR_ERR(const void *p) { return (long)p; }

#define container_of(ptr, type, member) ((type *)((char *)(ptr) - offsetof(type, member)))

int some_condition(void);
