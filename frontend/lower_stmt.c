#include "frontend/lower.h"

/* ---- locals ---- */

gint32 lo_local_slot(LoLower *l, CXCursor variable)
{
	gint32 slot = GPOINTER_TO_INT(g_hash_table_lookup(l->slots, &variable)) - 1;
	g_autofree char *name = NULL, *type = NULL;

	if (slot >= 0)
		return slot;
	name = lo_decl_name(variable);
	type = lo_type_name(l->r, clang_getCursorType(variable));
	if (g_str_has_suffix(type, "__va_list_tag"))
		l->varargs = TRUE;
	slot = lo_build_local(l->b, name, type);
	g_hash_table_insert(l->slots, lo_cursor_box(variable), GINT_TO_POINTER(slot + 1));
	return slot;
}

static void add_cleanup(LoLower *l, CXCursor var, gint32 slot)
{
	g_autofree char *name = lo_attr_cleanup(var);
	LoFuncInfo *fn = name ? lo_func_by_name(l->r, name) : NULL;

	if (fn)
		lo_scope_add_cleanup(l, slot, fn);
}

static void lower_var(LoLower *l, CXCursor var)
{
	enum CX_StorageClass storage = clang_Cursor_getStorageClass(var);
	CXCursor init;
	gint32 slot;

	if (storage == CX_SC_Static)
		lo_var_info(l->r, var);
	if (storage == CX_SC_Static || storage == CX_SC_Extern)
		return;
	slot = lo_local_slot(l, var);
	init = clang_Cursor_getVarDeclInitializer(var);
	if (!clang_Cursor_isNull(init))
		lo_init_into(l, lo_build_leaf(l->b, LO_TERM_LOCAL_ADDR, (guint32)slot), lo_canonical(var), init);
	add_cleanup(l, var, slot);
}

static void lower_decls(LoLower *l, CXCursor c)
{
	g_auto(LoKids) k = LO_KIDS_INIT;

	lo_kids(c, LO_KIDS_ALL, &k);
	for (guint i = 0; i < k.n; i++)
		if (clang_getCursorKind(k.v[i]) == CXCursor_VarDecl)
			lower_var(l, k.v[i]);
}

/* ---- dead code ---- */

static enum CXChildVisitResult find_label(CXCursor c, CXCursor parent, CXClientData data)
{
	gboolean *found = data;

	(void)parent;
	switch (clang_getCursorKind(c)) {
	case CXCursor_LabelStmt:
	case CXCursor_CaseStmt:
	case CXCursor_DefaultStmt:
		*found = TRUE;
		return CXChildVisit_Break;
	default:
		return CXChildVisit_Recurse;
	}
}

/* Can control come into the statement other than from above? */
static gboolean has_label(CXCursor c)
{
	gboolean found = FALSE;

	find_label(c, c, &found);
	if (!found)
		clang_visitChildren(c, find_label, &found);
	return found;
}

/* ---- statements ---- */

void lo_compound(LoLower *l, CXCursor c, const LoDest *value)
{
	g_auto(LoKids) k = LO_KIDS_INIT;
	LoCleanup *outer = l->cleanup;

	lo_kids(c, LO_KIDS_CODE, &k);
	for (guint i = 0; i < k.n; i++) {
		if (i + 1 == k.n && value && value->kind != LO_DEST_NONE && clang_isExpression(k.v[i].kind))
			lo_value_into(l, k.v[i], value);
		else
			lo_stmt(l, k.v[i]);
	}
	lo_scope_close(l, outer, lo_end_line(c));
}

/* A value that a local of the block holds is good after it, unless a cleanup may change it. */
static LoTermId last_value(LoLower *l, CXCursor c, LoCleanup *outer)
{
	LoTermId value = lo_value(l, c);
	gint32 slot;

	if (l->cleanup == outer || l->dead)
		return value;
	slot = lo_temp(l, clang_getCursorType(c));
	lo_set(l, slot, value, lo_line(c));
	return lo_build_leaf(l->b, LO_TERM_LOCAL, (guint32)slot);
}

LoTermId lo_compound_value(LoLower *l, CXCursor c)
{
	g_auto(LoKids) k = LO_KIDS_INIT;
	LoTermId value = lo_build_unknown(l->b);
	LoCleanup *outer = l->cleanup;

	lo_kids(c, LO_KIDS_CODE, &k);
	for (guint i = 0; i < k.n; i++) {
		if (i + 1 == k.n && clang_isExpression(clang_getCursorKind(k.v[i])) && !l->dead &&
		    lo_canonical(k.v[i]).kind != CXType_Void)
			value = last_value(l, k.v[i], outer);
		else
			lo_stmt(l, k.v[i]);
	}
	lo_scope_close(l, outer, lo_end_line(c));
	return value;
}

static void lower_if(LoLower *l, CXCursor c)
{
	g_auto(LoKids) k = LO_KIDS_INIT;
	LoLazyBlock yes = LO_LAZY, no = LO_LAZY, join = LO_LAZY;

	lo_kids(c, LO_KIDS_CODE, &k);
	if (k.n < 2)
		return;
	lo_cond(l, k.v[0], &yes, k.n > 2 ? &no : &join);
	lo_flow_start(l, &yes);
	lo_stmt(l, k.v[1]);
	if (k.n > 2) {
		lo_flow_jump(l, &join, lo_end_line(k.v[1]));
		lo_flow_start(l, &no);
		lo_stmt(l, k.v[2]);
	}
	if (join == LO_LAZY)
		return;		/* what is current, if anything, goes on */
	lo_flow_enter(l, &join, lo_end_line(c));
}

/* ---- jumps ---- */

