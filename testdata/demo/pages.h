/* Batches of free pages, per worker. */
#pragma once

void pages_init(void);

/* Nobody refills a batch between the two; the first returns with the batch lock held. */
void pages_drain_begin(void);
void pages_drain_end(void);
