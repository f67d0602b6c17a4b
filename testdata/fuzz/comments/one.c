/* two orders */
void f(void)
{	lock(&a);
	lock(&b);	/* lockorder: ok the caller has the gate */
}
void g(void) { lock(&b);
	// lockorder: ok
	lock(&a); }
