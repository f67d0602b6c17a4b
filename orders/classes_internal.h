/*
 * What classes.c, classes_facts.c and classes_names.c share: the initialisations
 * that were read, by the members that lead to the lock, and the keys of classes.
 */
#pragma once

#include "common/mix.h"
#include "common/stable_array.h"
#include "orders/classes.h"
#include "orders/classes_memo.h"

#define MAX_CHAIN 4
#define MAX_POINTEES 64
#define MAX_STATIC_NAMES 2	/* that a lock of any object has as well */
#define MAX_CANDIDATES 8	/* of one lock reached by a path that does not tell; beyond, it is named by its member */

struct LoClasses {
	LoVals *vals;
	LoProgram *program;
	LoStableArray classes;		/* LoClass *, owned */
	GHashTable *by_key;		/* ClassKey hash -> LoClassId + 1 */
	GHashTable *patterns;		/* chain key -> GPtrArray of LoInitFact * (owned copies) */
	GHashTable *static_names;	/* static lock's address -> GPtrArray of names / facts */
	GHashTable *extended;		/* chain key -> GArray of LoLockChain: longer patterns that end so */
	GHashTable *statics;		/* chain key -> GArray of LoVal: static locks with a name that end so */
	GHashTable *given;		/* LoVal: static objects whose address is stored or passed on */
	GHashTable *static_records;	/* records of which there are static objects */
	GHashTable *keys;	/* key and name, as lo_class_key() -> the static lock set up with them, or MANY_LOCKS */
	GHashTable *loaded;		/* field or variable, as pointees -> GPtrArray of LoInitFact *: what the pointer there points at */
	LoClassMemo *memo;		/* LoVal -> LoClassId + 3, so that NONE and OPEN are 2 and 1 */
	GMutex lock;			/* of all else, while threads share the classes, but for `classes`, which others read */
	gboolean asked_all;
	gint shared;		/* by how many; atomic */
	guint32 n_before;		/* classes when that began */
	GArray *asked;			/* LoVal: classed since then */
	gboolean cut;			/* since somebody asked for a class, `visiting` kept a pointer from being looked at */
	GHashTable *visiting;		/* pointers whose targets are being looked at, as pointees */
	GHashTable *tables;		/* of strings, as classes_names.c finds them -> what initialisers put there */
	GHashTable *pointees;		/* field id + 1 -> GArray of LoVal: locks whose address is stored there */
};

/* The members that lead to a lock. */
typedef struct {
	LoFieldId fields[MAX_CHAIN];	/* [0] is the lock's own member, outwards */
	guint n;
	LoVal base;			/* what the outermost member is in */
	LoVal index;			/* the innermost array element on the way, or NONE */
	gboolean cut;			/* there were more members than MAX_CHAIN */
} LoLockChain;

typedef enum { KEY_STATIC = 1, KEY_MEMBER, KEY_POINTER, KEY_POINTER_VAR, KEY_PSEUDO, KEY_SUB, KEY_OBJECT,
	       KEY_UNION, KEY_INIT } LoClassKeyKind;

#define MANY_LOCKS G_MAXUINT32	/* in LoClasses.keys: several static locks are set up with one key */

/* ---- classes_facts.c: what initialisers, initialisations and stores say ---- */

void lo_classes_collect(LoClasses *c, LoSummary *const *summaries, guint n);

LoLockChain lo_lock_chain_of(LoVals *vals, LoVal v);
/* Of the n innermost members. */
gpointer lo_lock_chain_key(const LoLockChain *c, guint n);
gpointer lo_class_key(LoClassKeyKind kind, gsize a, gsize b);
/* A static lock's address with every index unknown: an array of locks is one class. */
LoVal lo_class_static_key(LoVals *vals, LoVal v);
/* Keys of LoClasses.pointees, loaded and visiting. */
gpointer lo_slot_pointees(LoFieldId slot);
gpointer lo_var_pointees(LoVal var);
/* `*p->ptr`, by the member ptr, or `*ptr`: the key of what is known of it; NULL for anything else. */
gpointer lo_pointer_key(LoClasses *c, LoVal lock);

/* ---- classes_share.c ---- */

/* A class whose kind nothing has said yet is taken as one of that kind. */
void lo_class_note_kind(LoClasses *c, LoClass *k, LoLockKind kind);

/* ---- classes_names.c ---- */

void lo_class_names_collect(LoClasses *c);

void lo_class_add_name(LoClass *k, const char *name);
/* The class's own copy of a name that it has; NULL of none. */
const char *lo_class_find_name(const LoClass *k, const char *name);
/* `element`: which of a table of names, -1 for any. */
void lo_class_add_names_of(LoClasses *c, LoClass *k, LoVal name, gint64 element);
/* Is a name in these facts an element of a table? */
gboolean lo_names_are_table(LoClasses *c, const GPtrArray *facts);
/* Names, kind and place, as the initialisations (LoInitFact) say. */
void lo_class_add_facts(LoClasses *c, LoClass *k, const GPtrArray *facts, gint64 element);
