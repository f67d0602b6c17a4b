/* Private to the readers of lockdep's output. */
#pragma once

#include "report/lockdep.h"

/* A dump: every line is looked at, those of no known form are passed over. */
gboolean lo_is_dump_head(const char *line);
GPtrArray *lo_parse_dump(const char *name, char *const *lines, GError **error);

/* A log: the reports in it, maybe none. */
GPtrArray *lo_parse_splats(char *const *lines);
