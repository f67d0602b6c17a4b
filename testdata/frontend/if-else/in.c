void a(void);
void b(void);

int both(int x)
{
	if (x)
		a();
	else
		b();
	return 0;
}

int early(int x)
{
	if (x < 0)
		return -1;
	a();
	return 0;
}

int chain(int x)
{
	if (x == 1)
		a();
	else if (x == 2)
		b();
	else
		return 3;
	return 0;
}

void constant(void)
{
	if (0)
		a();
	if (sizeof(int) == 4)
		b();
}
