/*
 * Parsing a model file: a cursor over the words of one logical line at a time.
 * token.c splits the text, effect.c reads places and effects, parse.c the lines
 * around them.
 *
 * The functions that return gboolean set an error when they return FALSE; it
 * names the file and the line.  Words are valid until the next line is read.
 */
#pragma once

#include "lockmodel/model-internal.h"

#define LO_MAX_ARGUMENT 63

/* A word, a quoted part included, or one of ; ( ) , as a word of its own. */
typedef struct {
	char *text;
	guint32 line;
} LoToken;

typedef struct {
	LoModel *model;		/* borrowed, as is `file` */
	const char *file;
	const char *text, *end;
	guint32 line;		/* of `text` */
	guint depth;		/* of includes */
	GArray *tokens;		/* LoToken: one logical line */
	guint next;
	LoPrimitive *primitive;	/* that effects go to */
} LoParser;

void lo_parser_init(LoParser *p, LoModel *m, const char *file, const char *text, gsize len, guint depth);
void lo_parser_clear(LoParser *p);

/* Always FALSE, so that a caller can return it. */
gboolean lo_parser_fail(const LoParser *p, GError **error, const char *format, ...) G_GNUC_PRINTF(3, 4);
gboolean lo_parser_fail_at(const LoParser *p, GError **error, const char *what, const char *text);

/* The words of the next logical line that has any; none at the end of the text. */
gboolean lo_parser_read_line(LoParser *p, GError **error);
guint32 lo_parser_line(const LoParser *p);		/* of the next word */
const char *lo_parser_peek(const LoParser *p);		/* NULL at the end of the line */
const char *lo_parser_take(LoParser *p);
gboolean lo_parser_accept(LoParser *p, const char *text);
gboolean lo_parser_expect(LoParser *p, const char *text, GError **error);
const char *lo_parser_take_name(LoParser *p, const char *what, GError **error);	/* NULL on error */

gboolean lo_is_name(const char *s);			/* a C identifier */
gboolean lo_is_record(const char *s);			/* identifiers with dots between them */
gboolean lo_parse_number(const char *s, guint64 *out);
gboolean lo_parse_indexed(const char *s, const char *prefix, gint *out);	/* "arg3" */

gboolean lo_parse_kind(LoParser *p, const char *s, LoLockKind *out, GError **error);
gboolean lo_parse_context(LoParser *p, const char *s, LoContext *out, GError **error);
/* `out` is an initialised, empty place. */
gboolean lo_parse_place(LoParser *p, const char *s, LoPlace *out, GError **error);
/* "(PLACE, ...)", appended to an array of LoPlace; the next word is the parenthesis. */
gboolean lo_parse_arguments(LoParser *p, GArray *places, GError **error);
/* The rest of the line, into p->primitive. */
gboolean lo_parse_effects(LoParser *p, GError **error);
