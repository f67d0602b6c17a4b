/* The tables and views, documented in schema.c; see store.h for what they hold. */
#pragma once

#define LO_APPLICATION_ID 0x4c6f4f72	/* "LoOr", in bytes 68..71 of the file */

extern const char lo_schema_sql[];

/* What is derived from the facts, dropped and made anew for each solution: it may change without a new scan. */
extern const char lo_solution_schema_sql[];
#define LO_SOLUTION_VERSION 3
