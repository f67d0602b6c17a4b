/*
 * Declarations of its own, as a preprocessor leaves them.
 *
 * verdict: deadlock
 * edge: mutexa -> mutexb
 * edge: mutexb -> mutexa
 * report: cycle mutexa mutexb
 */
typedef unsigned long int pthread_t;

typedef union {
	char __size[36];
	long int __align;
} pthread_attr_t;

typedef union {
	struct __pthread_mutex_s {
		int __lock;
		unsigned int __count;
		int __owner;
		int __kind;
		unsigned int __nusers;
	} __data;

	char __size[24];
	long int __align;
} pthread_mutex_t;

typedef union {
	char __size[4];
	int __align;
} pthread_mutexattr_t;

extern int pthread_create(pthread_t *__restrict __newthread, const pthread_attr_t *__restrict __attr,
    void *(*__start_routine)(void *), void *__restrict __arg);
extern int pthread_join(pthread_t __th, void **__thread_return);
extern int pthread_mutex_lock(pthread_mutex_t *__mutex);
extern int pthread_mutex_unlock(pthread_mutex_t *__mutex);
extern int pthread_mutex_init(pthread_mutex_t *__mutex, const pthread_mutexattr_t *__mutexattr);
extern void __VERIFIER_error(void);
pthread_mutex_t mutexa, mutexb;
int cnt;

void *t1(void *arg)
{
	pthread_mutex_lock(&mutexa);
	pthread_mutex_lock(&mutexb);
	cnt++;
	pthread_mutex_unlock(&mutexb);
	pthread_mutex_unlock(&mutexa);
	return 0;
}

void *t2(void *arg)
{
	pthread_mutex_lock(&mutexb);
	pthread_mutex_lock(&mutexa);
	cnt--;
	pthread_mutex_unlock(&mutexa);
	pthread_mutex_unlock(&mutexb);
	return 0;
}

int main(void)
{
	pthread_t id1, id2;
	pthread_mutex_init(&mutexa, 0);
	pthread_mutex_init(&mutexb, 0);
	pthread_create(&id1, ((void *)0), t1, ((void *)0));
	pthread_create(&id2, ((void *)0), t2, ((void *)0));
	pthread_join(id1, ((void *)0));
	pthread_join(id2, ((void *)0));
	return 0;
}