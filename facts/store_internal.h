/* What the parts of the store share.  Private to facts/. */
#pragma once

#include "facts/db.h"
#include "facts/idset.h"
#include "common/hash.h"
#include "facts/changes.h"

struct LoStore {
	LoDb *db;
	char *root;		/* relative paths are below it; NULL: below their unit's directory */
	gboolean in_transaction;
	gboolean changed;	/* this transaction has changed what the solver would see */

	LoFactChanges *changes;	/* since lo_store_note_changes(); NULL: not noted */

	/* Of a writer, filled on demand and dropped on rollback. */
	GHashTable *names;	/* char * -> id */
	GHashTable *bodies;	/* LoHash * -> id; NULL: not loaded */
	/* For the whole session: a file is taken not to change while it is scanned. */
	GHashTable *seen_files;	/* char *: absolute path -> id of its row in `file` */
	GHashTable *fresh_files;	/* id of file -> 1 fresh, 2 stale */
};

/* Runs in the caller's transaction, or in one of its own. */
gboolean lo_store_enter(LoStore *s, gboolean *own, GError **error);
gboolean lo_store_leave(LoStore *s, gboolean own, gboolean ok, GError **error);
gboolean lo_store_need_writer(LoStore *s, GError **error);
void lo_store_drop_caches(LoStore *s);

gboolean lo_store_name(LoStore *s, const char *text, gint64 *id, GError **error);
gboolean lo_store_load_bodies(LoStore *s, GError **error);	/* fills s->bodies */

/* store_files.c */
gboolean lo_store_put_files(LoStore *s, const LoUnitInfo *info, const GPtrArray *deps, GArray *ids, GError **error);

/* Which bodies some unit has.  Bit i of the result is body i; transfer full, g_free(). */
typedef struct {
	guint8 *bits;
	guint32 n;
} LoLive;
gboolean lo_store_live(LoStore *s, LoLive *live, GError **error);

static inline gboolean lo_live_has(const LoLive *live, guint32 id)
{
	return id < live->n && (live->bits[id / 8] >> id % 8 & 1);
}

/* How often the facts have changed; the solution keeps the number it was made from. */
gboolean lo_store_generation(LoStore *s, gint64 *out, GError **error);

/* Is there a solution of the present facts? */
gboolean lo_store_check_solved(LoStore *s, GError **error);
gboolean lo_store_drop_dead_commands(LoStore *s, GError **error);	/* of units that are gone */

/* changes.c: one body that is new, or of which no unit has any more.  `code`: as encoded. */
void lo_store_note_body(LoStore *s, GBytes *code, gboolean is_global, gboolean came);

/* store_state.c: in the caller's transaction, which has made the table anew. */
gboolean lo_store_write_state(LoStore *s, GBytes *state, GError **error);

/* store_chains.c: the chains of a stored solution, by the id of their first hop; 0 is the empty one. */
typedef struct LoChainSource LoChainSource;

LoChainSource *lo_chain_source_new(LoStore *s, gboolean owned);	/* owned: it closes the store */
void lo_chain_source_free(LoChainSource *c);
gboolean lo_chain_source_read_all(LoChainSource *c, GError **error);
GArray *lo_chain_source_get(LoChainSource *c, guint32 hop);	/* a reference; NULL: the rows make no sense */
void lo_chain_source_note(LoChainSource *c, guint32 from, guint32 to);	/* of the next edge */
