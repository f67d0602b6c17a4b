/*
 * A precompiled prefix: headers that many units begin with, compiled once by
 * libclang into a file without a name, which is gone with the last process that
 * has it, however that ends.
 */
#pragma once

#include "facts/ir.h"
#include "frontend/prefix_plan.h"

typedef struct {
	int fd;
	char *pch;		/* a name for it, in this process and those forked from it */
	char *draft;		/* where libclang puts it first */
	GPtrArray *files;	/* char *: the files that it was made from, absolute */
} LoPrefix;

/* `folder` is private and ours, and done with when the prefixes in it are made; `number` tells them apart.
 * NULL: no file can be made there. */
LoPrefix *lo_prefix_new(const char *folder, guint number);
void lo_prefix_free(LoPrefix *p);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(LoPrefix, lo_prefix_free)

/* Compiles it; headers with errors, or that define what a linker would see, are left out.  Gives the
 * list for lo_prefix_take_files(): this runs in a worker. */
GBytes *lo_prefix_make(const LoPrefix *p, const LoPrefixPlan *plan, GError **error);
void lo_prefix_take_files(LoPrefix *p, GBytes *made);

/* Do the facts hold a placeholder of the prefix? */
gboolean lo_prefix_shows(const LoUnit *unit);
