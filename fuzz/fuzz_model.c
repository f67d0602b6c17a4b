/* Model files. */
#include "fuzz/fuzz.h"
#include "lockmodel/model.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	g_autoptr(LoModel) model = lo_model_new();
	g_autoptr(GError) error = NULL;
	g_autofree char *hash = NULL;

	if (!lo_model_add_text(model, "fuzz.model", (const char *)data, (gssize)size, &error))
		g_assert_nonnull(strstr(error->message, ":"));	/* file and line */
	else
		hash = lo_model_hash(model);
	return 0;
}
