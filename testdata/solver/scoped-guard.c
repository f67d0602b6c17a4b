/*
 * A lock of one statement's scope, as the kernel's scoped_guard() makes it.
 * edge: a -> b
 */
#include "kernel.h"

static DEFINE_MUTEX(a);
static DEFINE_MUTEX(b);
static DEFINE_MUTEX(c);

typedef struct mutex *class_mutex_t;
static const _Bool class_mutex_is_conditional = 0;

static inline class_mutex_t class_mutex_constructor(struct mutex *_T)
{
	class_mutex_t t = ({ mutex_lock(_T); _T; });
	return t;
}

static inline void class_mutex_destructor(class_mutex_t *p)
{
	struct mutex *_T = *p;
	if (_T) { mutex_unlock(_T); };
}

static inline void *class_mutex_lock_ptr(class_mutex_t *_T)
{
	return (void *)(unsigned long)*_T;
}

#define __scoped_guard(_label, lock) \
	for (class_mutex_t scope __attribute__((cleanup(class_mutex_destructor))) = class_mutex_constructor(lock); \
	     class_mutex_lock_ptr(&scope) || !class_mutex_is_conditional; ({ goto _label; })) \
		if (0) { \
_label: \
			break; \
		} else
#define scoped_guard(lock) __scoped_guard(done, lock)

struct ops { struct ops *next; };
static struct ops *first;

void user(struct ops *ops)
{
	scoped_guard(&a) {
		ops->next = first;
		first = ops;
		mutex_lock(&b);
		mutex_unlock(&b);
	}
	mutex_lock(&c);
	mutex_unlock(&c);
}
