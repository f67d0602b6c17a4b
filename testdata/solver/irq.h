/* Interrupts, as kernel.h has the rest: declarations in our own words. */
#pragma once

#include "kernel.h"

typedef int irqreturn_t;
typedef irqreturn_t (*irq_handler_t)(int irq, void *data);
int request_threaded_irq(unsigned int irq, irq_handler_t handler, irq_handler_t thread, unsigned long flags, const char *name,
			 void *data);

void spin_lock_irq(spinlock_t *lock);
void spin_unlock_irq(spinlock_t *lock);
void spin_lock_bh(spinlock_t *lock);
void spin_unlock_bh(spinlock_t *lock);
unsigned long _raw_spin_lock_irqsave(spinlock_t *lock);
void spin_unlock_irqrestore(spinlock_t *lock, unsigned long flags);
void _raw_write_lock_irq(rwlock_t *lock);
void _raw_write_unlock_irq(rwlock_t *lock);
void arch_local_irq_disable(void);
void arch_local_irq_enable(void);

struct irq_data;
struct irq_chip {
	void (*irq_mask)(struct irq_data *d);
};

#define REQUEST(handler) request_threaded_irq(1, (handler), NULL, 0, "device", NULL)
