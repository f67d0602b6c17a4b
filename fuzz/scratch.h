/* One folder of this process for what a target has to see as files; gone at exit. */
#pragma once

#include <glib.h>
#include <stdint.h>

/* The path of `name` in it; static storage of the process. */
const char *fuzz_scratch(const char *name);
/* Writes a file there, and gives its path; NULL: it could not.  (g_file_set_contents_full() leaves the end of a longer
 * file, or waits for the disk.) */
const char *fuzz_scratch_write(const char *name, const uint8_t *data, size_t size);
