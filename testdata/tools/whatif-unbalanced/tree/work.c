struct mutex { int m; };
void mutex_lock(struct mutex *m);
void mutex_unlock(struct mutex *m);
int prepare(void);

static struct mutex lock;

int work(void)
{
	mutex_lock(&lock);
	if (prepare()) {
		mutex_unlock(&lock);
		return -1;
	}
	mutex_unlock(&lock);
	return 0;
}
