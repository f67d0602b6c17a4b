/*
 * Blocks, scopes and labels.  Blocks are made when something first jumps to
 * them, so that code which nothing reaches (after a noreturn call, or the
 * untaken side of a constant condition) makes none: `dead` says that there is
 * no current block and then nothing is emitted.
 */
#include "frontend/lower.h"

typedef struct {
	guint32 block;		/* left open until the label's scope is known */
	LoLabel *label;
	LoCleanup *cleanup;	/* due at the goto */
	guint line;
} LoPendingGoto;

GArray *lo_gotos_new(void)
{
	return g_array_new(FALSE, FALSE, sizeof(LoPendingGoto));
}

static gboolean enter(LoLower *l, guint *depth, guint limit)
{
	if (*depth < limit) {
		++*depth;
		return TRUE;
	}
	lo_builder_func(l->b)->flags |= LO_FUNC_PARTIAL;
	return FALSE;
}

gboolean lo_enter_expr(LoLower *l)
{
	return enter(l, &l->expr_depth, LO_MAX_EXPR_DEPTH);
}

gboolean lo_enter_stmt(LoLower *l)
{
	return enter(l, &l->stmt_depth, LO_MAX_STMT_DEPTH);
}

guint32 lo_flow_block(LoLower *l, LoLazyBlock *lazy)
{
	if (*lazy == LO_LAZY)
		*lazy = (LoLazyBlock)lo_build_block(l->b);
	return (guint32)*lazy;
}

static void terminate(LoLower *l, LoExitKind kind, LoTermId cond, const guint32 *targets, guint n, guint line)
{
	if (l->dead)
		return;
	lo_build_exit(l->b, kind, cond, targets, n, NULL, line);
	l->dead = TRUE;
	l->fresh = LO_LAZY;
}

void lo_flow_jump(LoLower *l, LoLazyBlock *to, guint line)
{
	guint32 target;

	if (l->dead)
		return;
	target = lo_flow_block(l, to);
	terminate(l, LO_EXIT_JUMP, LO_NO_TERM, &target, 1, line);
}

void lo_flow_branch(LoLower *l, LoTermId cond, LoLazyBlock *yes, LoLazyBlock *no, guint line)
{
	guint32 targets[2];
	gint64 k;

	if (l->dead)
		return;
	if (lo_const_of(l, cond, &k)) {
		lo_flow_jump(l, k ? yes : no, line);
		return;
	}
	targets[0] = lo_flow_block(l, yes);
	targets[1] = lo_flow_block(l, no);
	terminate(l, LO_EXIT_BRANCH, cond, targets, 2, line);
}

static void start_block(LoLower *l, guint32 block)
{
	lo_build_position(l->b, block);
	l->dead = FALSE;
	l->fresh = LO_LAZY;
}

void lo_flow_start(LoLower *l, const LoLazyBlock *at)
{
	if (*at == LO_LAZY) {
		l->dead = TRUE;
		return;
	}
	start_block(l, (guint32)*at);
}

void lo_flow_enter(LoLower *l, LoLazyBlock *at, guint line)
{
	lo_flow_jump(l, at, line);
	lo_flow_start(l, at);
}

void lo_flow_end(LoLower *l, LoExitKind kind, LoTermId value, guint line)
{
	terminate(l, kind, value, NULL, 0, line);
}

void lo_flow_choice(LoLower *l, const guint32 *targets, guint n, guint line)
{
	if (n == 0)
		terminate(l, LO_EXIT_NONE, LO_NO_TERM, NULL, 0, line);
	else
		terminate(l, n == 1 ? LO_EXIT_JUMP : LO_EXIT_CHOICE, LO_NO_TERM, targets, n, line);
}

void lo_set(LoLower *l, gint32 slot, LoTermId value, guint line)
{
	if (l->dead)
		return;
	lo_build_set(l->b, slot, value, line);
	l->fresh = LO_LAZY;
}

