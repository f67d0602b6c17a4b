/*
 * Shell words, split but never expanded: the text comes from compile commands
 * and from `make -n`, which are input to read, not programs to run.  Quotes
 * and backslashes are taken off as POSIX sh does; `$x`, backquotes, globs and
 * `~` stay as they are written.
 */
#pragma once

#include <glib.h>

/* One simple command's words, NULL-terminated; free with g_strfreev().  Operators
 * have no meaning here: `;` is a character.  Error: a quote without its end. */
char **lo_shell_split(const char *text, GError **error);

/* A list of simple commands, split at ; & | ( ) and newlines: an array of char ** that
 * owns its elements.  An unquoted `>` or `<` is a word of its own.  Same errors. */
GPtrArray *lo_shell_commands(const char *text, GError **error);
