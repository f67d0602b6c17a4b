#include "missing.h"

int g(void)
{
	return 0;
}
