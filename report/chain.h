/*
 * Call chains as text: one line per hop, `function at file:line`, with the
 * note of an indirect hop after it.
 */
#pragma once

#include "report/report.h"

/* "function at file:line" of one hop, without note or newline.  `paint` may be NULL, here and below. */
void lo_put_hop(GString *out, const LoHop *hop, const LoPaint *paint);

/* All hops of `chain`, each on a line that starts with `indent`. */
void lo_put_chain(GString *out, const GArray *chain, const char *indent, const LoPaint *paint);

/* What happens in hop `i` as a sentence: "f calls g [through ops.g]" where the call is indirect, of the last one "g acquires LOCK {X}".
 * `lock` is escaped here. */
void lo_put_step(GString *out, const GArray *chain, guint i, const char *lock, LoHold hold);

/* What the source line of hop `i` names if the call is direct: the next function; NULL of the last one. */
const char *lo_chain_callee(const GArray *chain, guint i);

/* The hop where the lock is taken; NULL when the chain is empty. */
const LoHop *lo_chain_last(const GArray *chain);
const LoHop *lo_chain_first(const GArray *chain);
