struct file;
struct ops {
	int (*read)(struct file *f, char *buf);
};
struct file {
	const struct ops *ops;
	int (*hook)(void);
};
int log_it(const char *fmt, ...);
void each(void (*fn)(int), void *arg);
void visit(int n);
struct file *find(int n);
struct file by_value(void);

int indirect(struct file *f, char *buf, int (*param)(struct file *))
{
	int (*local)(void) = f->hook;

	local();
	(*f->hook)();
	param(f);
	return f->ops->read(f, buf);
}

void arguments(struct file *f)
{
	each(visit, f);
	each(&visit, 0);
	log_it("%s %d\n" "more", "x", 1 + 2);
	find(log_it("nested"))->hook = 0;
	by_value().hook();
}

int old_style(a, b)
	int a;
	char *b;
{
	return a + *b;
}

int variadic(int n, ...)
{
	__builtin_va_list ap;
	int v;

	__builtin_va_start(ap, n);
	v = __builtin_va_arg(ap, int);
	__builtin_va_end(ap);
	return v;
}
