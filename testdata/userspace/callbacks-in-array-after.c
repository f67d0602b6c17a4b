/*
 * Observers are called under the list's lock, and register without a lock of their own.
 * verdict: clean
 * edge: (list).m -> (view).m
 */
#include <pthread.h>

typedef void notify(void *);

struct list { pthread_mutex_t m; notify *fns[8]; void *args[8]; int n; } list = { PTHREAD_MUTEX_INITIALIZER };
struct view { pthread_mutex_t m; int changes; } view = { PTHREAD_MUTEX_INITIALIZER };

static void subscribe(notify *fn, void *arg)
{
	pthread_mutex_lock(&list.m);
	list.fns[list.n] = fn;
	list.args[list.n++] = arg;
	pthread_mutex_unlock(&list.m);
}

static void changed(void)
{
	pthread_mutex_lock(&list.m);
	for (int i = 0; i < list.n; i++)
		list.fns[i](list.args[i]);
	pthread_mutex_unlock(&list.m);
}

static void on_change(void *arg)
{
	struct view *v = arg;

	pthread_mutex_lock(&v->m);
	v->changes++;
	pthread_mutex_unlock(&v->m);
}

static void *model(void *unused)
{
	for (int i = 0; i < 5; i++)
		changed();
	return unused;
}

static void *viewer(void *unused)
{
	for (int i = 0; i < 2; i++) {
		subscribe(on_change, &view);
		pthread_mutex_lock(&view.m);
		view.changes = 0;
		pthread_mutex_unlock(&view.m);
	}
	return unused;
}

int main(void)
{
	pthread_t t, u;

	pthread_create(&t, NULL, model, NULL);
	pthread_create(&u, NULL, viewer, NULL);
	pthread_join(t, NULL);
	pthread_join(u, NULL);
	return 0;
}