static void lower_break(LoLower *l, CXCursor c)
{
	if (!l->loop)
		return;
	lo_scope_unwind(l, l->loop->cleanup, lo_line(c));
	lo_flow_jump(l, l->loop->on_break, lo_line(c));
}

static void lower_continue(LoLower *l, CXCursor c)
{
	LoLoop *loop = l->loop;

	while (loop && !loop->on_continue)
		loop = loop->outer;
	if (!loop)
		return;
	lo_scope_unwind(l, loop->cleanup, lo_line(c));
	lo_flow_jump(l, loop->on_continue, lo_line(c));
}

static void lower_goto(LoLower *l, CXCursor c)
{
	g_auto(LoKids) k = LO_KIDS_INIT;

	lo_kids(c, LO_KIDS_ALL, &k);
	if (k.n && clang_getCursorKind(k.v[0]) == CXCursor_LabelRef)
		lo_goto(l, lo_label(l, clang_getCursorReferenced(k.v[0])), lo_line(c));
	else
		lo_flow_end(l, LO_EXIT_NONE, LO_NO_TERM, lo_line(c));
}

static void lower_computed_goto(LoLower *l, CXCursor c)
{
	g_autoptr(GArray) targets = g_array_new(FALSE, FALSE, sizeof(guint32));
	g_auto(LoKids) k = LO_KIDS_INIT;
	GPtrArray *labels = lo_labels(l);

	lo_kids(c, LO_KIDS_CODE, &k);
	if (k.n)
		lo_effect(l, k.v[k.n - 1]);
	if (l->dead)
		return;
	for (guint i = 0; i < labels->len; i++) {
		LoLabel *label = g_ptr_array_index(labels, i);

		if (label->addressed) {
			guint32 block = lo_flow_block(l, &label->block);

			g_array_append_val(targets, block);
		}
	}
	lo_flow_choice(l, targets->len ? &LO_AT(targets, guint32, 0) : NULL, targets->len, lo_line(c));
}

/* A constant, or a temporary that no cleanup knows of. */
static gboolean survives_cleanup(LoLower *l, LoTermId value)
{
	const LoTerm *t = lo_term(l, value);

	return t->kind == LO_TERM_CONST ||
		(t->kind == LO_TERM_LOCAL && !LO_AT(lo_builder_func(l->b)->locals, LoLocal, t->a).name);
}

static void lower_return(LoLower *l, CXCursor c)
{
	g_auto(LoKids) k = LO_KIDS_INIT;
	LoTermId value = LO_NO_TERM;

	lo_kids(c, LO_KIDS_CODE, &k);
	if (k.n && lo_canonical(k.v[0]).kind == CXType_Void) {
		lo_effect(l, k.v[0]);
	} else if (k.n) {
		value = lo_value(l, k.v[0]);
		/* the value is computed before the cleanups run */
		if (l->cleanup && !l->dead && !survives_cleanup(l, value)) {
			gint32 slot = lo_temp(l, clang_getCursorType(k.v[0]));

			lo_set(l, slot, value, lo_line(c));
			value = lo_build_leaf(l->b, LO_TERM_LOCAL, (guint32)slot);
		}
	}
	lo_scope_unwind(l, NULL, lo_line(c));
	lo_flow_end(l, LO_EXIT_RETURN, value, lo_line(c));
}

static void lower_label(LoLower *l, CXCursor c)
{
	g_auto(LoKids) k = LO_KIDS_INIT;

	lo_kids(c, LO_KIDS_CODE, &k);
	lo_label_place(l, lo_label(l, c), lo_line(c));
	if (k.n)
		lo_stmt(l, k.v[k.n - 1]);
}

static void lower_children(LoLower *l, CXCursor c)
{
	g_auto(LoKids) k = LO_KIDS_INIT;

	lo_kids(c, LO_KIDS_CODE, &k);
	for (guint i = 0; i < k.n; i++)
		lo_stmt(l, k.v[i]);
}

static void dispatch(LoLower *l, CXCursor c)
{
	enum CXCursorKind kind = clang_getCursorKind(c);

	switch (kind) {
	case CXCursor_CompoundStmt:	lo_compound(l, c, NULL); break;
	case CXCursor_DeclStmt:		lower_decls(l, c); break;
	case CXCursor_IfStmt:		lower_if(l, c); break;
	case CXCursor_WhileStmt:	lo_while(l, c); break;
	case CXCursor_DoStmt:		lo_do(l, c); break;
	case CXCursor_ForStmt:		lo_for(l, c); break;
	case CXCursor_SwitchStmt:	lo_switch(l, c); break;
	case CXCursor_CaseStmt:		lo_case(l, c); break;
	case CXCursor_DefaultStmt:	lo_default(l, c); break;
	case CXCursor_BreakStmt:	lower_break(l, c); break;
	case CXCursor_ContinueStmt:	lower_continue(l, c); break;
	case CXCursor_GotoStmt:		lower_goto(l, c); break;
	case CXCursor_IndirectGotoStmt:	lower_computed_goto(l, c); break;
	case CXCursor_LabelStmt:	lower_label(l, c); break;
	case CXCursor_ReturnStmt:	lower_return(l, c); break;
	case CXCursor_GCCAsmStmt:
	case CXCursor_MSAsmStmt:	lo_asm(l, c); break;
	case CXCursor_NullStmt:		break;
	default:
		if (clang_isExpression(kind))
			lo_effect(l, c);
		else
			lower_children(l, c);	/* a statement with attributes */
	}
}

void lo_stmt(LoLower *l, CXCursor c)
{
	if (l->dead && !has_label(c))
		return;
	if (!lo_enter_stmt(l))
		return;
	dispatch(l, c);
	lo_leave_stmt(l);
}
