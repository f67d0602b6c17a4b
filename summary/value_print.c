/* Values as people read them. */
#include "summary/value_internal.h"

static void print(const LoVals *vs, LoVal id, GString *out)
{
	static const char *const ops[] = { "==", "!=", "<", "<=", ">", ">=", "&", "|", "^", "+", "-", "?", "*", "/", "%" };
	const LoValue *v = lo_val(vs, id);

	switch ((LoValKind)v->kind) {
	case LO_V_NONE: g_string_append(out, "?"); break;
	case LO_V_CONST: g_string_append_printf(out, "%" G_GINT64_FORMAT, v->k); break;
	case LO_V_STR:
	case LO_V_PSEUDO: g_string_append(out, lo_val_get_str(vs, id)); break;
	case LO_V_PARAM: g_string_append_printf(out, "arg%u", v->a); break;
	case LO_V_VAR: g_string_append_printf(out, "&%s", lo_program_var(vs->program, v->a)->name); break;
	case LO_V_FN: g_string_append(out, lo_program_fn(vs->program, v->a)->name); break;
	case LO_V_FIELD:
		print(vs, v->a, out);
		g_string_append_printf(out, ".%s", lo_program_field(vs->program, v->b)->name);
		break;
	case LO_V_INDEX:
		print(vs, v->a, out);
		if (v->b) {
			g_string_append_c(out, '[');
			print(vs, v->b, out);
			g_string_append_c(out, ']');
		} else if (v->k < 0)
			g_string_append(out, "[]");
		else
			g_string_append_printf(out, "[%" G_GINT64_FORMAT "]", v->k);
		break;
	case LO_V_LOAD:
		g_string_append(out, "*(");
		print(vs, v->a, out);
		g_string_append_c(out, ')');
		break;
	case LO_V_CONT:
		g_string_append(out, "container(");
		print(vs, v->a, out);
		g_string_append_printf(out, ", %s)", lo_program_field(vs->program, v->b)->name);
		break;
	case LO_V_LOCAL: g_string_append_printf(out, "&local%u", v->b); break;
	case LO_V_OPAQUE: g_string_append_printf(out, "$%u%s", v->b, v->k ? "*" : ""); break;
	case LO_V_NOT:
		g_string_append_c(out, '!');
		print(vs, v->a, out);
		break;
	case LO_V_BIN:
		g_string_append_c(out, '(');
		print(vs, v->a, out);
		g_string_append(out, v->op < G_N_ELEMENTS(ops) ? ops[v->op] : "?");
		print(vs, v->b, out);
		g_string_append_c(out, ')');
		break;
	case LO_V_GATE:
		print(vs, v->a, out);
		g_string_append(out, " if ");
		print(vs, v->b, out);
		break;
	case LO_V_SUB:
		print(vs, v->a, out);
		if (v->k == LO_SUB_ANY)
			g_string_append(out, "/?");
		else
			g_string_append_printf(out, "/%" G_GINT64_FORMAT, v->k);
		break;
	case LO_V_EITHER:
		print(vs, v->a, out);
		g_string_append_c(out, '|');
		print(vs, v->b, out);
		break;
	case LO_V_SUBARG:
		print(vs, v->a, out);
		g_string_append_c(out, '/');
		print(vs, v->b, out);
		break;
	}
}

char *lo_val_to_string(const LoVals *vs, LoVal v)
{
	GString *out = g_string_new(NULL);

	print(vs, v, out);
	return g_string_free(out, FALSE);
}
