/* Loaded by whoever has ring_swap() in it: no program calls this. */
#include "ring.h"

void plugin_init(void)
{
	ring_swap();
}
