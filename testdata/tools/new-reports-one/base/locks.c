/* A section that is in a known report. */
#include <pthread.h>

static pthread_mutex_t keys = PTHREAD_MUTEX_INITIALIZER, names = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t owners = PTHREAD_MUTEX_INITIALIZER, group = PTHREAD_MUTEX_INITIALIZER;

void rename_group(void)
{
	pthread_mutex_lock(&names);
	pthread_mutex_lock(&group);
	pthread_mutex_unlock(&group);
	pthread_mutex_unlock(&names);
}

void check_group(void)
{
	pthread_mutex_lock(&keys);
	pthread_mutex_lock(&group);
	pthread_mutex_unlock(&group);
	pthread_mutex_unlock(&keys);
}

static void note_0(void)
{
}

static void note_1(void)
{
}

static void note_2(void)
{
}

static void note_3(void)
{
}

static void note_4(void)
{
}

static void note_5(void)
{
}

static void note_6(void)
{
}

static void note_7(void)
{
}

static void note_8(void)
{
}

static void note_9(void)
{
}

static void note_10(void)
{
}

static void note_11(void)
{
}

static void note_12(void)
{
}

static void note_13(void)
{
}

static void note_14(void)
{
}

static void note_15(void)
{
}

static void note_16(void)
{
}

static void note_group(void)
{
	pthread_mutex_lock(&group);
	pthread_mutex_unlock(&group);
}

struct notes {
	void (*note)(void);
};

static const struct notes notes[] = {
	{ note_group }, { note_0 }, { note_1 }, { note_2 }, { note_3 }, { note_4 }, { note_5 }, { note_6 }, { note_7 }, { note_8 }, { note_9 }, { note_10 }, { note_11 }, { note_12 }, { note_13 }, { note_14 }, { note_15 }, { note_16 },
};

void own_group(const struct notes *n)
{
	pthread_mutex_lock(&owners);
	n->note();
	pthread_mutex_unlock(&owners);
}

static void close_group(void)
{
}

void open_group(void)
{
	pthread_mutex_lock(&group);
	pthread_mutex_lock(&names);
	pthread_mutex_unlock(&names);
	close_group();
	pthread_mutex_unlock(&group);
}
