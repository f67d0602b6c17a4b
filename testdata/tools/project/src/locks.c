/* Locks of a kind that only the project's own model knows. */
struct gate {
	int closed;
};

void gate_close(struct gate *g);
void gate_open(struct gate *g);

static struct gate a, b, c, d;

void ab(void)
{
	gate_close(&a);
	gate_close(&b); /* lockorder: ok one of them at a time */
	gate_open(&b);
	gate_open(&a);
}

void ba(void)
{
	gate_close(&b);
	gate_close(&a);
	gate_open(&a);
	gate_open(&b);
}

void cd(void)
{
	gate_close(&c);
	/* lockorder: ok nobody takes them the other way round */
	gate_close(&d);
	gate_open(&d);
	gate_open(&c);
}
