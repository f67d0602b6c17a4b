#include "common/memory.h"

#include <sys/mman.h>

#define HUGE_PAGE ((gsize)2 << 20)

void lo_prefer_huge_pages(gpointer data, gsize len)
{
#ifdef MADV_HUGEPAGE
	gsize first = (GPOINTER_TO_SIZE(data) + HUGE_PAGE - 1) & ~(HUGE_PAGE - 1), end = (GPOINTER_TO_SIZE(data) + len) & ~(HUGE_PAGE - 1);

	if (first < end)
		(void)madvise(GSIZE_TO_POINTER(first), end - first, MADV_HUGEPAGE);
#else
	(void)data;
	(void)len;
#endif
}
