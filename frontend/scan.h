/*
 * A scan: every compile command's unit read by worker processes and put into
 * the store, those that are there and unchanged left alone.
 */
#pragma once

#include "facts/store.h"
#include "frontend/compdb.h"

typedef struct {
	const char *root;		/* of the tree; NULL: the folder of the compile commands when the
					 * sources are there, or else the folder that holds them all */
	const char *const *allowed;	/* further folders that sources and headers may lie in; may be NULL */
	guint jobs;			/* worker processes; 0: one for each processor */
	guint time_limit;		/* seconds for a unit; 0: 120 */
	guint64 memory_limit;		/* bytes of address space for a worker; 0: 3 GiB */
	gboolean force;			/* read fresh units too */
	guint shard, shards;		/* read only part `shard` (from 0) of `shards`; shards 0: all */
	gboolean no_prefix;		/* read every header in every unit, see prefix_plan.h */
} LoScanOptions;

typedef struct {
	const char *name;		/* static: "check", "prefix", "read", "forget" */
	double wall, cpu;		/* seconds; cpu: ours and the workers' */
	guint64 peak;			/* bytes: our peak memory plus that of the largest worker times their number */
} LoScanPhase;

typedef struct {
	guint units;			/* commands */
	guint ok, partial, failed;	/* of those read now */
	guint reused;			/* fresh: not read again */
	guint prefixes, prefixed;	/* precompiled prefixes, units that were given one */
	GPtrArray *failures;		/* char *, sorted: "source: reason" of those read now, in part or not */
	GPtrArray *warnings;		/* char *, sorted, each once */
	LoScanPhase phases[4];
	guint n_phases;
} LoScanResult;

/* From time to time: `done` of `total` units, the last one being `source`. */
typedef void (*LoScanProgress)(guint done, guint total, const char *source, gpointer data);

/*
 * Fills `result` even when it fails or is interrupted (LO_ERROR_INCOMPLETE): the units that were
 * read by then are stored, and the next scan goes on from there.  A failed unit is no error.
 */
gboolean lo_scan_run(const LoScanOptions *opt, LoStore *store, const LoCompdb *db, LoScanProgress progress,
		     gpointer progress_data, LoScanResult *result, GError **error);
void lo_scan_result_clear(LoScanResult *result);

/*
 * One unit read and put into the database at `db`, beside those that are there:
 * for a build that checks as it compiles, with many of these at a time.  The
 * database is locked only while it is written to.  Trusts the command as one
 * that the user typed.  A unit that cannot be read is stored as failed,
 * and *why says so in words that the caller frees; else it is NULL.
 */
gboolean lo_scan_unit(const LoScanOptions *opt, const char *db, const LoCompileCommand *cmd, char **why, GError **error);

/* Of all that a unit's facts depend on besides the files; `args` are safe already, NULL: refused.  Caller frees. */
char *lo_scan_command_hash(const LoCompileCommand *cmd, char *const *args);
