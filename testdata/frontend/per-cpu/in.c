/* Per-processor variables, as macros make them of offsets and of asm. */
struct lock { int raw; };
struct queue { struct lock lock; int n; struct lock *borrowed; };
struct device { struct queue *queues; };

#define PERCPU __attribute__((section(".data..percpu")))
#define DEFINE_PER_CPU(type, name) PERCPU __typeof__(type) name
#define DECLARE_PER_CPU(type, name) extern PERCPU __typeof__(type) name
#define HIDE(ptr, off) ({ unsigned long ptr_; \
	__asm__("" : "=r"(ptr_) : "0"(ptr)); \
	(__typeof__(ptr))(ptr_ + (off)); })
#define verify(ptr) do { const void *vpp_ = (__typeof__((ptr) + 0))0; (void)vpp_; } while (0)
#define per_cpu_ptr(ptr, cpu) ({ verify(ptr); HIDE((__typeof__(*(ptr)) *)(ptr), offset_of_cpu[cpu]); })
#define per_cpu(var, cpu) (*per_cpu_ptr(&(var), cpu))
#define raw_cpu_ptr(ptr) ({ \
	unsigned long tcp_ptr_; \
	verify(ptr); \
	__asm__("add %%gs:%1, %0" : "=r"(tcp_ptr_) : "m"(this_cpu_off), "0"(ptr)); \
	(__typeof__(*(ptr)) *)tcp_ptr_; })
#define this_cpu_ptr(ptr) raw_cpu_ptr(ptr)
/* without asm around the sum */
#define summed_cpu_ptr(ptr) ({ \
	unsigned long tcp_ptr_; \
	__asm__("mov %%gs:%1, %0" : "=r"(tcp_ptr_) : "m"(this_cpu_off)); \
	tcp_ptr_ += (unsigned long)(ptr); \
	(__typeof__(*(ptr)) *)tcp_ptr_; })
#define get_cpu_var(var) (*({ preempt_disable(); this_cpu_ptr(&var); }))
#define put_cpu_var(var) do { (void)&(var); preempt_enable(); } while (0)
#define raw_read_8(var) ({ unsigned long val_; \
	__asm__("movq %%gs:%1, %0" : "=r"(val_) : "m"(var)); \
	(__typeof__(var))val_; })
#define by_size(var) ({ __typeof__(var) ret_; verify(&(var)); \
	switch (sizeof(var)) { case 8: ret_ = raw_read_8(var); break; default: bad_size(); break; } ret_; })

extern unsigned long offset_of_cpu[64];
extern unsigned long this_cpu_off;
void preempt_disable(void);
void preempt_enable(void);
void bad_size(void);
void take(struct lock *l);

static DEFINE_PER_CPU(struct queue, queue) = { .n = 1 };
DEFINE_PER_CPU(struct lock[4], locks);
DECLARE_PER_CPU(struct queue *, current_queue);

void of_a_processor(int cpu, int i)
{
	take(&per_cpu(queue, cpu).lock);
	take(&per_cpu_ptr(&queue, cpu)->lock);
	take(&per_cpu(locks, cpu)[i]);
}

void of_this_processor(void)
{
	struct queue *q = this_cpu_ptr(&queue);

	take(&q->lock);
	take(&get_cpu_var(queue).lock);
	put_cpu_var(queue);
	take(&this_cpu_ptr(&locks)[0][2]);
}

void allocated(struct device *d, int cpu)
{
	take(&per_cpu_ptr(d->queues, cpu)->lock);
	take(&this_cpu_ptr(d->queues)->lock);
}

void pointer(void)
{
	take(&by_size(current_queue)->lock);
	take(by_size(queue.borrowed));
}

void summed(struct device *d)
{
	unsigned long end = (unsigned long)d->queues + 8;

	take(&summed_cpu_ptr(d->queues)->lock);
	take(&summed_cpu_ptr(&queue)->lock);
	take((struct lock *)(end - 8));
}