/* A variable's facts hold addresses, strings and non-zero constants only. */
static gboolean worth_keeping(LoLower *l, LoTermId value)
{
	switch ((LoTermKind)lo_term(l, value)->kind) {
	case LO_TERM_CONST:
		return lo_term(l, value)->k != 0;
	case LO_TERM_STRING:
	case LO_TERM_GLOBAL:
	case LO_TERM_FUNC:
	case LO_TERM_FIELD:
	case LO_TERM_INDEX:
		return TRUE;
	case LO_TERM_UNKNOWN:
	case LO_TERM_LOCAL:
	case LO_TERM_LOCAL_ADDR:
	case LO_TERM_LOAD:
	case LO_TERM_CONTAINER:
	case LO_TERM_NOT:
	case LO_TERM_BINOP:
	case LO_TERM__N:
		break;
	}
	return FALSE;
}

void lo_store(LoLower *l, LoTermId addr, LoTermId value, guint line)
{
	const LoTerm *t = lo_term(l, addr);

	if (l->dead || t->kind == LO_TERM_UNKNOWN || (l->variable && !worth_keeping(l, value)))
		return;
	if (t->kind == LO_TERM_LOCAL_ADDR) {
		lo_set(l, (gint32)t->a, value, line);
		return;
	}
	lo_build_store(l->b, addr, value, line, l->text);
	g_clear_pointer(&l->text, g_free);
	l->fresh = LO_LAZY;
}

void lo_put(LoLower *l, const LoDest *dest, LoTermId value, guint line)
{
	if (dest->kind == LO_DEST_SLOT)
		lo_set(l, dest->slot, value, line);
	else if (dest->kind == LO_DEST_ADDR)
		lo_store(l, dest->addr, value, line);
}

/* ---- scopes ---- */

void lo_scope_add_cleanup(LoLower *l, gint32 slot, LoFuncInfo *fn)
{
	LoCleanup *c = g_new0(LoCleanup, 1);

	c->outer = l->cleanup;
	c->slot = slot;
	c->fn = fn;
	g_ptr_array_add(l->cleanups, c);
	l->cleanup = c;
}

static void call_cleanup(LoLower *l, const LoCleanup *c, guint line)
{
	LoTermId arg = lo_build_leaf(l->b, LO_TERM_LOCAL_ADDR, (guint32)c->slot);
	LoTermId fn = lo_build_leaf(l->b, LO_TERM_FUNC, lo_func_sym(l, c->fn));

	if (l->dead)
		return;
	lo_build_call(l->b, LO_NO_SLOT, fn, &arg, 1, line, NULL, NULL, LO_CALL_CLEANUP);
	l->fresh = LO_LAZY;
}

static void unwind_from(LoLower *l, LoCleanup *from, LoCleanup *until, guint line)
{
	for (; from && from != until; from = from->outer)
		call_cleanup(l, from, line);
}

void lo_scope_unwind(LoLower *l, LoCleanup *until, guint line)
{
	unwind_from(l, l->cleanup, until, line);
}

void lo_scope_close(LoLower *l, LoCleanup *outer, guint line)
{
	lo_scope_unwind(l, outer, line);
	l->cleanup = outer;
}

/* ---- labels ---- */

/* A statement's cursor names the declaration that it was reached from, too,
 * and that differs inside an initialiser: the statement alone is the key. */
static gconstpointer label_key(CXCursor label_stmt)
{
	return label_stmt.data[1];
}

LoLabel *lo_label(LoLower *l, CXCursor label_stmt)
{
	LoLabel *label = g_hash_table_lookup(l->labels, label_key(label_stmt));

	if (!label) {
		label = g_new0(LoLabel, 1);
		label->block = LO_LAZY;
		g_hash_table_insert(l->labels, (gpointer)label_key(label_stmt), label);
	}
	return label;
}

