/*
 * Files of the scanned tree as they would be: contents that stand for those on
 * disk, which are never written to.  Paths are relative to the root.
 */
#pragma once

#include "common/patch.h"

typedef struct {
	char *contents;		/* NULL: deleted */
	gsize len;
} LoEdit;

typedef struct {
	char *root;
	GHashTable *files;	/* char * -> LoEdit */
} LoEdits;

LoEdits *lo_edits_new(const char *root);
void lo_edits_free(LoEdits *e);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(LoEdits, lo_edits_free)

/* Takes the contents; NULL deletes the file. */
void lo_edits_put(LoEdits *e, const char *path, char *contents, gsize len);
/* The edited paths, sorted. Caller frees the array only. */
GPtrArray *lo_edits_paths(const LoEdits *e);
/* path -> text (char *), that of deleted files empty. Valid as long as `e`; the table is the caller's. */
GHashTable *lo_edits_texts(const LoEdits *e);
/* Reads a file of the tree; a symbolic link that leads out of it is an error. */
gboolean lo_edits_read(const LoEdits *e, const char *path, char **contents, gsize *len, GError **error);
/* Patches on top of what is edited already. */
gboolean lo_edits_apply(LoEdits *e, const LoPatch *p, GError **error);
