struct gate { int word; };
struct depot { struct gate gate; struct gate *spare; };

void depot_setup(struct depot *d, const char *name);
void depot_enter(struct depot *d);
void depot_enter_nested(struct depot *d, int level);
int depot_try(struct depot *d);
void depot_leave(struct depot *d);

static struct depot north, south;

void build(void)
{
	depot_setup(&north, "north gate");
	depot_setup(&south, "south gate");
}

void carry(void)
{
	depot_enter(&north);
	depot_enter(&south);
	depot_leave(&south);
	depot_leave(&north);
}

/* No order leads to a lock that is only tried. */
void peek(void)
{
	depot_enter(&south);
	if (depot_try(&north))
		depot_leave(&north);
	depot_leave(&south);
}
