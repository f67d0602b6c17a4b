/*
 * What lockdep printed: a copy of /proc/lockdep, or the reports in a kernel log.
 *
 * Reading is separate from comparing with a solution and from showing.  The
 * text is untrusted: any bytes give either what they say or an error that names
 * the line.  Formats: lockdep_proc.c and lockdep.c in kernel/locking.
 */
#pragma once

#include <glib.h>

/* An order that lockdep saw: `to` taken under `from`.  Names without "#2" and "/1", see lo_lock_base_name(). */
typedef struct {
	char *from, *to;
	GPtrArray *stack;	/* char *: functions, innermost first; empty in a dump */
} LoSeenOrder;

typedef enum {
	LO_SPLAT_CIRCULAR,	/* possible circular locking dependency */
	LO_SPLAT_RECURSIVE,	/* possible recursive locking */
	LO_SPLAT_INVERSION,	/* a lock of interrupts before one that interrupts may hold off */
	LO_SPLAT_STATE,		/* inconsistent lock state: one lock, no order */
} LoSplatKind;

typedef struct {
	LoSplatKind kind;
	guint line;		/* of the title, 1-based */
	GPtrArray *locks;	/* char *: the locks, in order; of a cycle without the repetition of the first */
	GPtrArray *orders;	/* LoSeenOrder *, owned, in order */
} LoSplat;

typedef struct {
	GPtrArray *orders;	/* a dump: LoSeenOrder *, owned, sorted, no two equal, none from a name to itself; else NULL */
	GPtrArray *splats;	/* a log: LoSplat *, owned, in order; else NULL */
} LoLockdepLog;

const char *lo_splat_kind_name(LoSplatKind kind);

/* `name` stands for the file in errors (LO_ERROR_INPUT). */
LoLockdepLog *lo_lockdep_parse(const char *name, const char *text, gsize len, GError **error);
void lo_lockdep_log_free(LoLockdepLog *log);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(LoLockdepLog, lo_lockdep_log_free)

LoSeenOrder *lo_seen_order_new(const char *from, const char *to);
void lo_seen_order_free(LoSeenOrder *o);
