/*
 * What git knows of the repository that the user is in.  Runs git, which must
 * be installed; nothing is changed.
 */
#pragma once

#include <glib.h>

/* What `git ARGS` (NULL-terminated) prints; an error tells what it complained of. */
GBytes *lo_git_run(const char *const *args, GError **error);
/* The same as one line, without its newline. */
char *lo_git_line(const char *const *args, GError **error);
/* The top folder of the working tree. */
char *lo_git_top(GError **error);
/* Paths that are staged (or changed since HEAD, when not `staged`), relative to the top; char *, owned. */
GPtrArray *lo_git_changed(gboolean staged, GError **error);
/* The contents in the index; NULL without an error: not there, deleted. */
GBytes *lo_git_staged(const char *path, GError **error);
