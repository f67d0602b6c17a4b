#include "lockmodel/model-internal.h"

#include "shipped-models.h"

const char *lo_model_shipped_text(const char *name, gsize *len)
{
	g_autofree char *path = g_strconcat("/lockorder/", name, ".model", NULL);
	g_autoptr(GBytes) bytes = g_resource_lookup_data(lo_shipped_models_get_resource(), path,
							 G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);

	/* Uncompressed: the bytes are the program's own and outlive this reference. */
	return bytes ? g_bytes_get_data(bytes, len) : NULL;
}
