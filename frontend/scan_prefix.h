/*
 * The precompiled prefixes of one scan: planned, and made by worker processes
 * in a temporary folder that is gone when they are.
 */
#pragma once

#include "frontend/pool.h"
#include "frontend/prefix.h"

typedef struct LoScanPrefixes LoScanPrefixes;

/*
 * For `n` units, which stay as they are until it is freed.  `pool` says how many
 * workers and their limits.  NULL when nothing is gained by it, and with an
 * error when the scan was interrupted or no worker could be started.
 */
LoScanPrefixes *lo_scan_prefixes_new(const LoPrefixUnit *units, guint n, const LoPoolOptions *pool, GError **error);
void lo_scan_prefixes_free(LoScanPrefixes *s);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(LoScanPrefixes, lo_scan_prefixes_free)

const LoPrefix *lo_scan_prefix_of(const LoScanPrefixes *s, guint unit);	/* NULL: none */
guint64 lo_scan_prefix_bytes_left(const LoScanPrefixes *s, guint unit);	/* of text that it reads besides */
guint lo_scan_prefixes_count(const LoScanPrefixes *s);
guint lo_scan_prefixes_users(const LoScanPrefixes *s);
