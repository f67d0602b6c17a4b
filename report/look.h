/*
 * How pictures look: the colours of light and dark paper, the shape of each
 * kind of lock.
 *
 * The strong colours are Okabe and Ito's, which people with the common kinds of
 * colour blindness tell apart; nothing is said by colour alone: a cycle is
 * thick too, a shared hold dashed, a weak edge dotted, an added edge has a
 * plus at its label.
 */
#pragma once

#include "report/report.h"

typedef enum {
	LO_INK_PAPER, LO_INK_TEXT, LO_INK_EDGE, LO_INK_WEAK, LO_INK_CYCLE, LO_INK_ADDED, LO_INK_REMOVED,
	LO_INK_FILL_CYCLE, LO_INK_FILL_SLEEPING, LO_INK_FILL_SPINNING, LO_INK_FILL_WAIT, LO_INK_FILL_OTHER,
	LO_INK_FILL_FOLDER, LO_INK_FOLDER_LINE, LO_INK__N,
} LoInk;

/* "#rrggbb".  LO_THEME_AUTO is drawn as light, lo_look_css() turns it dark. */
const char *lo_ink(LoTheme theme, LoInk ink);

/* Rules that turn an SVG drawn in light inks dark, each selector behind `scope` ("svg", ".dark svg"). */
void lo_look_css(GString *out, const char *scope);

typedef struct {
	const char *shape;	/* graphviz's name */
	LoInk fill;
} LoKindLook;

LoKindLook lo_kind_look(LoLockKind kind);
