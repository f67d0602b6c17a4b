/* The fixed parts of the page, which are files beside this one and built into the program. */
#pragma once

#include <glib.h>

/* "html.css", "html.js", "html.body".  Caller frees. */
char *lo_html_asset(const char *name, GError **error);
