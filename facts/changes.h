/*
 * What a session changes of the facts that the stored solution was made of, and
 * the solution kept where the solver says that it still holds but for lines.
 */
#pragma once

#include "facts/store.h"

/* Bodies that no unit has any more, and those that are new; whose name is in both lists is another now. */
typedef struct {
	GPtrArray *gone_funcs, *came_funcs;	/* LoFunc *, owned */
	GPtrArray *gone_globals, *came_globals;	/* the same, of variables */
} LoFactChanges;

LoFactChanges *lo_fact_changes_new(void);
void lo_fact_changes_free(LoFactChanges *c);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(LoFactChanges, lo_fact_changes_free)

/* From now on it is noted, if there is a solution of the present facts.  The store is a writer's. */
void lo_store_note_changes(LoStore *s);
/* What was noted; NULL: there was no solution, too much has changed, or changes were rolled back.  Transfer full; no more
 * is noted. */
LoFactChanges *lo_store_take_changes(LoStore *s);

/* Is the stored solution, be it older than the facts, made with this? */
gboolean lo_store_was_solved_with(LoStore *s, const char *text);
/* As lo_store_get_state(), be the solution older than the facts. */
GBytes *lo_store_get_older_state(LoStore *s, GError **error);
/* Of all functions of that name and scope, is the one in its file the first in the order of lo_store_each_func(), the others in
 * other files?  And: is there none? */
gboolean lo_store_is_first_body(LoStore *s, const LoFunc *like, gboolean *is, GError **error);
gboolean lo_store_has_no_body(LoStore *s, const LoFunc *like, gboolean *is, GError **error);

/* ---- functions that are others than those that the stored state was made of ---- */

/* "name\1scope" (owned) of each, sorted; mostly none. */
GPtrArray *lo_store_changed_since_state(LoStore *s, GError **error);

/* ---- lines that move ---- */

typedef struct LoLineMoves LoLineMoves;

LoLineMoves *lo_line_moves_new(void);
void lo_line_moves_free(LoLineMoves *m);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(LoLineMoves, lo_line_moves_free)

/* What was in that line of the file, in that function, is in another one, or in the same; `function` NULL: a lock is set
 * up there.  FALSE: it cannot be in both. */
gboolean lo_line_moves_add(LoLineMoves *m, const char *file, const char *function, guint32 from, guint32 to);
/* Does any line move? */
gboolean lo_line_moves_any(const LoLineMoves *m);

/*
 * Marks the stored solution as one of the present facts, with lines moved, in one transaction.  `changed`: "name\1scope" of
 * the functions that are others than they were.  *renewed FALSE: it is not, since the order of what is in a
 * file would be another, or a line is not known; nothing has been changed then.
 */
gboolean lo_store_renew_solution(LoStore *s, const LoFactChanges *c, const LoLineMoves *m, const GPtrArray *changed,
				 gboolean *renewed, GError **error);
