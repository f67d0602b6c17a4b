/*
 * What the text of a file says about what it includes and which macros it
 * defines on the way, in order, without preprocessing it.  Enough to guess
 * which headers many units share; what is read for the facts is libclang's.
 */
#pragma once

#include <glib.h>

typedef enum {
	LO_TEXT_INCLUDE,	/* <name> */
	LO_TEXT_INCLUDE_QUOTED,	/* "name" */
	LO_TEXT_MACRO,		/* #define name or #undef name */
} LoTextItemKind;

typedef struct {
	LoTextItemKind kind;
	char *name;
	gboolean sure;		/* under no condition other than the file's include guard */
} LoTextItem;

typedef struct {
	GArray *items;		/* LoTextItem, as they stand */
	char *leading;		/* the directives before the first #include, a line each; "" when there are
				 * none; NULL when an #if is open there */
	guint n_leading;	/* items before it */
	gboolean guarded;	/* to include it twice is to include it once */
	gsize size;
} LoIncludeText;

LoIncludeText *lo_include_text_parse(const char *text, gsize len);
LoIncludeText *lo_include_text_read(const char *path);	/* NULL: it cannot be read */
void lo_include_text_free(LoIncludeText *t);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(LoIncludeText, lo_include_text_free)

/* Those of `words` (a set of char *) that the text holds as identifiers, outside comments and
 * strings, are added to `found`, as the pointers that `words` has. */
void lo_text_find_words(const char *text, gsize len, GHashTable *words, GHashTable *found);
