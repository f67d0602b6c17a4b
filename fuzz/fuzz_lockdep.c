/* Dumps of /proc/lockdep and kernel logs. */
#include "fuzz/fuzz.h"
#include "report/lockdep.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	g_autoptr(LoLockdepLog) log = lo_lockdep_parse("fuzz", (const char *)data, size, NULL);

	if (log)
		g_assert(!log->orders != !log->splats);
	return 0;
}
