/*
 * A lock that is taken only where a conditional guard got it.
 * edge: a -> b
 */
#include "kernel.h"
static DEFINE_MUTEX(a);
static DEFINE_MUTEX(b);
static DEFINE_MUTEX(c);
int mutex_lock_interruptible(struct mutex *lock);
typedef struct mutex *class_mutex_t;
static const _Bool class_mutex_intr_is_conditional = 1;
static inline class_mutex_t class_mutex_intr_constructor(struct mutex *_T)
{
	class_mutex_t t = ({ void *_t = _T; if (_T && !(mutex_lock_interruptible(_T) == 0)) _t = (void *)0; _t; });
	return t;
}
static inline void class_mutex_destructor(class_mutex_t *p)
{
	struct mutex *_T = *p;
	if (_T) { mutex_unlock(_T); };
}
static inline void class_mutex_intr_destructor(class_mutex_t *p) { class_mutex_destructor(p); }
static inline void *class_mutex_lock_ptr(class_mutex_t *_T)
{
	return (void *)(unsigned long)*_T;
}
static inline void *class_mutex_intr_lock_ptr(class_mutex_t *_T)
{
	return class_mutex_lock_ptr(_T);
}
#define __scoped_cond_guard(_fail, _label, lock) \
	for (class_mutex_t scope __attribute__((cleanup(class_mutex_intr_destructor))) = class_mutex_intr_constructor(lock); 1; ({ goto _label; })) \
		if (!class_mutex_intr_lock_ptr(&scope)) { \
			_fail; \
_label: \
			break; \
		} else
#define scoped_cond_guard(_fail, lock) __scoped_cond_guard(_fail, done, lock)
int user(void)
{
	scoped_cond_guard(return -4, &a) {
		mutex_lock(&b);
		mutex_unlock(&b);
	}
	mutex_lock(&c);
	mutex_unlock(&c);
	return 0;
}
