/*
 * Which files units include, as far as text tells (include_text.h): files by
 * number, names resolved by a search path.  Each file is read once.
 */
#pragma once

#include "frontend/include_text.h"

#define LO_NO_FILE G_MAXUINT32

typedef struct LoIncludeGraph LoIncludeGraph;

LoIncludeGraph *lo_include_graph_new(void);
void lo_include_graph_free(LoIncludeGraph *g);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(LoIncludeGraph, lo_include_graph_free)

guint32 lo_include_graph_file(LoIncludeGraph *g, const char *path);	/* absolute and normal; made when new */
guint lo_include_graph_count(const LoIncludeGraph *g);
const char *lo_include_graph_path(const LoIncludeGraph *g, guint32 file);
const LoIncludeText *lo_include_graph_text(LoIncludeGraph *g, guint32 file);	/* NULL: it cannot be read */

/* Where names are looked for: the folders of a command's -iquote, -I, -isystem and -idirafter. */
typedef struct LoSearchPath LoSearchPath;

LoSearchPath *lo_search_path_new(const char *directory, const char *const *args);
void lo_search_path_free(LoSearchPath *s);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(LoSearchPath, lo_search_path_free)

/* The file that `name` is for a file in folder `dir`, or LO_NO_FILE. */
guint32 lo_include_find(LoIncludeGraph *g, LoSearchPath *s, const char *dir, const char *name, gboolean quoted);

/* Per item of the file's text: what it includes, LO_NO_FILE for macros and what is not found.  NULL
 * when the file cannot be read.  Valid as long as the search path. */
const guint32 *lo_include_targets(LoIncludeGraph *g, LoSearchPath *s, guint32 file);

/* The file and all that it includes whatever the macros are, ascending.  The caller owns it. */
GArray *lo_include_closure(LoIncludeGraph *g, LoSearchPath *s, guint32 file);
