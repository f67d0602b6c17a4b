void lock(int *l);
void unlock(int *l);

#define locked(l, code) do { lock(l); code; unlock(l); } while (0)
#define guarded(l) do { if (!(l)) break; lock(l); } while (0)

int f(int *l, int *v)
{
	locked(l, *v = 1);
	if (*v)
		guarded(l);
	else
		unlock(l);
	return 0;
}
