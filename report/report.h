/*
 * Reports: what a solution says, in the form that a reader or a program wants.
 *
 * One format is one row of lo_report_formats: its name and the function that
 * appends the whole output to a string.  Rendering reads the solution only;
 * the same solution and options give the same bytes.  Names that come from the
 * input are escaped, so that nothing in a scanned tree reaches the terminal as
 * a control sequence.
 */
#pragma once

#include "facts/solution.h"

typedef enum {
	LO_THEME_AUTO,		/* an SVG or page that follows the reader's setting; pixels are light */
	LO_THEME_LIGHT,
	LO_THEME_DARK,
} LoTheme;

/* See report/paint.h. */
typedef struct LoPaint LoPaint;

/* Zero-filled is a good default.  Strings are borrowed. */
typedef struct {
	gboolean all;		/* also the reports that the solver holds back */
	gboolean variants;	/* also those that share another report's root cause */
	guint min_confidence;	/* leave out reports below it, 0..100 */
	guint limit;		/* at most that many reports; 0: all */
	LoTheme theme;
	const char *root;	/* the tree that relative paths are below; NULL: unknown */
	GHashTable *edited;	/* borrowed: as of lo_sources_new(), or NULL */
	const char *link_template;	/* see report/link.h; NULL: no links */
	const LoPaint *paint;	/* how a terminal shows text; NULL: as it is */
} LoRenderOptions;

typedef struct {
	const char *name;	/* as after -f */
	const char *summary;	/* one line for --help */
	gboolean (*render)(const LoSolution *sol, const LoRenderOptions *opt, GString *out, GError **error);
} LoReportFormat;

extern const LoReportFormat lo_report_formats[];	/* ends with name NULL */

/* NULL with LO_ERROR_USAGE, which lists the formats, when there is none of that name. */
const LoReportFormat *lo_report_format(const char *name, GError **error);

/* "text, gcc, json, ...".  Caller frees. */
char *lo_report_format_names(void);

/* Which reports the options leave, as positions in sol->reports.  `opt` may be NULL. */
GArray *lo_reports_shown(const LoSolution *sol, const LoRenderOptions *opt);

/* The rows of a solution by id, with bounds trusted: the store checks them. */
static inline const LoClassRow *lo_class_row(const LoSolution *sol, guint32 id)
{
	return &g_array_index(sol->classes, LoClassRow, id);
}

/* All of an edge but its chains, which may not be read yet. */
static inline const LoEdgeRow *lo_edge_ends(const LoSolution *sol, guint32 id)
{
	return &g_array_index(sol->edges, LoEdgeRow, id);
}

static inline const LoEdgeRow *lo_edge_row(const LoSolution *sol, guint32 id)
{
	return lo_solution_edge(sol, id);
}

static inline const LoReportRow *lo_report_row(const LoSolution *sol, guint32 id)
{
	return &g_array_index(sol->reports, LoReportRow, id);
}
