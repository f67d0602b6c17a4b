/*
 * Lines of the sources that a report names, for excerpts.  Only regular files
 * of moderate size below the tree are read: what a database names is not trusted.
 */
#pragma once

#include <glib.h>

typedef struct LoSources LoSources;

/* `root` NULL: nothing is found.  `edited`: path below the root -> text (char *) that stands for the file's, borrowed;
 * NULL: none does. */
LoSources *lo_sources_new(const char *root, GHashTable *edited);
void lo_sources_free(LoSources *s);		/* NULL is fine */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(LoSources, lo_sources_free)

/* Has the file that text in it?  Cheaper than to look at its lines. */
gboolean lo_sources_mention(const LoSources *s, const char *file, const char *text);
/* Line `line`, from 1, without its newline; NULL when there is none.  Valid as long as `s`; any bytes. */
const char *lo_sources_line(LoSources *s, const char *file, guint32 line);

/* The column, from 1 and in characters, where `word` (NULL: none) stands in that line as an identifier, best where it is
 * called; otherwise where the line begins after blanks.  0 when there is no such line. */
guint32 lo_sources_column(LoSources *s, const char *file, guint32 line, const char *word);
