#include "frontend/lower.h"

void lo_loop_body(LoLower *l, CXCursor body, LoLazyBlock *on_break, LoLazyBlock *on_continue)
{
	LoLoop loop = { l->loop, on_break, on_continue, l->cleanup };

	l->loop = &loop;
	lo_stmt(l, body);
	l->loop = loop.outer;
}

void lo_while(LoLower *l, CXCursor c)
{
	g_auto(LoKids) k = LO_KIDS_INIT;
	LoLazyBlock head = LO_LAZY, body = LO_LAZY, after = LO_LAZY;

	lo_kids(c, LO_KIDS_CODE, &k);
	if (k.n < 2)
		return;
	lo_flow_enter(l, &head, lo_line(c));
	lo_cond(l, k.v[0], &body, &after);
	lo_flow_start(l, &body);
	lo_loop_body(l, k.v[1], &after, &head);
	lo_flow_jump(l, &head, lo_line(c));
	lo_flow_start(l, &after);
}

static gboolean is_zero(CXCursor c)
{
	gint64 k;

	return clang_getCursorKind(lo_strip(c)) == CXCursor_IntegerLiteral && lo_evaluate(lo_strip(c), &k) && !k;
}

void lo_do(LoLower *l, CXCursor c)
{
	g_auto(LoKids) k = LO_KIDS_INIT;
	LoLazyBlock body = LO_LAZY, next = LO_LAZY, after = LO_LAZY;

	lo_kids(c, LO_KIDS_CODE, &k);
	if (k.n < 2)
		return;
	if (is_zero(k.v[1])) {
		lo_loop_body(l, k.v[0], &after, &after);
		if (after != LO_LAZY)
			lo_flow_enter(l, &after, lo_end_line(c));
		return;
	}
	lo_flow_enter(l, &body, lo_line(c));
	lo_loop_body(l, k.v[0], &after, &next);
	if (next != LO_LAZY)
		lo_flow_enter(l, &next, lo_end_line(c));
	lo_cond(l, k.v[1], &body, &after);
	lo_flow_start(l, &after);
}

typedef struct {
	CXCursor init, cond, step, body;
} ForParts;

static gboolean is_assignment(CXCursor c)
{
	return clang_getCursorKind(c) == CXCursor_BinaryOperator &&
		clang_getCursorBinaryOperatorKind(c) == CXBinaryOperator_Assign;
}

static gboolean is_step(CXCursor c)
{
	enum CXUnaryOperatorKind u;

	if (clang_getCursorKind(c) == CXCursor_CompoundAssignOperator)
		return TRUE;
	if (clang_getCursorKind(c) != CXCursor_UnaryOperator)
		return FALSE;
	u = clang_getCursorUnaryOperatorKind(c);
	return u == CXUnaryOperator_PostInc || u == CXUnaryOperator_PostDec ||
		u == CXUnaryOperator_PreInc || u == CXUnaryOperator_PreDec;
}

/* When the text does not tell: by what usually stands where. */
static void guess_parts(const LoKids *k, gboolean part[3])
{
	guint n = k->n - 1;

	part[0] = n && (clang_getCursorKind(k->v[0]) == CXCursor_DeclStmt || is_assignment(k->v[0]));
	part[2] = n > (guint)part[0] && (is_step(k->v[n - 1]) || n > part[0] + 1u || is_assignment(k->v[n - 1]));
	part[1] = n > (guint)part[0] + part[2];
	if (n > (guint)part[0] + part[1] + part[2])
		part[0] = TRUE;
}

/* libclang gives the parts that are there without telling which they are. */
static void split_for(LoLower *l, CXCursor c, const LoKids *k, ForParts *f)
{
	gboolean part[3];
	guint i = 0;

	f->init = f->cond = f->step = clang_getNullCursor();
	f->body = k->v[k->n - 1];
	if (k->n == 4)
		part[0] = part[1] = part[2] = TRUE;
	else if (!lo_for_parts(l->r, c, part) || (guint)part[0] + part[1] + part[2] != k->n - 1)
		guess_parts(k, part);
	if (part[0] && i + 1 < k->n)
		f->init = k->v[i++];
	if (part[1] && i + 1 < k->n)
		f->cond = k->v[i++];
	if (part[2] && i + 1 < k->n)
		f->step = k->v[i++];
}

void lo_for(LoLower *l, CXCursor c)
{
	g_auto(LoKids) k = LO_KIDS_INIT;
	LoLazyBlock head = LO_LAZY, body = LO_LAZY, next = LO_LAZY, after = LO_LAZY;
	LoCleanup *outer = l->cleanup;
	ForParts f;

	lo_kids(c, LO_KIDS_CODE, &k);
	if (!k.n)
		return;
	split_for(l, c, &k, &f);
	if (!clang_Cursor_isNull(f.init))
		lo_stmt(l, f.init);
	lo_flow_enter(l, &head, lo_line(c));
	if (!clang_Cursor_isNull(f.cond)) {
		lo_cond(l, f.cond, &body, &after);
		lo_flow_start(l, &body);
	}
	lo_loop_body(l, f.body, &after, clang_Cursor_isNull(f.step) ? &head : &next);
	if (next != LO_LAZY)
		lo_flow_enter(l, &next, lo_line(c));
	if (!clang_Cursor_isNull(f.step) && !l->dead)
		lo_effect(l, f.step);
	lo_flow_jump(l, &head, lo_line(c));
	lo_flow_start(l, &after);
	lo_scope_close(l, outer, lo_end_line(c));
}
