/*
 * Tidies the control-flow graph of a function just built: branches on constants
 * are decided, blocks that only jump are skipped, blocks that nothing reaches
 * are dropped, and a block is joined to its only predecessor.  do-while(0)
 * macros and sizeof switches leave many such blocks, and everybody after us
 * pays for each.  Block 0 stays the entry and the order of blocks is kept.
 */
#pragma once

#include "facts/ir.h"

void lo_func_simplify(LoFunc *f);
/* Drops terms, symbols and members that no instruction needs. */
void lo_func_compact(LoFunc *f);
