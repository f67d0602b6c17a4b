/*
 * Another version of some bodies put into an interpreted program: they and
 * those of their callers whose own summaries depend on it are interpreted
 * again, the rest stays.
 */
#pragma once

#include "summary/summaries.h"

/* Bodies and variables, and those that are no more. */
typedef struct {
	GPtrArray *funcs;	/* LoFunc *, owned */
	GPtrArray *globals;	/* LoFunc *, owned: variables with their initialisers */
	GPtrArray *gone_funcs;	/* LoFunc *, owned: what they were; only name and scope count */
	GPtrArray *gone_globals;
	GPtrArray *moved;	/* LoFunc *, owned: bodies that are the same but for their lines */
	GPtrArray *moved_from;	/* beside them, what they were */
} LoChange;

LoChange *lo_change_new(void);
void lo_change_free(LoChange *c);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(LoChange, lo_change_free)

/* A function that was interpreted again. */
typedef struct {
	LoFnId fn;
	LoSummary *old;		/* owned; NULL: it had no body */
} LoRedone;

typedef struct {
	GArray *redone;		/* LoRedone; what it is now is in the summaries */
	GArray *old_targets;	/* LoFnId: stored by the old initialisers of changed variables */
	GArray *new_targets;	/* by the new ones */
	gboolean others;	/* variables are others, or functions came or went */
} LoChanged;

void lo_changed_free(LoChanged *c);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(LoChanged, lo_changed_free)

/* The body in the store, owned by the caller; NULL in *f when there is none. */
gboolean lo_change_find_body(LoStore *store, const char *name, const char *scope, LoFunc **f, GError **error);

/* The functions that are others than those that the stored state was made of, as they are now; mostly none. */
LoChange *lo_change_since_state(LoStore *store, GError **error);

/* Takes the bodies out of `change`, and `indirect`, made of the summaries as they are, or NULL.  Bodies of callers are read from the store.  On an error the summaries are of no use. */
LoChanged *lo_change_apply(LoSummaries *s, LoChange *change, LoStore *store, LoIndirect *indirect, GError **error);
