/* A project's rules, as `.lockorder` holds them. */
#include "fuzz/fuzz.h"
#include "fuzz/reported.h"
#include "report/suppress.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	g_autoptr(LoSolution) sol = fuzz_reported("dir/in.c");
	g_autoptr(LoSuppressions) s = lo_suppressions_new();
	g_autoptr(GError) error = NULL;
	g_autoptr(GPtrArray) unused = NULL;

	if (!lo_suppressions_add_rules(s, "fuzz.lockorder", (const char *)data, size, &error))
		g_assert_true(g_str_has_prefix(error->message, "fuzz.lockorder:"));
	lo_suppress(sol, s, NULL, NULL);
	unused = lo_suppressions_unused(s);
	return 0;
}
