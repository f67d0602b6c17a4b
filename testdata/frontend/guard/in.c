/* Scope-based guards: classes with a constructor and a destructor, made by macros. */
struct mutex {
	int owner;
};
void mutex_lock(struct mutex *m);
int mutex_trylock(struct mutex *m);
void mutex_unlock(struct mutex *m);
void *alloc(int n);
void release(void *p);
int check(int n);
void f(int n);

#define cleanup_with(fn) __attribute__((__cleanup__(fn)))

#define define_class(name, type, exit, init, args...) \
	typedef type class_##name##_t; \
	static inline void class_##name##_destructor(type *p) { type _T = *p; exit; } \
	static inline type class_##name##_constructor(args) { type t = init; return t; }
#define class(name, var) \
	class_##name##_t var cleanup_with(class_##name##_destructor) = class_##name##_constructor
#define define_guard(name, type, lock, unlock) \
	define_class(name, type, if (_T) { unlock; }, ({ lock; _T; }), type _T) \
	static inline void *class_##name##_lock_ptr(class_##name##_t *_T) { return *_T; }
#define define_guard_cond(name, ext, cond) \
	static inline class_##name##_t class_##name##ext##_constructor(class_##name##_t _T) \
	{ class_##name##_t t = ({ void *_t = _T; if (_T && !(cond)) _t = 0; _t; }); return t; } \
	typedef class_##name##_t class_##name##ext##_t; \
	static inline void class_##name##ext##_destructor(class_##name##_t *p) { class_##name##_destructor(p); } \
	static inline void *class_##name##ext##_lock_ptr(class_##name##_t *_T) { return class_##name##_lock_ptr(_T); }
#define paste_(a, b) a##b
#define paste(a, b) paste_(a, b)
#define guard(name) class(name, paste(__guard_, __COUNTER__))
#define lock_ptr(name) class_##name##_lock_ptr
#define scoped_guard_(name, label, args...) \
	for (class(name, scope)(args); lock_ptr(name)(&scope); ({ goto label; })) \
		if (0) { label: break; } else
#define scoped_guard(name, args...) scoped_guard_(name, paste(label_, __COUNTER__), args)
#define define_free(name, type, free) static inline void free_##name(void *p) { type _T = *(type *)p; free; }
#define autofree(name) cleanup_with(free_##name)
#define no_free_ptr(p) ({ __typeof__(p) p_ = (p); (p) = 0; p_; })

define_guard(mutex, struct mutex *, mutex_lock(_T), mutex_unlock(_T))
define_guard_cond(mutex, _try, mutex_trylock(_T))
define_free(buffer, void *, if (_T) release(_T))

int whole_function(struct mutex *m, int n)
{
	guard(mutex)(m);

	if (n)
		return -22;
	return check(n);
}

int scoped(struct mutex *m, int n)
{
	scoped_guard(mutex, m) {
		if (n == 1)
			return 1;
		if (n == 2)
			break;
		f(1);
	}
	f(2);
	return 0;
}

int conditional(struct mutex *m)
{
	scoped_guard(mutex_try, m)
		return 0;
	return -16;
}

void *freed_unless_returned(struct mutex *m, int n)
{
	void *p autofree(buffer) = alloc(n);

	if (!p)
		return 0;
	guard(mutex)(m);
	if (check(n))
		return 0;
	return no_free_ptr(p);
}
