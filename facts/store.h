/*
 * The facts store: one SQLite database per scanned tree.
 *
 * Facts (units, files, function bodies, variables) are written by a scan; the
 * solution (classes, order edges, reports) is derived from them and replaced
 * whole, in one transaction.  PRAGMA user_version is LO_SCHEMA_VERSION,
 * application_id marks the file as ours, and the journal is WAL.  Every write
 * of a unit is one transaction or part of a larger one: an interrupted scan
 * leaves complete units and nothing else.
 *
 * This folder is the only one with SQL.
 */
#pragma once

#include "facts/ir.h"
#include "facts/solution.h"

#define LO_SCHEMA_VERSION 1

typedef struct LoStore LoStore;

typedef enum {
	LO_STORE_READ,		/* must exist */
	LO_STORE_WRITE,		/* created when missing; takes the writer's lock, an error names who holds it */
	LO_STORE_WRITE_WAIT,	/* the same, but waits for who holds it */
} LoStoreMode;

LoStore *lo_store_open(const char *path, LoStoreMode mode, GError **error);
/* Another reader of the same facts, for another thread.  An error when they have changed meanwhile. */
LoStore *lo_store_open_again(LoStore *s, GError **error);
void lo_store_close(LoStore *s);	/* NULL is fine */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(LoStore, lo_store_close)

/* The tree that relative paths are below, kept in the database; NULL when it was never
 * set: then they are below their unit's directory.  Borrowed. */
const char *lo_store_root(LoStore *s);
gboolean lo_store_set_root(LoStore *s, const char *root, GError **error);

/* ---- writing facts ---- */

typedef enum { LO_UNIT_OK, LO_UNIT_PARTIAL, LO_UNIT_FAILED } LoUnitStatus;

typedef struct {
	const char *source;	/* path as in the compile command */
	const char *directory;
	const char *command_hash;
	LoUnitStatus status;
	const char *reason;	/* of PARTIAL and FAILED */
	gint64 usec;		/* time that the worker took */
	gint64 since;		/* what it read was read at this time or later (g_get_real_time()); 0: `usec` ago */
} LoUnitInfo;

gboolean lo_store_begin(LoStore *s, GError **error);
gboolean lo_store_commit(LoStore *s, GError **error);
void lo_store_rollback(LoStore *s);

/* Replace what the store holds of this unit.  `unit` is NULL for a failed one.
 * A body that another unit brought already is stored once. */
gboolean lo_store_put_unit(LoStore *s, const LoUnitInfo *info, const LoUnit *unit, GError **error);
/* How a unit was compiled, to read it again later; untrusted as it was. */
typedef struct {
	char *directory, *file;	/* file: as the command names it */
	char **args;		/* the compiler first */
	char **allowed;		/* folders that it may name */
} LoStoredCommand;

gboolean lo_store_put_command(LoStore *s, const char *source, const LoStoredCommand *cmd, GError **error);
/* NULL with an error that says to scan again when there is none. */
LoStoredCommand *lo_store_get_command(LoStore *s, const char *source, GError **error);
void lo_stored_command_free(LoStoredCommand *cmd);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(LoStoredCommand, lo_stored_command_free)

/* The units that read the file of that path (relative to the root), sorted. Transfer full. */
GPtrArray *lo_store_units_reading(LoStore *s, const char *path, GError **error);
gboolean lo_store_has_unit(LoStore *s, const char *source);
/* The sources of all units, sorted. Transfer full. */
GPtrArray *lo_store_sources(LoStore *s, GError **error);

/* Forget units that are not in `sources` (NULL-terminated), and bodies that no unit has any more. */
gboolean lo_store_keep_units(LoStore *s, const char *const *sources, GError **error);
/* Is the unit stored with this command, and every file it read unchanged (size, mtime, then content hash)? */
gboolean lo_store_unit_fresh(LoStore *s, const char *source, const char *command_hash);

/* Adds what `from` holds, in one transaction.  A unit that both hold is replaced; `to` takes over the root
 * when it has none.  Merged parts of a scan are what the whole scan would have stored, whatever their order. */
gboolean lo_store_merge(LoStore *to, LoStore *from, GError **error);

/* ---- reading facts ---- */

typedef struct {
	guint32 id;		/* row id of the body: stable while the database is open */
	LoFunc *func;		/* lent for the call; lo_store_each_* callee may steal it by setting NULL */
} LoStoredFunc;

typedef gboolean (*LoFuncVisitor)(LoStoredFunc *f, gpointer data, GError **error);

/* In a fixed order: by file, line, name, content hash.  Never by row id. */
gboolean lo_store_each_func(LoStore *s, LoFuncVisitor visit, gpointer data, GError **error);
gboolean lo_store_each_global(LoStore *s, LoFuncVisitor visit, gpointer data, GError **error);

/* The bodies of that name and scope, in the same order. */
gboolean lo_store_find_func(LoStore *s, const char *name, const char *scope, LoFuncVisitor visit, gpointer data, GError **error);
/* Those of one unit, functions or variables, in no particular order; none for one that is not stored. */
gboolean lo_store_unit_bodies(LoStore *s, const char *source, gboolean variables, LoFuncVisitor visit, gpointer data,
			      GError **error);
/* Those that any of these units (char *) has, each once, in the order of lo_store_each_func(). */
gboolean lo_store_bodies_of(LoStore *s, const GPtrArray *sources, gboolean variables, LoFuncVisitor visit, gpointer data,
			    GError **error);

typedef struct {
	guint64 units, failed, partial, functions, globals, call_sites, indirect_calls;
	GPtrArray *failures;	/* "source: reason", owned, sorted */
} LoFactStats;

gboolean lo_store_stats(LoStore *s, LoFactStats *out, GError **error);	/* lo_fact_stats_clear() it after success */
void lo_fact_stats_clear(LoFactStats *st);

/* ---- the solution: plain rows, see facts/solution.h for the meaning ---- */

/* `solved_with`: what it was made with besides the facts, any text, or NULL.  See facts/solution_writer.h for parts of it. */
gboolean lo_store_put_solution(LoStore *s, const LoSolution *sol, const char *solved_with, GError **error);
/* Is there a solution of the present facts, made with this? */
gboolean lo_store_is_solved_with(LoStore *s, const char *text);
/* NULL with LO_ERROR_UNSOLVED "no solution stored: run 'lockorder solve'" when there is none, or it is older than the facts.
 * Equal chains are one GArray with several references: do not change them. */
LoSolution *lo_store_get_solution(LoStore *s, GError **error);

/* The same, much faster, when few edges are looked at: their chains are read when lo_solution_edge() asks for
 * them, through a connection that the solution keeps. */
LoSolution *lo_store_open_solution(LoStore *s, GError **error);
/* The same, of classes and edges only. */
LoSolution *lo_store_open_graph(LoStore *s, GError **error);

/* Of the stored solution, much faster than all of it. */
LoOrders *lo_store_get_orders(LoStore *s, GError **error);

/* ---- what a solver wants to find again: bytes that only it understands ---- */

/* What lo_solution_writer_put_state() stored; belongs to the solution, and goes when that is replaced.
 * NULL with an error "... run 'lockorder solve'" when there is none for the present facts. */
GBytes *lo_store_get_state(LoStore *s, GError **error);
