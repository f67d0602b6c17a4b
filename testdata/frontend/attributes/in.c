void __attribute__((section(".init.text"))) boot(void) { }
void __attribute__((section(".exit.text"))) leave(void) { }
void __attribute__((section(".meminit.text"))) memory(void) { }
void __attribute__((section(".text.hot"))) hot(void) { }
void declared_before(void) __attribute__((section(".init.text")));
void declared_before(void) { }
__attribute__((weak)) int weak(void) { return 1; }
int target(int a, int b) { return a + b; }
int other_name(int a, int b) __attribute__((alias("target")));
static inline int helper(void) { return 2; }
inline int plain_inline(void) { return 3; }
_Noreturn void stop(void) { for (;;) ; }
_Atomic int counter = 1;
_Atomic(int *) pointer;

int atomics(void)
{
	counter = 2;
	counter++;
	return *pointer;
}

/* The attribute is the parameter's. */
void calls_it(void (*stop_it)(void) __attribute__((noreturn)))
{
	stop_it();
	counter = 1;
}
