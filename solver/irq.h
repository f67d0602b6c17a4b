/*
 * In which contexts each lock class is taken: in a hard interrupt, in a softirq,
 * with either let in.
 *
 * Contexts go down the calls: a function is entered in those in which it is
 * called, from handlers (what the model says is called in interrupts) and from
 * processes (what nothing scanned calls).  One search over (function, context,
 * constant arguments), surest way first, so that the first use found of a class
 * is the one to show.  The usage bits and what they exclude are lockdep's
 * (Documentation/locking/lockdep-design.rst, "State").
 */
#pragma once

#include "orders/classes.h"
#include "summary/targets.h"

typedef enum {
	LO_USE_IN_HARDIRQ, LO_USE_IN_SOFTIRQ,	/* taken in one */
	LO_USE_ON_HARDIRQ, LO_USE_ON_SOFTIRQ,	/* held while one may come */
	LO_USE__N,
} LoUseKind;

#define LO_NO_NODE G_MAXUINT32

/* One use of a class, the surest of its kind. */
typedef struct {
	guint32 node;		/* LO_NO_NODE: the class is not used so */
	guint32 event;		/* of the node's function */
	guint32 open;		/* LO_NO_ID, or an entry of the callee's open acquisitions: the lock is taken below */
	guint8 confidence;	/* 0..100: that this code runs in this context */
	guint8 hold, try;
	guint8 enabled;		/* not taken so, but interrupts are let in while it is held */
} LoUse;

typedef struct LoIrqUsage LoIrqUsage;

/* `live`: per function, does it count?  NULL: all do.  Made with borrowed values, it is to be given their lender then. */
LoIrqUsage *lo_irq_usage_new(LoVals *vals, LoSummary *const *summaries, guint n, LoClasses *classes, LoTargets *targets,
			     const guint8 *live);
void lo_irq_usage_return_vals(LoIrqUsage *u, LoVals *lender);
void lo_irq_usage_free(LoIrqUsage *u);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(LoIrqUsage, lo_irq_usage_free)

/* Does what the function does count? */
gboolean lo_irq_counts(const LoIrqUsage *u, LoFnId fn);
/* NULL when the class is not used so; `reading`: by a reader. */
const LoUse *lo_irq_use(const LoIrqUsage *u, LoClassId cls, LoUseKind kind, gboolean reading);
/* Places outside of such interrupts that take the class: with them on always or sometimes, and always off. */
void lo_irq_sites(const LoIrqUsage *u, LoClassId cls, gboolean softirqs, guint *on, guint *off);
/* LoHop, owned by the caller: from where the context begins to where the lock is taken. */
GArray *lo_irq_use_chain(const LoIrqUsage *u, const LoUse *use);
/* The function that the chain begins at and the one in which the lock is taken. */
LoFnId lo_irq_use_root(const LoIrqUsage *u, const LoUse *use);
gboolean lo_irq_use_passes(const LoIrqUsage *u, const LoUse *use, LoFnId fn);
LoFnId lo_irq_use_function(const LoIrqUsage *u, const LoUse *use);
