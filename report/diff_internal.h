/* What the files of diff.h share. */
#pragma once

#include "report/diff.h"

/* Name and file: what a class is known by in another solution.  Caller frees. */
char *lo_diff_class_key(const LoSolution *sol, guint32 id);

/* As lo_reports_shown(), of some.  Caller unrefs. */
GArray *lo_diff_reports_shown(const LoSolution *sol, const GArray *reports, const LoRenderOptions *opt);
