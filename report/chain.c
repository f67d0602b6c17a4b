#include "report/chain.h"

#include "common/escape.h"
#include "report/paint.h"

void lo_put_hop(GString *out, const LoHop *hop, const LoPaint *paint)
{
	lo_paint_text(out, paint, LO_INKED_FUNCTION, hop->function);
	if (!hop->file || !hop->file[0])
		return;
	g_string_append(out, " at ");
	lo_paint_place(out, paint, hop->file, hop->line);
}

static void put_note(GString *out, const char *note, const LoPaint *paint)
{
	g_autofree char *text = note && note[0] ? g_strdup_printf("[%s]", note) : NULL;

	if (!text)
		return;
	g_string_append_c(out, ' ');
	lo_paint_text(out, paint, LO_INKED_NOTE, text);
}

void lo_put_chain(GString *out, const GArray *chain, const char *indent, const LoPaint *paint)
{
	for (guint i = 0; chain && i < chain->len; i++) {
		const LoHop *hop = &g_array_index(chain, LoHop, i);

		g_string_append(out, indent);
		lo_put_hop(out, hop, paint);
		if (hop->note && hop->note[0])
			g_string_append_c(out, ' ');
		put_note(out, hop->note, paint);
		g_string_append_c(out, '\n');
	}
}

void lo_put_step(GString *out, const GArray *chain, guint i, const char *lock, LoHold hold)
{
	const LoHop *hop = &g_array_index(chain, LoHop, i);

	lo_escape_append(out, hop->function);
	if (i + 1 < chain->len) {
		g_string_append(out, " calls ");
		lo_escape_append(out, hop[1].function);
		put_note(out, hop->note, NULL);
		return;
	}
	g_string_append(out, " acquires ");
	lo_escape_append(out, lock);
	g_string_append_printf(out, " {%s}", lo_hold_name(hold));
}

const LoHop *lo_chain_last(const GArray *chain)
{
	return chain && chain->len ? &g_array_index(chain, LoHop, chain->len - 1) : NULL;
}

const LoHop *lo_chain_first(const GArray *chain)
{
	return chain && chain->len ? &g_array_index(chain, LoHop, 0) : NULL;
}

const char *lo_chain_callee(const GArray *chain, guint i)
{
	return i + 1 < chain->len ? g_array_index(chain, LoHop, i + 1).function : NULL;
}
