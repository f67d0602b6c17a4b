void unlock(int **l);
void put(int **p);
int *lock(int *l);
int get(void);
void f(int n);

#define guard(l) int *guard_ __attribute__((cleanup(unlock))) = lock(l)
#define scoped(l) \
	for (int *scope_ __attribute__((cleanup(unlock))) = lock(l), *done_ = 0; !done_; done_ = (int *)1)

int reverse_order(int *a, int *b)
{
	guard(a);
	int *p __attribute__((cleanup(put))) = b;

	if (get())
		return 1;
	return *p;
}

void block(int *a)
{
	{
		guard(a);
		f(1);
	}
	f(2);
}

void loop(int *a)
{
	while (get()) {
		guard(a);

		if (get())
			break;
		if (get())
			continue;
		f(1);
	}
	f(2);
}

int goto_out(int *a)
{
	int err = 0;

	{
		guard(a);

		if (get())
			goto out;
		f(1);
	}
	f(2);
out:
	return err;
}

int goto_inside(int *a)
{
	guard(a);

	if (get())
		goto out;
	f(1);
out:
	return 0;
}

int goto_back(int *a)
{
again:
	{
		guard(a);

		if (get())
			goto again;
	}
	return 0;
}

int scope(int *a)
{
	scoped(a) {
		if (get())
			return 1;
		if (get())
			break;
		f(1);
	}
	f(2);
	return 0;
}

void in_a_switch(int *a, int n)
{
	switch (n) {
	case 1: {
		guard(a);
		f(1);
		break;
	}
	default:
		f(2);
	}
}
