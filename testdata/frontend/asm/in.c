void f(int n);
void handler(void);
extern unsigned long this_cpu_off;
struct cpu_data {
	int lock;
	struct cpu_data *self;
};
extern struct cpu_data cpu_data;

#define hide(ptr, off) ({ unsigned long p_; __asm__("" : "=r"(p_) : "0"(ptr)); (__typeof__(ptr))(p_ + (off)); })
#define raw_cpu_ptr(ptr) ({ \
	unsigned long t_; \
	asm("add %%gs:%1, %0" : "=r"(t_) : "m"(this_cpu_off), "0"(ptr)); \
	(__typeof__(*(ptr)) *)t_; })
#define cpu_read(v) ({ \
	__typeof__(v) v_; \
	asm("mov %%gs:%1, %0" : "=r"(v_) : "m"(v)); \
	v_; })
#define cpu_read_stable(v) ({ \
	__typeof__(v) v_; \
	asm("mov %%gs:%P[var], %[val]" : [val] "=r"(v_) : [var] "p"(&(v))); \
	v_; })

int *relocated(unsigned long off)
{
	return &hide(&cpu_data, off)->lock;
}

int *this_cpu(void)
{
	return &raw_cpu_ptr(&cpu_data)->lock;
}

struct cpu_data *read_var(void)
{
	return cpu_read(cpu_data.self);
}

struct cpu_data *read_stable(void)
{
	return cpu_read_stable(cpu_data.self);
}

int changes(int *counter)
{
	int old = 1;

	asm volatile("lock; xaddl %0, %1" : "+r"(old), "+m"(*counter) : : "memory");
	asm volatile("" : : : "memory");
	return old;
}

struct cpu_data *hidden_from_the_compiler(struct cpu_data *p)
{
	asm("" : "+r"(p));
	return p;
}

void on_another_stack(unsigned long sp)
{
	asm volatile("movq %0, %%rsp; call %c1" : : "r"(sp), "i"(handler));
}

#define fetch(x, ptr) ({ \
	int ret_; \
	unsigned long val_; \
	asm volatile("call __fetch_%P3" : "=a"(ret_), "=r"(val_) : "0"(ptr), "i"(sizeof(*(ptr)))); \
	(x) = val_; \
	ret_; })
#define STACK "+r"(this_cpu_off)
#define fetch_on_stack(ptr) ({ \
	int ret_; \
	asm volatile("call __fetch_%P3" : "=a"(ret_), STACK : "0"(ptr), "i"(sizeof(*(ptr)))); \
	ret_; })

int fetched(struct cpu_data *p)
{
	int x;

	if (fetch(x, &p->lock))
		return -1;
	return fetch_on_stack(&p->lock);
}
