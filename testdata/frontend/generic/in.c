/* Branches of _Generic whose types come from pasted tokens: the callee's parameter tells. */
struct seq { unsigned sequence; };
struct seq_spin { struct seq seq; int *lock; };
struct seq_mutex { struct seq seq; long *lock; };
typedef struct seq seq_t;
typedef struct seq_spin seq_spin_t;
typedef struct seq_mutex seq_mutex_t;

static inline seq_t *prop_plain_ptr(seq_t *s) { return s; }
static inline seq_t *prop_spin_ptr(seq_spin_t *s) { return &s->seq; }
static inline seq_t *prop_mutex_ptr(const seq_mutex_t *s) { return (seq_t *)&s->seq; }

#define PROP_CASE(s, lock, prop) seq_##lock##_t: prop_##lock##_##prop((void *)(s))
#define PROP(s, prop) _Generic(*(s), \
	seq_t: prop_plain_##prop((void *)(s)), \
	PROP_CASE((s), spin, prop), \
	PROP_CASE((s), mutex, prop))

void write_begin(seq_t *s);

struct clock {
	seq_t plain;
	seq_spin_t spin;
	seq_mutex_t mutex;
};

void through_pasted_types(struct clock *c, const seq_mutex_t *m)
{
	write_begin(PROP(&c->plain, ptr));
	write_begin(PROP(&c->spin, ptr));
	write_begin(PROP(&c->mutex, ptr));
	write_begin(PROP(m, ptr));
}

/* Function designators: the selection's own type tells. */
#define GET_CASE(lock) seq_##lock##_t *: prop_##lock##_ptr
#define GET(s) _Generic((s), GET_CASE(mutex), GET_CASE(spin), default: prop_plain_ptr)(s)

void designators(struct clock *c)
{
	write_begin(GET(&c->plain));
	write_begin(GET(&c->spin));
	write_begin(GET(&c->mutex));
}

int values(int *p, const char *s, struct clock c)
{
	return _Generic(p, struct clock *: 1, const int *: 2, int *: 3, default: 4) +
		_Generic(s, char *: 10, const char *: 20) +
		_Generic(c, struct clock: 100, default: 200) +
		_Generic(s, char *: 1000, default: 2000) +
		_Generic(s, char *: 10000, char const *: 20000);
}
