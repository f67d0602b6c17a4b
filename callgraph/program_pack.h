/*
 * A program's symbols and members, without bodies, as bytes and back: ids stay
 * what they were.
 */
#pragma once

#include "callgraph/program.h"
#include "common/pack.h"

void lo_program_pack(const LoProgram *p, GByteArray *out);
/* Never NULL; to be thrown away when the reader is bad after it. */
LoProgram *lo_program_unpack(LoUnpacker *u);
