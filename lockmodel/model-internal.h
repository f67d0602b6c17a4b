/*
 * What model.c and parse.c share: the tables of a model.  Keys of `slots`,
 * `entries` and `transparent` are "record.field", of `shields` "pseudo class", and "pseudo" alone.
 */
#pragma once

#include "lockmodel/model.h"

struct LoModel {
	GHashTable *functions;	/* char * -> LoPrimitive *, both owned, as in all tables */
	GHashTable *prefixes;	/* functions whose name ends in '*', without it */
	GHashTable *trampolines;	/* prefix of functions -> char *, the record */
	GHashTable *macros;
	GHashTable *slots;
	GHashTable *entries;	/* -> LoEntry * */
	GHashTable *transparent;	/* a set */
	GHashTable *flags;	/* a set: names of members in `unless` of entries */
	GHashTable *shields;	/* a set */
	GHashTable *undo_makers;	/* sets of functions; undos: "function maker class" */
	GHashTable *undos;
	GHashTable *last_references;	/* a set of functions */
	GHashTable *zeroing;		/* a set of functions */
	GHashTable *walked;	/* a set of "record.field" */
	GHashTable *counters;	/* "record.field" -> GINT_TO_POINTER(LoContext) */
	GHashTable *runs;	/* "record.field" -> GUINT_TO_POINTER(bits 1 << LoContext) */
	GHashTable *types;	/* -> GINT_TO_POINTER(LoLockKind) */
	GHashTable *keys;	/* -> char * */
	GHashTable *same;	/* -> char * */
	GHashTable *classes;	/* "record.field" -> GArray of LoMemberClass */
	GStringChunk *names;	/* file names and `unless` functions */
	GChecksum *hash;	/* of every text added, in order */
	guint includes;		/* read so far */
};

LoPrimitive *lo_primitive_new(const char *name, const char *file, guint32 line);
void lo_primitive_free(LoPrimitive *p);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(LoPrimitive, lo_primitive_free)
LoEntry *lo_entry_new(const char *file, guint32 line);
void lo_entry_free(LoEntry *e);
void lo_place_init(LoPlace *p);
void lo_place_clear(LoPlace *p);
GArray *lo_places_new(void);	/* LoPlace, with its clear function */
void lo_effect_init(LoEffect *e, LoEffectKind kind, guint32 line);

/* The text of a model file; NULL and *why, which is not to be freed. */
GByteArray *lo_model_read(const char *path, const char **why);
/* Parses into `m`, which may be left half-filled after an error. */
gboolean lo_model_parse(LoModel *m, const char *name, const char *text, gsize len, guint depth, GError **error);
/* The text of a shipped model, NULL if there is none of that name. */
const char *lo_model_shipped_text(const char *name, gsize *len);
