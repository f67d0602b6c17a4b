/*
 * What a body does before it signals a completion: whoever waits for the
 * completion waits for all of that.
 */
#pragma once

#include "summary/interp.h"

#define LO_MAX_COMPLETING_DEPTH 4	/* calls between a function and the complete() that counts as its */

/* Fills `completes` and `befores` of the run's summary, when its events are known. */
void lo_record_befores(LoRun *run);
