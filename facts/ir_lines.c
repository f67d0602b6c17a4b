#include "facts/ir_lines.h"

LoFunc *lo_func_copy(const LoFunc *f)
{
	g_autoptr(GBytes) code = lo_func_encode(f);
	gsize len;
	const guint8 *data = g_bytes_get_data(code, &len);

	return lo_func_decode(data, len, NULL);
}

/* ---- bodies without lines ---- */

/* __LINE__, in an initialiser. */
static void forget_line_number(LoFunc *f, const LoInstr *in)
{
	LoTerm *t = in->kind == LO_INSTR_STORE ? &LO_AT(f->terms, LoTerm, in->value) : NULL;

	if (t && t->kind == LO_TERM_CONST && (t->k == in->line || t->k == f->line))
		t->k = 0;
}

/* __LINE__, given to a function: what may be one is told from the body's beginning. */
static void make_lines_relative(LoFunc *f)
{
	g_autofree guint8 *done = g_new0(guint8, f->terms->len + 1);

	for (guint i = 0; i < f->args->len; i++) {
		LoTermId id = LO_AT(f->args, LoTermId, i);
		LoTerm *t = id < f->terms->len && !done[id] ? &LO_AT(f->terms, LoTerm, id) : NULL;
		if (!t || t->kind != LO_TERM_CONST || t->k < f->line || t->k > f->end_line)
			continue;
		t->k -= f->line;
		done[id] = TRUE;
	}
}

/* Unless `named`, of a variable, also without its own name. */
static GBytes *code_without_lines(const LoFunc *f, gboolean named)
{
	g_autoptr(LoFunc) bare = lo_func_copy(f);

	for (guint i = 0; !named && i < bare->instrs->len; i++)
		forget_line_number(bare, &LO_AT(bare->instrs, LoInstr, i));
	make_lines_relative(bare);
	bare->line = bare->end_line = 0;
	for (guint i = 0; i < bare->instrs->len; i++)
		LO_AT(bare->instrs, LoInstr, i).line = 0;
	for (guint i = 0; i < bare->blocks->len; i++)
		LO_AT(bare->blocks, LoBlock, i).line = 0;
	if (!named)	/* what was decoded only borrows its strings */
		g_ptr_array_index(bare->strings, bare->name) = (gpointer)"";
	return lo_func_encode(bare);
}

gboolean lo_func_is_same_elsewhere(const LoFunc *a, const LoFunc *b, gboolean named)
{
	g_autoptr(GBytes) x = code_without_lines(a, named), y = code_without_lines(b, named);

	return g_bytes_equal(x, y);
}

/* ---- lines that move ---- */

static gboolean add_move(GHashTable *lines, guint32 from, guint32 to)
{
	gpointer known;

	if (g_hash_table_lookup_extended(lines, GUINT_TO_POINTER(from), NULL, &known))
		return GPOINTER_TO_UINT(known) == to;
	g_hash_table_insert(lines, GUINT_TO_POINTER(from), GUINT_TO_POINTER(to));
	return TRUE;
}

gboolean lo_func_moved_lines(const LoFunc *was, const LoFunc *now, GHashTable *lines)
{
	gboolean ok = add_move(lines, was->line, now->line);

	ok = (was->end_line == was->line || add_move(lines, was->end_line, now->end_line)) && ok;
	for (guint i = 0; i < was->instrs->len && i < now->instrs->len; i++)
		ok = add_move(lines, LO_AT(was->instrs, LoInstr, i).line, LO_AT(now->instrs, LoInstr, i).line) && ok;
	for (guint i = 0; i < was->blocks->len && i < now->blocks->len; i++)
		ok = add_move(lines, LO_AT(was->blocks, LoBlock, i).line, LO_AT(now->blocks, LoBlock, i).line) && ok;
	return ok;
}
