/*
 * A compile command's arguments, made safe and fit for libclang.
 *
 * Compile commands are untrusted: they can name plugins to load, files to
 * write and files anywhere to read.  So this is a list of what is kept (what
 * changes how the source parses), not of what is dropped: an option that
 * nobody thought of does nothing.
 */
#pragma once

#include <glib.h>

#include "frontend/compdb.h"

typedef struct {
	/* NULL-terminated, absolute: -I, -include and the like are kept when they
	 * lie below one of these or below the system's include folders */
	const char *const *allowed;
	GHashTable *judged;	/* char * (owned) -> may it be read: fills up, saves the file system much; or NULL */
} LoFlagsOptions;

/* The arguments for lo_frontend_read(): without compiler name, source, and output.  NULL when the
 * command does not compile C, with an error that says what it does.  What is kept out because of
 * where it lies is added to `warnings` (char *, not naming the source; may be NULL). */
char **lo_flags_sanitise(const LoCompileCommand *cmd, const LoFlagsOptions *opt, GPtrArray *warnings, GError **error);

/* Does `path` (absolute) lie below one of `dirs`, symbolic links followed?  A path that does not
 * exist counts by its name. */
gboolean lo_path_is_below(const char *path, const char *const *dirs);
