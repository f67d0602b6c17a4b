/* Pseudo locks, as a tree with lockdep announces them: read, exclusive, tried, unchecked. */
struct lockdep_map { const char *name; void *key; };
struct lock_class_key { int unused; };
struct pond { struct lockdep_map surface; struct lockdep_map ground; };

void lockdep_init_map_type(struct lockdep_map *map, const char *name, struct lock_class_key *key, int subclass,
			   unsigned char inner, unsigned char outer, unsigned char type);
void lock_acquire(struct lockdep_map *map, unsigned int subclass, int trylock, int read, int check,
		  struct lockdep_map *nest, unsigned long ip);
void lock_release(struct lockdep_map *map, unsigned long ip);

static struct lockdep_map season = { .name = "the season" };

void dig(struct pond *p)
{
	static struct lock_class_key surface_key, ground_key;

	lockdep_init_map_type(&p->surface, "pond surface", &surface_key, 0, 0, 0, 0);
	lockdep_init_map_type(&p->ground, "pond ground", &ground_key, 0, 0, 0, 0);
}

void dive(struct pond *p)
{
	lock_acquire(&p->surface, 0, 0, 1, 1, 0, 0);
	lock_acquire(&p->ground, 0, 0, 0, 1, 0, 0);
	lock_release(&p->ground, 0);
	lock_release(&p->surface, 0);
}

void freeze(struct pond *p)
{
	lock_acquire(&season, 0, 0, 0, 1, 0, 0);
	lock_acquire(&p->surface, 0, 0, 0, 1, 0, 0);
	lock_release(&p->surface, 0);
	lock_release(&season, 0);
}

/* Tried, then unchecked: no order into either. */
void test_the_ice(struct pond *p)
{
	lock_acquire(&p->ground, 0, 0, 0, 1, 0, 0);
	lock_acquire(&p->surface, 0, 1, 0, 1, 0, 0);
	lock_release(&p->surface, 0);
	lock_acquire(&season, 0, 0, 2, 0, 0, 0);
	lock_release(&season, 0);
	lock_release(&p->ground, 0);
}
