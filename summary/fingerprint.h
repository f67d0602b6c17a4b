/*
 * Two versions of a function compared: hashes that do not depend on where in
 * the body something stands.  Line numbers, the order of instructions and the
 * numbers that values made at a call site get are left out.
 */
#pragma once

#include "summary/summary.h"

/* What one event means for the order of locks, without the first `skip` of those held. */
guint64 lo_fingerprint_event(const LoVals *vals, const LoSummary *s, const LoEvent *ev, guint32 skip);
/* What a caller's own summary is made of: when it is the same, so are the callers'. */
guint64 lo_fingerprint_returns(const LoVals *vals, const LoSummary *s);
/* One fact of each kind. */
guint64 lo_fingerprint_init(const LoVals *vals, const LoInitFact *f);
guint64 lo_fingerprint_store(const LoVals *vals, const LoStoreFact *f);
guint64 lo_fingerprint_registration(const LoVals *vals, const LoRegFact *f);
guint64 lo_fingerprint_leak(const LoVals *vals, const LoLeak *l);
