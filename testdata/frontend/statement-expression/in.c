int next(void);
void f(int n);

#define max_of(a, b) ({ __typeof__(a) a_ = (a); __typeof__(b) b_ = (b); a_ > b_ ? a_ : b_; })
#define retry(e) ({ int r_; do { r_ = (e); } while (r_ < 0); r_; })

int use(int x)
{
	int y = max_of(x, 3);

	if (({ int z = next(); z; }))
		f(y);
	f(retry(next()));
	return ({ if (x) return -1; x + 1; });
}

struct pair {
	int a, b;
};

int of_a_struct(struct pair *p)
{
	return ({ *p; }).b;
}

#define READ_ONCE(x) ({ (*(const volatile __typeof__(x) *)&(x)); })
#define rcu_dereference(p) ({ __typeof__(*p) *local_ = (__typeof__(*p) *)READ_ONCE(p); ((__typeof__(*p) *)(local_)); })

struct list {
	struct list *next;
	int lock;
};

int *volatile_load(struct list *l)
{
	struct list *n = rcu_dereference(l->next);

	if (READ_ONCE(n->lock))
		return 0;
	return &READ_ONCE(l->next)->lock;
}
