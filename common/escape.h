/*
 * Text from the input on its way to a terminal or a listing: control
 * characters and broken UTF-8 become \n, \x1b and the like, so that a file name
 * cannot move the cursor.
 */
#pragma once

#include <glib.h>

void lo_escape_append(GString *out, const char *s);		/* NULL as nothing */
void lo_escape_append_quoted(GString *out, const char *s);	/* as a C string literal */
char *lo_escape(const char *s);					/* transfer full */
