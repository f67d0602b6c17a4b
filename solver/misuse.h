/*
 * Locks used against their rules in one function: released twice, or initialised
 * while held.  Told only where every way to the place does so.
 */
#pragma once

#include "solver/interp.h"
#include "solver/irq_report.h"

typedef enum { LO_MISUSE_RELEASED_TWICE, LO_MISUSE_INIT_HELD } LoMisuse;

GArray *lo_misuse_places_new(void);	/* LoRun.misuses */
/* Before the state changes. */
void lo_misuse_note_release(LoCallSite *c, LoState *s, LoVal lock);
void lo_misuse_note_init(LoCallSite *c, const LoState *s, LoVal lock);
/* The body has been run: what was against the rules on every way becomes an event. */
void lo_misuse_finish(LoRun *run);

/* Adds reports of these events in functions that count. */
void lo_misuse_add_reports(LoSolution *sol, const LoIrqReports *in);
