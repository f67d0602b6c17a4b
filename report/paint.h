/*
 * What a terminal shows better than plain text: colours, links to the source,
 * lines no longer than it is wide.
 *
 * Renderers name what they put (a lock, a function, a place); with a paint that
 * is NULL or zero they give the same text as ever.  Colours are those of the
 * terminal's own sixteen, which its user has made legible, and repeat what the
 * words say.  All text is escaped (common/escape.h): the only control sequences
 * in the output are those made here.
 */
#pragma once

#include "report/report.h"

/* Part of LoRenderOptions, see there. */
struct LoPaint {
	gboolean colour;
	gboolean links;			/* OSC 8, which needs a terminal to take it away */
	guint width;			/* columns; 0: unknown, lines stay as they are */
	const char *root;		/* as of LoRenderOptions, both borrowed */
	const char *link_template;	/* NULL: links are to files */
};

typedef enum {
	LO_INKED_TITLE, LO_INKED_LOCK, LO_INKED_FUNCTION, LO_INKED_NOTE, LO_INKED_ADDED, LO_INKED_REMOVED,
} LoInked;

/* Appends `s`, NULL as nothing, escaped and in its colour. */
void lo_paint_text(GString *out, const LoPaint *paint, LoInked what, const char *s);

/* "file:line", a link. */
void lo_paint_place(GString *out, const LoPaint *paint, const char *file, guint32 line);

/* Breaks lines wider than the paint's width at blanks, the rest indented; control sequences take no room. */
void lo_paint_wrap(const LoPaint *paint, GString *text);
