int more(void);
void body(int i);

void all_parts(int n)
{
	for (int i = 0; i < n; i++)
		body(i);
}

void no_init(int n)
{
	for (; n > 0; n--)
		body(n);
}

void no_condition(int n)
{
	for (n = 0; ; n++)
		if (more())
			break;
}

void no_step(int n)
{
	for (n = 0; more();)
		body(n);
}

void condition_only(int n)
{
	for (; (n = more());)
		body(n);
}

void init_only(int n)
{
	for (n = 1;;)
		body(n);
}

void step_only(int n)
{
	for (;; n = more())
		body(n);
}

void forever(void)
{
	for (;;)
		body(0);
}

void while_loop(int n)
{
	while (n--) {
		if (n == 3)
			continue;
		if (n == 2)
			break;
		body(n);
	}
}

void do_loop(int n)
{
	do {
		if (n == 3)
			continue;
		body(n);
	} while (more());
}

/* The parts are in the macro: the text is read where they are spelled. */
struct node {
	struct node *next;
};
#define each(pos, head) for (pos = (head)->next; pos != (head); pos = pos->next)
#define each_from(pos, head) for (; pos != (head); pos = pos->next)

void in_macro(struct node *head)
{
	struct node *pos;

	each(pos, head)
		body(1);
	pos = head;
	each_from(pos, head)
		body(2);
}
