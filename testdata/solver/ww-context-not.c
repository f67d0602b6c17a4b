/*
 * Mutexes of a context, in any order, before it is done acquiring; and one with no context.
 * edge: objects_acquire -> objects_mutex
 */
#include "kernel.h"

struct ww_class { int unused; };
struct ww_mutex { struct mutex base; };
struct ww_acquire_ctx { struct lockdep_map dep_map; unsigned int done_acquire; };
void ww_acquire_init(struct ww_acquire_ctx *ctx, struct ww_class *class);
void ww_acquire_done(struct ww_acquire_ctx *ctx);
void ww_acquire_fini(struct ww_acquire_ctx *ctx);
int ww_mutex_lock(struct ww_mutex *lock, struct ww_acquire_ctx *ctx);
void ww_mutex_unlock(struct ww_mutex *lock);
void ww_mutex_init(struct ww_mutex *lock, struct ww_class *class);

static struct ww_class objects;

struct object {
	struct ww_mutex lock;
};

void init(struct object *o)
{
	ww_mutex_init(&o->lock, &objects);
}

static int lock_one(struct object *o, struct ww_acquire_ctx *ctx)
{
	return ww_mutex_lock(&o->lock, ctx);
}

void both(struct object *a, struct object *b)
{
	struct ww_acquire_ctx ctx;

	ww_acquire_init(&ctx, &objects);
	if (lock_one(a, &ctx))
		goto out;
	if (!ww_mutex_lock(&b->lock, &ctx)) {
		ww_acquire_done(&ctx);
		ww_mutex_unlock(&b->lock);
	}
	ww_mutex_unlock(&a->lock);
out:
	ww_acquire_fini(&ctx);
}

void single(struct object *a)
{
	if (!ww_mutex_lock(&a->lock, NULL))
		ww_mutex_unlock(&a->lock);
}
