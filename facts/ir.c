#include "facts/ir.h"

LoFunc *lo_func_new(void)
{
	LoFunc *f = g_new0(LoFunc, 1);

	f->strings = g_ptr_array_new_with_free_func(g_free);
	g_ptr_array_add(f->strings, g_strdup(""));
	f->syms = g_array_new(FALSE, FALSE, sizeof(LoSym));
	f->fields = g_array_new(FALSE, FALSE, sizeof(LoField));
	f->terms = g_array_new(FALSE, FALSE, sizeof(LoTerm));
	f->locals = g_array_new(FALSE, FALSE, sizeof(LoLocal));
	f->blocks = g_array_new(FALSE, FALSE, sizeof(LoBlock));
	f->instrs = g_array_new(FALSE, FALSE, sizeof(LoInstr));
	f->args = g_array_new(FALSE, FALSE, sizeof(LoTermId));
	f->targets = g_array_new(FALSE, FALSE, sizeof(guint32));
	f->cases = g_array_new(FALSE, FALSE, sizeof(LoCase));
	return f;
}

void lo_func_free(LoFunc *f)
{
	if (!f)
		return;
	g_ptr_array_unref(f->strings);
	g_free(f->string_block);
	g_array_unref(f->syms);
	g_array_unref(f->fields);
	g_array_unref(f->terms);
	g_array_unref(f->locals);
	g_array_unref(f->blocks);
	g_array_unref(f->instrs);
	g_array_unref(f->args);
	g_array_unref(f->targets);
	g_array_unref(f->cases);
	g_free(f);
}

static void free_func(gpointer f)
{
	lo_func_free(f);
}

LoUnit *lo_unit_new(const char *source)
{
	LoUnit *u = g_new0(LoUnit, 1);

	u->source = g_strdup(source);
	u->funcs = g_ptr_array_new_with_free_func(free_func);
	u->globals = g_ptr_array_new_with_free_func(free_func);
	u->deps = g_ptr_array_new_with_free_func(g_free);
	u->notes = g_ptr_array_new_with_free_func(g_free);
	return u;
}

void lo_unit_free(LoUnit *u)
{
	if (!u)
		return;
	g_free(u->source);
	g_ptr_array_unref(u->funcs);
	g_ptr_array_unref(u->globals);
	g_ptr_array_unref(u->deps);
	g_ptr_array_unref(u->notes);
	g_clear_pointer(&u->func_code, g_ptr_array_unref);
	g_clear_pointer(&u->global_code, g_ptr_array_unref);
	g_free(u);
}
