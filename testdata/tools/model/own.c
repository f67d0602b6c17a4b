struct my_mutex { int taken; };
void my_lock(struct my_mutex *m);
void my_unlock(struct my_mutex *m);

static struct my_mutex a, b;

void f(void)
{
	my_lock(&a);
	my_lock(&b);
	my_unlock(&b);
	my_unlock(&a);
}

void g(void)
{
	my_lock(&b);
	my_lock(&a);
	my_unlock(&a);
	my_unlock(&b);
}
