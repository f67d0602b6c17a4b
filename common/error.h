/*
 * One error domain for the whole program.  Libraries return a GError and never
 * print; tools/ prints it once and maps the code to the exit status.
 */
#pragma once

#include <glib.h>

#define LO_ERROR (lo_error_quark())

typedef enum {
	LO_ERROR_USAGE,		/* wrong arguments or configuration: exit 2 */
	LO_ERROR_INPUT,		/* a file that we read is malformed; the message names file:line: exit 2 */
	LO_ERROR_IO,		/* reading, writing, disk full: exit 2 */
	LO_ERROR_DB,		/* the database is damaged, locked or of another version: exit 2 */
	LO_ERROR_UNSOLVED,	/* there is no solution of the present facts: exit 2 */
	LO_ERROR_INCOMPLETE,	/* some units failed: exit 3 */
} LoErrorCode;

GQuark lo_error_quark(void);
