/* Patterns of names and paths; GLib's stop the program on text that is no UTF-8. */
#pragma once

#include <glib.h>

/* `*`: any bytes, also none and also '/'; `?`: one byte; any other byte: itself. */
gboolean lo_glob_matches(const char *pattern, const char *text);
