struct ops {
	const char *name;
	int (*open)(int);
	int (*close)(int);
	struct {
		int (*single)(int);
		int (*multi)(int);
	} startup, teardown;
	int flags;
};

static int my_open(int x) { return x; }
static int my_close(int x) { return x; }
int other(int x);

static struct ops designated = {
	.name = "designated",
	.close = my_close,
	.open = my_open,
	.startup.single = other,
	.teardown = { .multi = &other },
	.flags = 0,
};

static struct ops positional = { "positional", my_open, my_close, { other, my_open }, { my_close } };
static struct ops braces_left_out = { "flat", my_open, my_close, other, my_open, my_close, other, 5 };
static struct ops mixed = { .open = my_open, my_close, .flags = 1 | 2 };

struct ops table[] = {
	[3] = { .open = my_open },
	{ .close = my_close },
	[1] = { "one", other },
	[5 ... 7] = { .open = other },
	[0].close = other,
};

static int (*const handlers[])(int) = { my_open, 0, other };
static struct ops *const pointers[] = { &designated, &table[1] };

struct list {
	struct list *next, *prev;
};
struct mutex {
	long owner;
	struct list waiters;
	const char *name;
};
#define MUTEX_INIT(m) { .owner = 0, .waiters = { &(m).waiters, &(m).waiters }, .name = #m }
#define DEFINE_MUTEX(m) struct mutex m = MUTEX_INIT(m)

static DEFINE_MUTEX(first_lock);
DEFINE_MUTEX(second_lock);
static struct mutex plain_lock = MUTEX_INIT(plain_lock);
static struct mutex no_initialiser;
struct mutex several[2] = { MUTEX_INIT(several[0]), MUTEX_INIT(several[1]) };

struct list *compound = &(struct list){ .next = &first_lock.waiters };
static const int numbers[] = { 1, 2, 3 };
static int count = 4;
extern struct mutex elsewhere;

union either {
	int (*a)(int);
	long b;
};
static union either as_a = { my_open };
static union either as_b = { .b = 3 };

struct anonymous {
	int x;
	union {
		int (*in)(int);
		struct {
			int y;
			int (*deep)(int);
		};
	};
	int (*after)(int);
};
static struct anonymous anon1 = { 1, { my_open }, my_close };
static struct anonymous anon2 = { .deep = my_open, .after = my_close };
