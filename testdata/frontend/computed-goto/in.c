void f(int n);

void machine(const unsigned char *code)
{
	static void *const table[] = { &&stop, &&one, &&two };

	goto *table[*code++];
one:
	f(1);
	goto *table[*code++];
two:
	f(2);
	goto *table[*code++];
stop:
	return;
}