void lo_label_place(LoLower *l, LoLabel *label, guint line)
{
	label->placed = TRUE;
	label->cleanup = l->cleanup;
	if (label->block == LO_LAZY && l->fresh != LO_LAZY)
		label->block = l->fresh;
	if (l->fresh != LO_LAZY && label->block == l->fresh)
		return;
	lo_flow_block(l, &label->block);
	lo_flow_enter(l, &label->block, line);
	l->fresh = label->block;
}

void lo_goto(LoLower *l, LoLabel *label, guint line)
{
	LoPendingGoto g = { .label = label, .cleanup = l->cleanup, .line = line };

	if (l->dead)
		return;
	if (!l->cleanup) {
		lo_flow_jump(l, &label->block, line);
		return;
	}
	lo_flow_block(l, &label->block);
	g.block = lo_build_current(l->b);
	g_array_append_val(l->gotos, g);
	l->dead = TRUE;
	l->fresh = LO_LAZY;
}

typedef struct {
	LoLower *l;
	guint depth;
} LabelScan;

static void note_label_use(LoLower *l, CXCursor use, gboolean address)
{
	g_auto(LoKids) k = LO_KIDS_INIT;
	CXCursor label;

	lo_kids(use, LO_KIDS_ALL, &k);
	if (!k.n || clang_getCursorKind(k.v[0]) != CXCursor_LabelRef)
		return;
	label = clang_getCursorReferenced(k.v[0]);
	if (address)
		lo_label(l, label)->addressed = TRUE;
	else
		lo_label(l, label)->jumped = TRUE;
}

static enum CXChildVisitResult scan_labels(CXCursor c, CXCursor parent, CXClientData data)
{
	LabelScan *s = data;

	(void)parent;
	switch (clang_getCursorKind(c)) {
	case CXCursor_LabelStmt:
		g_ptr_array_add(s->l->label_order, lo_label(s->l, c));
		break;
	case CXCursor_GotoStmt:
		note_label_use(s->l, c, FALSE);
		break;
	case CXCursor_AddrLabelExpr:
		note_label_use(s->l, c, TRUE);
		break;
	default:
		break;
	}
	if (s->depth >= LO_MAX_STMT_DEPTH)
		return CXChildVisit_Continue;
	s->depth++;
	clang_visitChildren(c, scan_labels, s);
	s->depth--;
	return CXChildVisit_Continue;
}

GPtrArray *lo_labels(LoLower *l)
{
	LabelScan s = { l, 0 };

	if (!l->label_order) {
		l->label_order = g_ptr_array_new();
		clang_visitChildren(l->decl, scan_labels, &s);
	}
	return l->label_order;
}

/* ---- the end of a function ---- */

/* Runs what is due between the goto and the innermost scope that holds both. */
static void finish_goto(LoLower *l, const LoPendingGoto *g)
{
	LoCleanup *common = g->cleanup;

	for (; common; common = common->outer) {
		LoCleanup *c = g->label->cleanup;

		while (c && c != common)
			c = c->outer;
		if (c)
			break;
	}
	start_block(l, g->block);
	unwind_from(l, g->cleanup, common, g->line);
	lo_flow_jump(l, &g->label->block, g->line);
}

void lo_flow_finish(LoLower *l, guint line)
{
	GHashTableIter it;
	gpointer p;

	lo_flow_end(l, LO_EXIT_RETURN, LO_NO_TERM, line);
	for (guint i = 0; i < l->gotos->len; i++)
		finish_goto(l, &g_array_index(l->gotos, LoPendingGoto, i));
	g_hash_table_iter_init(&it, l->labels);
	while (g_hash_table_iter_next(&it, NULL, &p)) {
		LoLabel *label = p;

		if (label->placed || label->block == LO_LAZY)
			continue;
		start_block(l, (guint32)label->block);
		lo_flow_end(l, LO_EXIT_NONE, LO_NO_TERM, line);
	}
}
