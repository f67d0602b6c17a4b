struct mutex {
	int owner;
};
struct sbi {
	struct mutex s_lock;
};
void __mutex_init(struct mutex *m, const char *name, void *key);
void lock(struct mutex *m);
void unlock(struct mutex *m);
int check(int x);

#define mutex_init(m) do { static int __key; __mutex_init((m), #m, &__key); } while (0)
#define lock_it(m) lock(m)
#define LIKELY(x) __builtin_expect(!!(x), 1)
#define unlock(m) unlock(m)

void init(struct sbi *s, struct mutex *table)
{
	mutex_init(&s->s_lock);
	mutex_init( &table [ 1 ] );
	mutex_init(/* why */ &s->s_lock
		   );
	lock_it(&s->s_lock);
	if (LIKELY(check(1)))
		unlock(&s->s_lock);
}
