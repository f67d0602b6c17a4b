/*
 * Each calls the other with its own lock held.
 *
 * verdict: deadlock
 * edge: gui -> model
 * edge: model -> gui
 * report: cycle gui model
 */
#include <pthread.h>
#include <stdio.h>

pthread_mutex_t gui = PTHREAD_MUTEX_INITIALIZER, model = PTHREAD_MUTEX_INITIALIZER;
static int dirty;

static void notify_view(void)
{
	pthread_mutex_lock(&gui);
	dirty = 1;
	pthread_mutex_unlock(&gui);
}

static void set_value(int v)
{
	pthread_mutex_lock(&model);
	if (v)
		notify_view();
	pthread_mutex_unlock(&model);
}

static int value(void)
{
	int r;
	pthread_mutex_lock(&model);
	r = dirty;
	pthread_mutex_unlock(&model);
	return r;
}

static void repaint(void)
{
	pthread_mutex_lock(&gui);
	printf("%d\n", value());
	pthread_mutex_unlock(&gui);
}

void *ui(void *x)
{
	int i;
	for (i = 0; i < 3; i++)
		repaint();
	return 0;
}

int main(void)
{
	pthread_t t;
	pthread_create(&t, NULL, ui, 0);
	set_value(1);
	pthread_join(t, NULL);
	return 0;
}