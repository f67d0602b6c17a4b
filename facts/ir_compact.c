/*
 * Drops the terms, symbols and members that nothing uses any more: addresses of
 * what turned out to be loads, and all that dead blocks mentioned.  A quarter of
 * a kernel's terms; and a symbol that stays would count as called.
 */
#include "facts/ir_simplify.h"

#include <string.h>

#define UNUSED G_MAXUINT32

typedef struct {
	guint32 *terms, *syms, *fields;	/* old index -> new one, or UNUSED; while marking: 0 is used */
} Numbers;

static guint32 *all_unused(const GArray *a)
{
	guint32 *number = g_new(guint32, a->len + 1);

	for (guint i = 0; i <= a->len; i++)
		number[i] = UNUSED;
	return number;
}

static void use_term(Numbers *n, LoTermId t)
{
	if (t != LO_NO_TERM)
		n->terms[t] = 0;
}

static void use_operands(Numbers *n, const LoTerm *t)
{
	switch ((LoTermKind)t->kind) {
	case LO_TERM_GLOBAL:
	case LO_TERM_FUNC:
		n->syms[t->a] = 0;
		break;
	case LO_TERM_FIELD:
	case LO_TERM_CONTAINER:
		n->fields[t->b] = 0;
		use_term(n, t->a);
		break;
	case LO_TERM_INDEX:
	case LO_TERM_BINOP:
		use_term(n, t->b);
		use_term(n, t->a);
		break;
	case LO_TERM_LOAD:
	case LO_TERM_NOT:
		use_term(n, t->a);
		break;
	case LO_TERM_UNKNOWN:
	case LO_TERM_CONST:
	case LO_TERM_STRING:
	case LO_TERM_LOCAL:
	case LO_TERM_LOCAL_ADDR:
	case LO_TERM__N:
		break;
	}
}

static void mark(const LoFunc *f, Numbers *n)
{
	for (guint i = 0; i < f->instrs->len; i++) {
		use_term(n, LO_AT(f->instrs, LoInstr, i).addr);
		use_term(n, LO_AT(f->instrs, LoInstr, i).value);
	}
	for (guint i = 0; i < f->args->len; i++)
		use_term(n, LO_AT(f->args, LoTermId, i));
	for (guint i = 0; i < f->blocks->len; i++)
		use_term(n, LO_AT(f->blocks, LoBlock, i).cond);
	for (guint i = f->terms->len; i-- > 0;)	/* operands precede their users */
		if (n->terms[i] != UNUSED)
			use_operands(n, &LO_AT(f->terms, LoTerm, i));
}

/* Moves the used elements to the front and writes down where they went. */
static void squeeze(GArray *a, guint32 *number)
{
	guint size = g_array_get_element_size(a), next = 0;

	for (guint i = 0; i < a->len; i++) {
		if (number[i] == UNUSED)	/* NOLINT(clang-analyzer-core.*): it has as many elements */
			continue;
		if (next != i)
			memcpy(a->data + (gsize)next * size, a->data + (gsize)i * size, size);
		number[i] = next++;
	}
	g_array_set_size(a, next);
}

static void renumber(LoTermId *t, const Numbers *n)
{
	if (*t != LO_NO_TERM)
		*t = n->terms[*t];
}

static void renumber_operands(LoTerm *t, const Numbers *n)
{
	switch ((LoTermKind)t->kind) {
	case LO_TERM_GLOBAL:
	case LO_TERM_FUNC:
		t->a = n->syms[t->a];
		break;
	case LO_TERM_FIELD:
	case LO_TERM_CONTAINER:
		t->a = n->terms[t->a];
		t->b = n->fields[t->b];
		break;
	case LO_TERM_INDEX:
	case LO_TERM_BINOP:
		renumber(&t->a, n);
		renumber(&t->b, n);
		break;
	case LO_TERM_LOAD:
	case LO_TERM_NOT:
		t->a = n->terms[t->a];
		break;
	case LO_TERM_UNKNOWN:
	case LO_TERM_CONST:
	case LO_TERM_STRING:
	case LO_TERM_LOCAL:
	case LO_TERM_LOCAL_ADDR:
	case LO_TERM__N:
		break;
	}
}

static void renumber_all(LoFunc *f, const Numbers *n)
{
	for (guint i = 0; i < f->terms->len; i++)
		renumber_operands(&LO_AT(f->terms, LoTerm, i), n);
	for (guint i = 0; i < f->instrs->len; i++) {
		renumber(&LO_AT(f->instrs, LoInstr, i).addr, n);
		renumber(&LO_AT(f->instrs, LoInstr, i).value, n);
	}
	for (guint i = 0; i < f->args->len; i++)
		renumber(&LO_AT(f->args, LoTermId, i), n);
	for (guint i = 0; i < f->blocks->len; i++)
		renumber(&LO_AT(f->blocks, LoBlock, i).cond, n);
}

void lo_func_compact(LoFunc *f)
{
	Numbers n = { all_unused(f->terms), all_unused(f->syms), all_unused(f->fields) };

	mark(f, &n);
	squeeze(f->terms, n.terms);
	squeeze(f->syms, n.syms);
	squeeze(f->fields, n.fields);
	renumber_all(f, &n);
	g_free(n.terms);
	g_free(n.syms);
	g_free(n.fields);
}
