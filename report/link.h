/*
 * Places in the source as links, by a template: {file} is the path as in the
 * facts, {path} the absolute one, {line} the line.
 * "https://elixir.bootlin.com/linux/v6.1/source/{file}#L{line}", "vscode://file/{path}:{line}".
 */
#pragma once

#include "report/report.h"

/* LO_ERROR_USAGE when it names no file, or is no address that a browser may be sent to. */
gboolean lo_link_template_check(const char *template, GError **error);

/* NULL without a template or file; percent-encoded.  `opt` may be NULL.  Caller frees. */
char *lo_link(const LoRenderOptions *opt, const char *file, guint32 line);

/* `file` below the tree of `opt`; as it is without one.  Caller frees. */
char *lo_link_path(const LoRenderOptions *opt, const char *file);
