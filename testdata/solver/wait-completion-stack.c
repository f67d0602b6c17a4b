/*
 * A completion on the stack is signalled through the pointer in the request.
 * edge: lock -> &finished
 * edge: &finished -> lock
 * report: wait &finished lock
 */
#include "kernel.h"

static DEFINE_MUTEX(lock);

struct request {
	struct completion *done;
};

void submit(struct request *r);

void handle(struct request *r)
{
	mutex_lock(&lock);
	mutex_unlock(&lock);
	complete(r->done);
}

void transfer(struct request *r)
{
	struct completion finished;

	init_completion(&finished);
	r->done = &finished;
	mutex_lock(&lock);
	submit(r);
	wait_for_completion(&finished);
	mutex_unlock(&lock);
}
