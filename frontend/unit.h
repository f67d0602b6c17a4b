/*
 * Reads one translation unit with libclang, in this process, and gives what it
 * says: facts/ir.h's LoUnit.
 */
#pragma once

#include "frontend/prefix.h"

/* What is read instead of a file's contents on disk, or where there is no file: an editor's buffer, a
 * patched source.  Borrowed for the call. */
typedef struct {
	const char *path;	/* absolute, or relative to `directory` */
	const char *contents;
	gsize len;
} LoOverlay;

typedef struct {
	const char *root;	/* of the tree: paths below it are stored relative to it; NULL: `directory` */
	const LoOverlay *overlays;
	guint n_overlays;
	const LoPrefix *prefix;	/* made for this command; NULL: none */
} LoFrontendOptions;

/*
 * `source` is as in the compile command, relative to `directory` or absolute;
 * `args` (NULL-terminated) are clang arguments that are safe already, without
 * the source file.  `opt` may be NULL.
 *
 * A unit with errors gives what could be read, with the errors in `notes`.
 * NULL with an error only when there is no translation unit at all.  The
 * caller owns the result.  Does not change the process' working directory; runs
 * in a thread of its own that has ended on return.
 */
LoUnit *lo_frontend_read(const char *source, const char *directory, const char *const *args,
			 const LoFrontendOptions *opt, GError **error);
