#include "sub/other.h"
#include "sub/../lib.h"
#include "part.c"

int (*table[])(int) = { by_address };

struct list *f(void)
{
	return &referenced;
}
