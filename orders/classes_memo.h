/*
 * The class of each value that was asked for, by the value's id: several
 * threads may look, one at a time notes.
 */
#pragma once

#include "summary/value.h"

typedef struct LoClassMemo LoClassMemo;

LoClassMemo *lo_class_memo_new(void);
void lo_class_memo_free(LoClassMemo *m);
/* 0: nothing is noted. */
guint32 lo_class_memo_get(const LoClassMemo *m, LoVal v);
void lo_class_memo_note(LoClassMemo *m, LoVal v, guint32 what);
