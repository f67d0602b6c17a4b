/*
 * A state of the caller decides which lock is taken.
 * edge: b -> a
 */
#include "kernel.h"

static DEFINE_MUTEX(a);
static DEFINE_MUTEX(b);

enum { TAKE_A, TAKE_B, TAKE_NONE };

static void enter(int state)
{
	switch (state) {
	case TAKE_A:
		mutex_lock(&a);
		break;
	case TAKE_B:
		mutex_lock(&b);
		break;
	default:
		break;
	}
}

static void leave(int state)
{
	switch (state) {
	case TAKE_A:
		mutex_unlock(&a);
		break;
	case TAKE_B:
		mutex_unlock(&b);
		break;
	default:
		break;
	}
}

void nothing_held(void)
{
	enter(TAKE_NONE);
	mutex_lock(&a);
	mutex_unlock(&a);
	leave(TAKE_NONE);
	enter(TAKE_A);
	leave(TAKE_A);
	mutex_lock(&b);
	mutex_unlock(&b);
}

void b_held(void)
{
	enter(TAKE_B);
	mutex_lock(&a);
	mutex_unlock(&a);
	leave(TAKE_B);
}
