/* What the files of the interrupt analysis share. */
#pragma once

#include "solver/irq.h"

/* How a function is entered.  Being in a hard interrupt includes that hard interrupts are off. */
typedef enum {
	LO_ENTRY_TASK,		/* a process, all interrupts on */
	LO_ENTRY_TASK_BH,	/* softirqs off */
	LO_ENTRY_TASK_OFF,	/* hard interrupts off */
	LO_ENTRY_SOFTIRQ,
	LO_ENTRY_SOFTIRQ_OFF,
	LO_ENTRY_HARDIRQ,
	LO_ENTRY__N,
} LoEntryContext;

/* ---- roots: irq_roots.c ---- */

typedef struct {
	LoFnId fn;
	guint8 entry;		/* LoEntryContext */
	guint8 confidence;
	char *note;		/* why it starts there, for people */
} LoIrqRoot;

typedef struct {
	LoVals *vals;
	LoSummary *const *summaries;
	guint n;
	LoTargets *targets;
	const guint8 *live;
} LoIrqInput;

/* LoIrqRoot, owned, sorted by function and context: handlers, and functions that nothing scanned calls. */
GArray *lo_irq_find_roots(const LoIrqInput *in);
/* Per function: does anything that counts call it directly? */
guint8 *lo_irq_find_called(const LoIrqInput *in);
gboolean lo_irq_is_live(const LoIrqInput *in, LoFnId fn);

/* ---- locks that a function is given: irq_open.c ---- */

/* An acquisition whose class a caller knows. */
typedef struct {
	LoVal lock;		/* in the function's own terms */
	guint8 hold, try, lock_kind, irq;
	LoCondition conds[LO_EVENT_CONDS];	/* in the function's own terms */
	guint32 event;		/* in the function's summary */
	LoFnId callee;		/* LO_NO_ID: the event itself takes it; else entry `next` of the callee */
	guint32 next;
	LoClassId cls;		/* LO_CLASS_OPEN, or settled by this function's arguments */
} LoOpenAcq;

/* Per function a GArray of LoOpenAcq or NULL; each owned, and the array. */
GArray **lo_irq_open_acquisitions(const LoIrqInput *in, LoClasses *classes);
