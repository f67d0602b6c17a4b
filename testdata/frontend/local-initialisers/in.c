struct work {
	void (*fn)(struct work *w);
	struct work *next;
	int flags;
};
void run(struct work *w);
void handle(struct work *w);
int seq(void);

void local(void)
{
	struct work w = { .fn = handle, .flags = 0 };
	struct work many[2] = { { handle }, [1].fn = run };
	int numbers[] = { 1, 2, 3 };

	run(&w);
	run(&many[1]);
	run(&(struct work){ .fn = handle });
}

void assigned(struct work *p)
{
	*p = (struct work){ .fn = handle, .next = p };
	p->next = &(struct work){ run };
}

void statics(void)
{
	static struct work once = { .fn = handle };
	static struct work never;
	static int calls;

	calls++;
	run(&once);
	run(&never);
}

/* Two statics of one name in one function are two objects. */
#define init(p) do { static struct work key; run(&key); run(p); } while (0)

void keys(struct work *p, struct work *q)
{
	init(p);
	init(q);
}

void computed(int n)
{
	struct work w = { .flags = seq() ? n : 3 };

	run(&w);
}
