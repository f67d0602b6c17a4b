/*
 * The programs of a tree that holds several: for each unit with a main(), what
 * a linker would put together with it, by the names of functions and variables
 * that one unit defines and another uses.  Functions and locks of the same name
 * in two of them have nothing in common.
 *
 * What no program uses belongs to the one whose names it uses (a module that is
 * loaded at run time), or is a library: units that use each other.
 */
#pragma once

#include "facts/store.h"

/* GPtrArray of GPtrArray of char *: the sources of each part, the one with the main() first.  Transfer full.
 * Empty when the whole store is one program, or none. */
GPtrArray *lo_parts_find(LoStore *store, GError **error);
