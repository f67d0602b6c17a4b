/* One folder of this process for what a target has to see as files; gone at exit. */
#pragma once

#include <glib.h>

/* The path of `name` in it; static storage of the process. */
const char *fuzz_scratch(const char *name);
