/*
 * Which directories are modules of their own and which are shared by all: a
 * driver's or a file system's functions are called from few other directories,
 * the core's from many.  Measured on the call graph, not told by names.
 */
#pragma once

#include "summary/summary.h"

typedef struct LoModules LoModules;

LoModules *lo_modules_new(const LoProgram *p, LoSummary *const *summaries, guint n);
void lo_modules_free(LoModules *m);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(LoModules, lo_modules_free)

/* 0: the file is shared; else its module's number.  The name is valid until `m` is freed. */
guint32 lo_module_of(const LoModules *m, const char *file);
/* Does a function of the one call one of the other by name? */
gboolean lo_module_calls(const LoModules *m, guint32 from, guint32 to);
const char *lo_module_name(const LoModules *m, guint32 module);
