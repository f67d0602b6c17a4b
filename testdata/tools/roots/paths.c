typedef struct { int held; } pthread_mutex_t;
int pthread_mutex_lock(pthread_mutex_t *lock);
int pthread_mutex_unlock(pthread_mutex_t *lock);

static pthread_mutex_t a, b, c;

struct ops {
	void (*run)(void);
};

void one_way(void)
{
	pthread_mutex_lock(&a);
	pthread_mutex_lock(&b);
	pthread_mutex_unlock(&b);
	pthread_mutex_unlock(&a);
}

void other_way(void)
{
	pthread_mutex_lock(&b);
	pthread_mutex_lock(&a);
	pthread_mutex_unlock(&a);
	pthread_mutex_unlock(&b);
}

static void behind_a_pointer(void)
{
	pthread_mutex_lock(&c);
	pthread_mutex_unlock(&c);
}

static const struct ops ops = { behind_a_pointer };

void by_pointer(const struct ops *o)
{
	pthread_mutex_lock(&a);
	o->run();
	pthread_mutex_unlock(&a);
}

void start(void)
{
	by_pointer(&ops);
}
