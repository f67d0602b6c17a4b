/* __FILE__ is what it is in the build: relative to where the compiler runs. */
#include <timer.h>

DEFINE_TIMER(poll_timer);

void start(struct timer *t)
{
	init_timer(t);
	init_timer_here(t);
}
