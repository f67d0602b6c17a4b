/*
 * Locks used against their rules in one function: released twice, or initialised
 * while held, or not held though others are taken under it.  Told only where every
 * way to the place does so.
 */
#pragma once

#include "summary/interp.h"

typedef enum {
	LO_MISUSE_RELEASED_TWICE,
	LO_MISUSE_INIT_HELD,
	LO_MISUSE_NOT_NESTED,	/* taken under a lock that is to serialise it, and is not held */
	LO_MISUSE_DESTROY_HELD,
	LO_MISUSE_NOT_HELD,	/* released, by a function that has not taken it: who calls that holding it?  User space only */
	LO_MISUSE_LEFT_HELD,	/* by a thread that ends; of no function's summary */
} LoMisuse;

GArray *lo_misuse_places_new(void);	/* LoRun.misuses */
/* Before the state changes. */
void lo_misuse_note_release(LoCallSite *c, LoState *s, LoVal lock);
/* A callee that releases the lock on some ways only: the caller may have seen to it that it goes another. */
void lo_misuse_note_kept(LoCallSite *c, LoVal lock);
/* `kind`: LO_MISUSE_INIT_HELD or LO_MISUSE_DESTROY_HELD. */
void lo_misuse_note_made(LoCallSite *c, const LoState *s, LoVal lock, LoMisuse kind);
/* `lock` is taken, with `nest` to serialise it and others. */
void lo_misuse_note_nest(LoCallSite *c, const LoState *s, LoVal lock, LoVal nest);
/* The body has been run: what was against the rules on every way becomes an event. */
void lo_misuse_finish(LoRun *run);
