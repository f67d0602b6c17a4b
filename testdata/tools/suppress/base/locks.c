struct mutex { int m; };
void mutex_lock(struct mutex *m);
void mutex_unlock(struct mutex *m);

static struct mutex a, b, c, d;

void ab(void)
{
	mutex_lock(&a);
	mutex_lock(&b);
	mutex_unlock(&b);
	mutex_unlock(&a);
}

void ba(void)
{
	mutex_lock(&b);
	mutex_lock(&a);
	mutex_unlock(&a);
	mutex_unlock(&b);
}

void cd(void)
{
	mutex_lock(&c);
	mutex_lock(&d);
	mutex_unlock(&d);
	mutex_unlock(&c);
}

void dc(void)
{
	mutex_lock(&d);
	mutex_lock(&c);
	mutex_unlock(&c);
	mutex_unlock(&d);
}
