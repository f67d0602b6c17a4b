int a(void);
int b(void);
void f(int n);

void conditions(int x, int *p)
{
	if (!x && *p == 0)
		f(1);
	if (x || a())
		f(2);
	if ((x && a()) || !(b() && *p))
		f(3);
	while (a() && x--)
		f(4);
}

int values(int x)
{
	int v = x && a();
	int w = !(x || b());

	return v || w;
}

int conditional(int x, int *p)
{
	int v = x ? a() : b();

	x ? f(1) : f(2);
	p = x ? p : &v;
	return *(x ? p : &v);
}

int elvis(int x)
{
	return a() ?: x;
}

int comma(int x)
{
	for (; f(0), a();)
		f(1);
	return (f(2), x);
}

int likely(int x)
{
	if (__builtin_expect(!!(x && a()), 0))
		return 1;
	return 0;
}
