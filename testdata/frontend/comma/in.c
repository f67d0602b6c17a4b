int f(int n);
void lock(int *l);
void unlock(int *l);

int values(int n)
{
	int a = (f(1), f(2), n);

	return f(3), a;
}

void in_conditions(int *l, int n)
{
	if (lock(l), n)
		f(4);
	for (n = 0, lock(l); f(5), n < 3; n++, unlock(l))
		f(6);
	while (lock(l), f(7))
		unlock(l);
}

int *in_an_lvalue(int *l, int *m, int n)
{
	*(f(8), l) = 1;
	return n ? (lock(l), l) : (lock(m), m);
}
