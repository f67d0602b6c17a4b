/*
 * One function: its description, its parameters, its body.
 */
#include "frontend/lower.h"

static void lower_params(LoLower *l)
{
	gint n = clang_Cursor_getNumArguments(l->decl);

	for (gint i = 0; i < n; i++)
		lo_local_slot(l, clang_Cursor_getArgument(l->decl, (unsigned)i));
	lo_builder_func(l->b)->n_params = (guint32)MAX(n, 0);
}

static void describe(LoLower *l, const LoFuncInfo *f)
{
	LoFunc *fn = lo_builder_func(l->b);
	g_autofree char *ret = lo_type_name(l->r, clang_getCursorResultType(f->decl));
	guint line;

	l->source = lo_source_of(l->r, f->decl, &line);
	fn->name = lo_build_str(l->b, f->name);
	fn->scope = lo_build_str(l->b, f->scope);
	fn->file = lo_build_str(l->b, l->source ? l->source->path : "");
	fn->sig = lo_build_str(l->b, f->sig);
	fn->ret_type = lo_build_str(l->b, ret);
	fn->line = line;
	fn->end_line = lo_end_line(f->decl);
	fn->flags = f->flags;
}

/* void f(...) __attribute__((alias("g"))) is a body that calls g. */
static void lower_alias(LoLower *l, const LoFuncInfo *f, guint line)
{
	LoFuncInfo *target = lo_func_by_name(l->r, f->alias);
	guint n = lo_builder_func(l->b)->n_params;
	g_autofree LoTermId *args = g_new(LoTermId, n + 1);
	LoTermId callee, value = LO_NO_TERM;
	gint32 slot = LO_NO_SLOT;
	CXType ret = clang_getCursorResultType(f->decl);

	if (!target)
		return;
	for (guint i = 0; i < n; i++)
		args[i] = lo_build_leaf(l->b, LO_TERM_LOCAL, i);
	callee = lo_build_leaf(l->b, LO_TERM_FUNC, lo_func_sym(l, target));
	if (clang_getCanonicalType(ret).kind != CXType_Void) {
		slot = lo_temp(l, ret);
		value = lo_build_leaf(l->b, LO_TERM_LOCAL, (guint32)slot);
	}
	lo_build_call(l->b, slot, callee, args, n, line, NULL, NULL, 0);
	lo_flow_end(l, LO_EXIT_RETURN, value, line);
}

static void lower_body_of(LoLower *l, const LoFuncInfo *f)
{
	g_auto(LoKids) k = LO_KIDS_INIT;

	if (f->alias) {
		lower_alias(l, f, lo_builder_func(l->b)->line);
		return;
	}
	lo_kids(f->decl, LO_KIDS_CODE, &k);
	for (guint i = 0; i < k.n; i++)
		if (clang_getCursorKind(k.v[i]) == CXCursor_CompoundStmt)
			lo_stmt(l, k.v[i]);
}

void lo_lower_function(LoReader *r, LoFuncInfo *f)
{
	LoLower l = { .r = r, .b = lo_builder_new(), .decl = f->decl, .fresh = LO_LAZY };

	l.slots = g_hash_table_new_full(lo_cursor_hash, lo_cursor_equal, g_free, NULL);
	l.labels = g_hash_table_new_full(NULL, NULL, NULL, g_free);
	l.cleanups = g_ptr_array_new_with_free_func(g_free);
	l.gotos = lo_gotos_new();
	describe(&l, f);
	lower_params(&l);
	lo_build_position(l.b, lo_build_block(l.b));
	lower_body_of(&l, f);
	lo_flow_finish(&l, lo_builder_func(l.b)->end_line);
	g_ptr_array_add(r->unit->funcs, lo_builder_finish(l.b));
	g_clear_pointer(&l.label_order, g_ptr_array_unref);
	g_array_unref(l.gotos);
	g_ptr_array_unref(l.cleanups);
	g_hash_table_unref(l.labels);
	g_hash_table_unref(l.slots);
}
