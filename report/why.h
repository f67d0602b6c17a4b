/*
 * How does the order FROM before TO arise?
 */
#pragma once

#include "report/report.h"

typedef struct {
	const char *from_name, *to_name;	/* as asked */
	const GArray *from, *to;		/* classes, see lo_lookup_classes() */
	guint longer;				/* also ways that many steps longer than the shortest */
	guint limit;				/* ways shown, and places shown for a direct one */
	const LoPaint *paint;			/* of text; may be NULL */
} LoWhyQuery;

/* Each gives the number of ways. */
guint lo_why_text(const LoSolution *sol, const LoWhyQuery *q, GString *out);
guint lo_why_json(const LoSolution *sol, const LoWhyQuery *q, GString *out);
