/* Baselines: read, applied, and what is written can be read again. */
#include <string.h>

#include "fuzz/fuzz.h"
#include "fuzz/reported.h"
#include "report/suppress.h"

static gboolean is_held(const LoSolution *sol)
{
	return g_array_index(sol->reports, LoReportRow, 0).held_back[0] != '\0';
}

/* The baseline that is written of a report holds it back. */
static void write_and_read(void)
{
	g_autoptr(LoSolution) sol = fuzz_reported("in.c");
	g_autoptr(LoSuppressions) s = lo_suppressions_new();
	g_autoptr(GString) text = g_string_new(NULL);

	lo_baseline_write(sol, text);
	g_assert_true(lo_suppressions_add_baseline(s, "written", text->str, text->len, NULL));
	lo_suppress(sol, s, NULL, NULL);
	g_assert_true(is_held(sol));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	g_autoptr(LoSolution) sol = fuzz_reported("in.c");
	g_autoptr(LoSuppressions) s = lo_suppressions_new();
	g_autoptr(GError) error = NULL;
	g_autoptr(GPtrArray) unused = NULL;

	if (!size)
		write_and_read();
	if (!lo_suppressions_add_baseline(s, "fuzz.baseline", (const char *)data, size, &error))
		g_assert_true(g_str_has_prefix(error->message, "fuzz.baseline:"));
	lo_suppress(sol, s, NULL, NULL);
	g_assert(!is_held(sol) || memmem(data, size, FUZZ_REPORT_KEY, strlen(FUZZ_REPORT_KEY)));
	unused = lo_suppressions_unused(s);
	return 0;
}
