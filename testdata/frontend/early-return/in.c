int lock(int *l);
void unlock(int *l);
int check(int n);

int early(int *l, int n)
{
	if (!l)
		return -22;
	lock(l);
	if (check(n) < 0)
		return -5;		/* with the lock held */
	unlock(l);
	return 0;
}

void from_a_loop(int *l, int n)
{
	while (check(n)) {
		lock(l);
		if (n == 7)
			return;
		unlock(l);
	}
}

int from_a_switch(int n)
{
	switch (n) {
	case 0:
		return check(0);
	default:
		return 1;
	}
	return check(2);	/* nothing gets here */
}

int *of_a_value(int *l)
{
	return lock(l) ? l : 0;
}

void of_a_call(int *l)
{
	return unlock(l);
}
