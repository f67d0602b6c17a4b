#include "orders/classes_memo.h"

/* Large enough that the pages of a piece which nobody writes to are never there. */
#define PIECE_BITS 16
#define PIECE (1u << PIECE_BITS)

struct LoClassMemo {
	guint32 *pieces[1u << (32 - PIECE_BITS)];	/* atomic, as what is in them */
};

LoClassMemo *lo_class_memo_new(void)
{
	return g_new0(LoClassMemo, 1);
}

void lo_class_memo_free(LoClassMemo *m)
{
	for (guint i = 0; m && i < G_N_ELEMENTS(m->pieces); i++)
		g_free(m->pieces[i]);
	g_free(m);
}

guint32 lo_class_memo_get(const LoClassMemo *m, LoVal v)
{
	const guint32 *piece = __atomic_load_n(&m->pieces[v >> PIECE_BITS], __ATOMIC_ACQUIRE);

	return piece ? __atomic_load_n(&piece[v & (PIECE - 1)], __ATOMIC_ACQUIRE) : 0;
}

void lo_class_memo_note(LoClassMemo *m, LoVal v, guint32 what)
{
	guint32 **piece = &m->pieces[v >> PIECE_BITS];

	if (!*piece)
		__atomic_store_n(piece, g_new0(guint32, PIECE), __ATOMIC_RELEASE);
	__atomic_store_n(&(*piece)[v & (PIECE - 1)], what, __ATOMIC_RELEASE);
}
