/* A function's address on its way to where it is called from. */
typedef int (*fn_t)(void *);
struct ops { fn_t open; int (*table[3])(void *); };
struct work { void (*func)(struct work *); };
struct object { const struct ops *ops; struct ops own; struct work work; fn_t hook; };

int open_one(void *p);
int open_two(void *p);
static void work_fn(struct work *w) { (void)w; }
int start(const char *name, fn_t fn, void *arg);
int start_many(int n, ...);
static const struct ops one_ops = { .open = open_one, .table = { open_one, [2] = &open_two } };
static fn_t current_fn;
static fn_t fns[2] = { open_one, open_two };

void assigned(struct object *o, int n)
{
	fn_t local = open_one;

	o->ops = &one_ops;
	o->own.open = open_two;
	o->own.table[n] = &open_one;
	o->work.func = work_fn;
	o->hook = local;
	current_fn = n ? open_one : open_two;
	fns[1] = current_fn;
	o->own = (struct ops){ .open = open_one };
	o->work = (struct work){ work_fn };
	*o = (struct object){ .ops = &one_ops, .own = { .open = open_two } };
}

int passed(struct object *o)
{
	start("one", open_one, o);
	start("two", &open_two, &o->work);
	start("cast", (fn_t)(void *)work_fn, 0);
	return start_many(2, open_one, *open_two);
}

fn_t returned(int n)
{
	return n ? open_one : 0;
}

int called(struct object *o, int n)
{
	fn_t local = o->hook;

	if (current_fn)
		current_fn(o);
	o->ops->open(o);
	(*o->own.table[n])(o);
	fns[n](o);
	returned(n)(o);
	(n ? open_one : local)(o);
	return ({ fn_t f = o->own.open; f; })(o);
}
