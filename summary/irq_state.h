/*
 * Which interrupts a path through a function has disabled and enabled, and in
 * which kind of interrupt it says to be, relative to the function's entry.
 *
 * Hard interrupts are off, on, or as they were on entry; saves nest, as the
 * flags that they give back do.  Softirqs and being in an interrupt are counted,
 * as the kernel's preempt count does it: what a caller disabled stays so.  So
 * are the RCU readers that the path is in; LO_LEFT_RCU: out of a caller's.
 */
#pragma once

#include "lockmodel/model.h"

/* As events keep it. */
enum { LO_IRQ_OFF = 1, LO_BH_OFF = 2, LO_IN_HARDIRQ = 4, LO_IN_SOFTIRQ = 8, LO_IRQ_ON = 16, LO_IN_RCU = 32, LO_LEFT_RCU = 64 };

#define LO_MAX_IRQ_SAVED 4

typedef struct {
	guint8 irq;			/* LO_IRQ_OFF, LO_IRQ_ON or neither: as on entry */
	gint8 bh, hard, soft, rcu;	/* so much more than on entry */
	guint8 n_saved, n_restored;	/* n_restored: of the flags that a caller saved */
	guint8 saved[LO_MAX_IRQ_SAVED];	/* `irq` before each save, oldest first */
} LoIrqState;

/* TRUE when it may have let interrupts in that were off in this function. */
gboolean lo_irq_apply(LoIrqState *s, LoContext context);
/* What is so on both paths; TRUE when `into` changed. */
gboolean lo_irq_join(LoIrqState *into, const LoIrqState *from);
/* Adds what a callee did that started in the present state; returns as lo_irq_apply(). */
gboolean lo_irq_call(LoIrqState *s, const LoIrqState *callee);
guint8 lo_irq_bits(const LoIrqState *s);
/* The bits of an event in a callee, as this function's. */
guint8 lo_irq_nest(guint8 outer, guint8 inner);
/* One event on two paths: what is so on both. */
guint8 lo_irq_join_bits(guint8 a, guint8 b);
