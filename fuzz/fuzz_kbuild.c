/* What make -n prints, its complaints, and .cmd files: lines that begin with E are of the second, with C of the third. */
#include "frontend/kbuild.h"
#include "fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	LoKbuildReader *r = lo_kbuild_reader_new("/nonexistent");
	g_autofree char *text = g_strndup((const char *)data, size);
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);

	for (guint i = 0; lines[i]; i++) {
		if (lines[i][0] == 'E')
			lo_kbuild_reader_complaint(r, lines[i] + 1);
		else if (lines[i][0] == 'C')
			lo_kbuild_reader_cmd_file(r, lines[i] + 1);
		else
			lo_kbuild_reader_line(r, lines[i]);
	}
	lo_kbuild_free(lo_kbuild_reader_finish(r));
	return 0;
}
