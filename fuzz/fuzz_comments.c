/* Sources that are looked into for comments on a report. */
#include <string.h>

#include "fuzz/fuzz.h"
#include "fuzz/reported.h"
#include "fuzz/scratch.h"
#include "report/suppress.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *path = fuzz_scratch_write("in.c", data, size);
	g_autofree char *folder = path ? g_path_get_dirname(path) : NULL;
	g_autoptr(LoSolution) sol = fuzz_reported("in.c");
	g_autoptr(LoSuppressions) s = lo_suppressions_new();

	if (!path)
		return 0;
	lo_suppress(sol, s, folder, NULL);
	g_assert(!g_array_index(sol->reports, LoReportRow, 0).held_back[0] ||
		 memmem(data, size, "lockorder: ok", 13));
	return 0;
}
