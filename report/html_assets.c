#include "report/html_assets.h"

#include <gio/gio.h>

#include "html-assets.h"

char *lo_html_asset(const char *name, GError **error)
{
	g_autofree char *path = g_strconcat("/lockorder/", name, NULL);
	g_autoptr(GBytes) bytes = g_resource_lookup_data(lo_html_assets_get_resource(), path, G_RESOURCE_LOOKUP_FLAGS_NONE, error);
	gsize len = 0;
	const char *data = bytes ? g_bytes_get_data(bytes, &len) : NULL;

	return bytes ? g_strndup(data, len) : NULL;
}
