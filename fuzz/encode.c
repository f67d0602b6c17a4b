/* Writes what each C file says, as it is sent from a worker: seeds for the targets that read facts.
 *	encode FOLDER FILE.c... */
#include <glib/gstdio.h>

#include "frontend/unit.h"

int main(int argc, char **argv)
{
	static const char *const args[] = { "-xc", "-fsyntax-only", "-Wno-everything", "-ferror-limit=0", NULL };

	if (argc < 3 || g_mkdir_with_parents(argv[1], 0700))
		return 2;
	for (int i = 2; i < argc; i++) {
		g_autofree char *source = g_canonicalize_filename(argv[i], NULL);
		g_autofree char *dir = g_path_get_dirname(source);
		g_autofree char *name = g_strdup_printf("%03d.unit", i);
		g_autofree char *path = g_build_filename(argv[1], name, NULL);
		g_autoptr(LoUnit) u = lo_frontend_read(source, dir, args, NULL, NULL);
		g_autoptr(GBytes) bytes = u ? lo_unit_encode(u) : NULL;

		if (!bytes || !g_file_set_contents(path, g_bytes_get_data(bytes, NULL), (gssize)g_bytes_get_size(bytes), NULL))
			return 1;
	}
	return 0;
}
