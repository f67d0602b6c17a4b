struct mutex { int owner; };
struct percpu_rw_semaphore { int readers; };
void mutex_lock(struct mutex *lock);
void mutex_unlock(struct mutex *lock);
void percpu_down_write(struct percpu_rw_semaphore *sem);
void percpu_up_write(struct percpu_rw_semaphore *sem);
void cpus_read_lock(void);
void cpus_read_unlock(void);

extern struct mutex ports;
extern struct percpu_rw_semaphore cpu_hotplug_lock;
