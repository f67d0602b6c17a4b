struct mutex { int m; };
void mutex_lock(struct mutex *m);
void mutex_unlock(struct mutex *m);

static struct mutex a, b, c;

void forward(void)
{
	mutex_lock(&a);
	mutex_lock(&b);
	mutex_unlock(&b);
	mutex_unlock(&a);
}

void backward(void)
{
	mutex_lock(&b);
	mutex_lock(&a);
	mutex_unlock(&a);
	mutex_unlock(&b);
}

void last(void)
{
	mutex_lock(&b);
	mutex_lock(&c);
	mutex_unlock(&c);
	mutex_unlock(&b);
}
