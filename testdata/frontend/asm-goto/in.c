void f(int n);

static inline int static_branch(int *key)
{
	asm goto("1: nop" : : "i"(0) : : yes);
	return 0;
yes:
	return 1;
}

int use(int *key)
{
	if (static_branch(key))
		f(1);
	return 0;
}

int with_visible_labels(int *p, int n)
{
	if (n)
		goto out;
	asm goto("ld %0" : : "m"(*p) : : fault);
	f(1);
out:
	return 0;
fault:
	f(2);
	return -14;
}

#define asm_goto(x...) do { asm goto(x); asm(""); } while (0)

int through_a_macro(int *p)
{
	asm_goto("ld %0" : : "m"(*p) : : bad);
	return 0;
bad:
	return 1;
}
