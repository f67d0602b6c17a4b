/* Who is registered on one chain is called from that one, under its lock. */
struct mutex { int word; };
struct chain { struct mutex lock; void *head; };
struct listener { int (*heard)(struct listener *l, int event); };

void mutex_take(struct mutex *m);
void mutex_drop(struct mutex *m);
void chain_add(struct chain *c, struct listener *l);
int chain_call(struct chain *c, int event);
void run_now(struct mutex *m, void (*fn)(struct mutex *m));
void run_later(void (*fn)(void));

static struct chain day, night;
static struct mutex baker, owl, now, later, outer;

static int baker_heard(struct listener *l, int event)
{
	(void)l;
	mutex_take(&baker);
	mutex_drop(&baker);
	return event;
}

static int owl_heard(struct listener *l, int event)
{
	(void)l;
	mutex_take(&owl);
	mutex_drop(&owl);
	return event;
}

static struct listener a_baker = { .heard = baker_heard }, an_owl = { .heard = owl_heard };

static void do_now(struct mutex *m)
{
	mutex_take(m);
	mutex_drop(m);
}

static void do_later(void)
{
	mutex_take(&later);
	mutex_drop(&later);
}

void start(void)
{
	chain_add(&day, &a_baker);
	chain_add(&night, &an_owl);
}

void dawn(void)
{
	chain_call(&day, 1);
}

void dusk(void)
{
	chain_call(&night, 2);
}

void both(void)
{
	mutex_take(&outer);
	run_now(&now, do_now);
	run_later(do_later);
	mutex_drop(&outer);
}
