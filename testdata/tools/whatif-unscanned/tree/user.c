struct mutex { int m; } lock;
void mutex_lock(struct mutex *m);
void mutex_unlock(struct mutex *m);
void set_up(void);

void use(void)
{
	mutex_lock(&lock);
	set_up();
	mutex_unlock(&lock);
}
