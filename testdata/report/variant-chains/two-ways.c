/* One wrong order, and two ways back: the second way is a variant, and has its chains as well. */
typedef struct { int x; } pthread_mutex_t;
int pthread_mutex_lock(pthread_mutex_t *m);
int pthread_mutex_unlock(pthread_mutex_t *m);

pthread_mutex_t first, middle, last;

void wrong(void)
{
	pthread_mutex_lock(&last);
	pthread_mutex_lock(&first);
	pthread_mutex_unlock(&first);
	pthread_mutex_unlock(&last);
}

void straight(void)
{
	pthread_mutex_lock(&first);
	pthread_mutex_lock(&last);
	pthread_mutex_unlock(&last);
	pthread_mutex_unlock(&first);
}

void take_middle(void)
{
	pthread_mutex_lock(&first);
	pthread_mutex_lock(&middle);
	pthread_mutex_unlock(&middle);
	pthread_mutex_unlock(&first);
}

void go_on(void)
{
	pthread_mutex_lock(&middle);
	pthread_mutex_lock(&last);
	pthread_mutex_unlock(&last);
	pthread_mutex_unlock(&middle);
}
