struct lock {
	int raw;
};
struct inner {
	struct lock lock;
	struct lock table[8];
};
struct outer {
	struct inner *b;
	struct inner c[4];
	union {
		struct lock u;
		struct {
			int pad;
			struct lock deep;
		};
	};
	struct {
		struct lock named;
		union {
			int (*single)(int);
			int (*multi)(int, int);
		} op;
	} step;
	struct lock tail[];
};
typedef struct {
	struct lock lock;
} anonymous_t;

void take(struct lock *l);
extern struct outer global;
extern struct outer array[10];
static anonymous_t private;

void paths(struct outer *p, int i, struct outer by_value, anonymous_t *t)
{
	struct outer local;
	struct lock *alias = &p->b->lock;

	take(&p->b[i].lock);
	take(&p->c[i].table[3]);
	take(p->c[1].table);
	take(&(*p).u);
	take(&p->deep);
	take(&p->step.named);
	take(p->tail + i);
	take(&p->tail[0]);
	take(&global.c[0].lock);
	take(&array[i].u);
	take(&array->u);
	take(&by_value.u);
	take(&local.u);
	take(&t->lock);
	take(&private.lock);
	take(alias);
	take((struct lock *)(void *)p);
	take(&(&global)->u);
	take(&0[p].u);
}

void pointers(struct outer *p, struct outer **pp, int n)
{
	struct outer *end = p + n;

	p++;
	p += 2;
	take(&(*pp)->u);
	take(&pp[1]->u);
	take(&end[-1].u);
	take(&(p - 1)->u);
}

int members_of_anonymous_records(struct outer *p, int n)
{
	if (p->step.op.single)
		return p->step.op.single(n);
	return p->step.op.multi(n, 1);
}

void copies(struct outer *p, struct outer *q)
{
	struct inner saved = p->c[0];

	p->c[1] = q->c[2];
	*p->b = saved;
}
