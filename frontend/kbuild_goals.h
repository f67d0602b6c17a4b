/* Which objects to build so that a file is made that only the build proper makes. */
#pragma once

#include "frontend/compdb.h"

/* `missing`: char *, paths relative to `directory`.  Gives the object of one C file that includes
 * each of them, sorted, each once; none for a file that only assembly or other headers include. */
GPtrArray *lo_kbuild_goals(const LoCompdb *db, const char *directory, const GPtrArray *missing);
