/*
 * Lock classes, named as lockdep names them.
 *
 * A static object is its own class, named by its initialiser's dep_map.name or
 * by its variable and path.  A lock in another object is classed by where it is
 * initialised: the members that lead to it, as far as the initialising site
 * shows them ("wq in struct x, lock in that wait queue"), find the site.  Where
 * no site is known the class is (record, member).
 */
#pragma once

#include "summary/summary.h"

typedef guint32 LoClassId;
#define LO_CLASS_NONE G_MAXUINT32	/* not a lock that we can name */
#define LO_CLASS_OPEN (G_MAXUINT32 - 1)	/* a caller knows more */

typedef struct {
	GPtrArray *names;	/* char *, owned, sorted, unique; at least one once finished */
	const char *own_name;	/* of these, that of an initialisation, before those set later for some objects; or NULL */
	LoLockKind kind;
	const char *file;
	guint32 line;
	gboolean is_static;	/* one object */
	gboolean novalidate;	/* lockdep is told to make no edges of it; it keeps no other lock from making them */
	guint32 subclass;
	LoClassId base;		/* of a subclass; else itself */
	guint32 rank;		/* ids come as threads ask; this is the order of what classes are */
	LoLockKind asked_kind;	/* what `kind` will be when no threads share the classes any more */
} LoClass;

typedef struct LoClasses LoClasses;

LoClasses *lo_classes_new(LoVals *vals, LoSummary *const *summaries, guint n);
void lo_classes_free(LoClasses *c);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(LoClasses, lo_classes_free)

/*
 * From now on, until told otherwise, several threads may ask lo_class_of() and lo_class_get(), and nothing else.  Classes
 * that are found meanwhile get ids in any order; a kind that one of them is asked with counts only when that is over.  It is
 * over when all have said so who began.
 */
void lo_classes_share(LoClasses *c, gboolean shared);

/*
 * Asks for the classes of all locks that events name, once: so they have the same ids whatever threads come first to a lock,
 * but for those that are found at call sites.
 */
void lo_classes_ask_all(LoClasses *c, LoSummary *const *summaries, guint n);
LoClassId lo_class_of(LoClasses *c, LoVal lock, LoLockKind kind);
/* The classes that a lock may be of, for one reached through a pointer: what is stored there, each by itself.
 * Their number, at most `max`. */
guint lo_class_choices(LoClasses *c, LoVal lock, LoLockKind kind, LoClassId *out, guint max);
guint lo_classes_count(const LoClasses *c);
const LoClass *lo_class_get(const LoClasses *c, LoClassId id);
/* The name that stands for a class of several: what most of its locks have. */
const char *lo_class_name(const LoClass *k);
/* Name and file: the same in two versions of a program, where ids differ.  Caller frees. */
char *lo_class_label(const LoClass *k);
/* Does lockdep make orders of what is taken under it?  FALSE: it does not stand between two locks either. */
gboolean lo_class_is_followed(const LoClass *k);
