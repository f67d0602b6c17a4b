int lock(int *l);
void unlock(int *l);
void f(int n);

int ladder(int *a, int *b)
{
	int err = lock(a);

	if (err)
		goto out;
	err = lock(b);
	if (err)
		goto out_a;
	f(1);
	unlock(b);
out_a:
	unlock(a);
out:
	return err;
}

void backwards(int *a)
{
again:
	if (lock(a))
		goto again;
	f(2);
}

void into_a_branch(int n)
{
	if (n) {
		f(1);
inside:
		f(2);
	} else {
		f(3);
		goto inside;
	}
}

void dead_code_with_a_label(int n)
{
	if (n)
		goto later;
	return;
	f(1);
later:
	f(2);
}
