/*
 * Which headers to compile once for many units.  Units of a kernel spend most
 * of their time in the same headers; a folder's units share more of them.
 *
 * Units are one cluster when their commands differ in nothing but macros that
 * name the unit.  For a cluster's folders, the headers that most units below
 * include for sure, by include_graph.h, are the candidates; those that save
 * most bytes of text are taken, one after the other, as long as one saves more
 * than it costs.
 *
 * A unit takes a prefix when it includes each of its headers for sure and
 * defines no macro before that they mention.  The order of headers is taken
 * not to matter, as is usual for headers that include what they need; a header
 * that breaks it shows as an error, and then the unit is read without.
 */
#pragma once

#include "frontend/include_graph.h"

typedef struct {
	const char *directory;	/* of the command */
	const char *source;	/* absolute */
	const char *spelling;	/* as in the command */
	const char *const *args;	/* safe */
} LoPrefixUnit;

typedef struct {
	guint cluster;
	char *directory;
	char *source;		/* as if spelled in a command; there is no such file */
	char **args;		/* a unit's, with LO_PREFIX_PLACEHOLDER for what differs from unit to unit */
	char *leading;		/* directives that come first */
	GPtrArray *includes;	/* char *: what #include takes, in order */
	GArray *roots;		/* guint32: their files, parallel */
	guint64 bytes;		/* of text that it saves */
} LoPrefixPlan;

/* Stands for a macro's value that differs from unit to unit.  Facts that hold it came from a header's
 * function that uses the macro, and the unit has to be read without the prefix. */
#define LO_PREFIX_PLACEHOLDER "__lockorder_prefix__"

typedef struct LoPrefixPlanner LoPrefixPlanner;

/* `units` is borrowed for the call, what its members point at until the planner is freed. */
LoPrefixPlanner *lo_prefix_planner_new(const LoPrefixUnit *units, guint n);
void lo_prefix_planner_free(LoPrefixPlanner *p);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(LoPrefixPlanner, lo_prefix_planner_free)

const GPtrArray *lo_prefix_plans(const LoPrefixPlanner *p);	/* LoPrefixPlan */

/* Plan `plan` was made from these files (absolute), or NULL: it was not made. */
void lo_prefix_planner_made(LoPrefixPlanner *p, guint plan, const GPtrArray *files);

/* The plan that saves a unit most, of those made; -1: none. */
gint lo_prefix_choose(LoPrefixPlanner *p, guint unit);
/* Bytes of text that the unit reads with that plan or, with -1, without any. */
guint64 lo_prefix_bytes_left(const LoPrefixPlanner *p, guint unit, gint plan);
