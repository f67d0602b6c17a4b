_Noreturn void die_c11(void);
__attribute__((noreturn)) void die_gnu(const char *why);
void die_later(void);
void die_later(void) __attribute__((__noreturn__));
void abort(void);
void exit(int code);
void f(int n);

void gnu(int x)
{
	if (x)
		die_gnu("x");
	f(1);
}

void c11(int x)
{
	if (x)
		die_c11();
	f(1);
}

void redeclared(int x)
{
	if (x)
		die_later();
	f(1);
}

void library(int x)
{
	if (x == 1)
		abort();
	if (x == 2)
		exit(1);
	f(1);
}

int builtin(int x)
{
	switch (x) {
	case 1:
		return 1;
	case 2:
		__builtin_trap();
	}
	__builtin_unreachable();
}

void through_a_pointer(void (*stop)(void) __attribute__((noreturn)))
{
	stop();
	f(1);
}
