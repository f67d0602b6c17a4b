/* Facts as a hostile database may hold them: what decodes must solve. */
#include "fuzz/fuzz.h"
#include "fuzz/scratch.h"
#include "solver/solver.h"

static LoModel *linux_model(void)
{
	LoModel *m = lo_model_new();

	g_assert_true(lo_model_add_shipped(m, "linux", NULL) && lo_model_add_shipped(m, "pthread", NULL));
	return m;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static LoStore *store;
	static LoModel *model;
	const LoUnitInfo info = { .source = "input.c", .directory = "/", .command_hash = "x" };
	g_autoptr(LoUnit) u = lo_unit_decode(data, size, NULL);
	g_autoptr(LoSolution) sol = NULL;

	if (!u)
		return 0;
	if (!store) {
		store = lo_store_open(fuzz_scratch("facts.db"), LO_STORE_WRITE, NULL);
		model = linux_model();
	}
	if (lo_store_put_unit(store, &info, u, NULL))
		sol = lo_solve(store, model, &(LoSolveOptions){ 0 }, NULL);
	return 0;
}
