/*
 * Unified diffs, as diff -u, git diff and git format-patch write them, applied
 * to contents in memory.  Mails are decoded as "git am" does it; text around the
 * diffs is passed over.
 *
 * The text is untrusted: names that are absolute or leave the tree are an
 * error; errors name the patch and the line (LO_ERROR_INPUT).
 */
#pragma once

#include <glib.h>

typedef struct {
	guint32 line;		/* of its "@@" in the patch */
	guint32 old_start, new_start;	/* 1-based; of an empty side, the line before */
	GPtrArray *lines;	/* char *, owned: ' ', '-' or '+', then the line with its newline if it has one */
} LoPatchHunk;

typedef struct {
	char *old_path, *new_path;	/* NULL: there is none (the file is made, or deleted) */
	guint32 line;		/* of its first header line in the patch */
	GPtrArray *hunks;	/* LoPatchHunk *, owned, in order */
} LoPatchFile;

typedef struct {
	char *name;		/* of the patch, for messages */
	GPtrArray *files;	/* LoPatchFile *, owned, in order */
} LoPatch;

/* `strip`: leading folders of names that are left off, as with patch -p. */
LoPatch *lo_patch_parse(const char *name, const char *text, gsize len, guint strip, GError **error);
void lo_patch_free(LoPatch *p);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(LoPatch, lo_patch_free)

/* The other way round: what was put in is taken out.  Files in reverse order. */
void lo_patch_reverse(LoPatch *p);

/*
 * The new contents.  A hunk may lie elsewhere than it says, and up to two lines
 * of context at each of its ends may differ.  Caller owns the string.
 */
GString *lo_patch_apply(const LoPatch *p, const LoPatchFile *f, const char *contents, gsize len, GError **error);
