struct s {
	int a;
	struct {
		int b;
	} in;
	int arr[4];
};
void f(int n);
void g(long n);

int choose(int x)
{
	return __builtin_choose_expr(sizeof(x) == 4, x, (void)0);
}

void generic(int *p, long *q)
{
	_Generic(*p, int: f, long: g)(1);
	_Generic(*q, int: f, default: g)(2);
}

int types(struct s *p)
{
	return __builtin_types_compatible_p(__typeof__(p->a), int) +
		__builtin_types_compatible_p(__typeof__(p->a), __typeof__(p->in));
}

void constant_p(int x)
{
	if (__builtin_constant_p(x))
		f(1);
	if (__builtin_constant_p(3))
		f(2);
}

unsigned long offsets(void)
{
	return __builtin_offsetof(struct s, in.b) + __builtin_offsetof(struct s, arr[2]);
}

enum { FLAG = 1 << 4, MASK = ~FLAG };

int constants(void)
{
	f(FLAG | 1);
	f(MASK);
	f(sizeof(struct s) * 2);
	f('x');
	f(-1);
	return (unsigned char)300;
}

int overflow(int a, int b)
{
	int sum;

	if (__builtin_add_overflow(a, b, &sum))
		return -1;
	return sum;
}

void copy(struct s *to, const struct s *from)
{
	__builtin_memcpy(to, from, sizeof(*to));
}

int atomics(int *p, int *q)
{
	__atomic_store_n(p, 1, 3);
	__sync_fetch_and_add(q, 1);
	return __atomic_load_n(p, 2);
}

/* All branches have one type: the types of the labels decide. */
typedef struct { int v; } local_lock_t;
typedef struct { int v; } trylock_t;
void lock_local(local_lock_t *l);
void lock_try(trylock_t *l);
void lock_other(void *l);
#define lock_any(l) _Generic((l), \
	local_lock_t *: lock_local((local_lock_t *)(void *)(l)), \
	const trylock_t *: lock_try((trylock_t *)(void *)(l)), \
	default: lock_other(l))

void generic_of_one_type(local_lock_t *a, trylock_t *b, int *c)
{
	lock_any(a);
	lock_any((const trylock_t *)b);
	lock_any(c);
}
