static int of_the_part(int n)
{
	return used(n);
}
int exported_by_the_part(int n)
{
	return of_the_part(n);
}
