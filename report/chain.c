#include "report/chain.h"

#include "common/escape.h"

void lo_text_put(GString *out, const char *s)
{
	if (s)
		lo_escape_append(out, s);
}

void lo_put_hop(GString *out, const LoHop *hop)
{
	lo_text_put(out, hop->function);
	if (!hop->file || !hop->file[0])
		return;
	g_string_append(out, " at ");
	lo_text_put(out, hop->file);
	g_string_append_printf(out, ":%u", hop->line);
}

static void put_note(GString *out, const char *note)
{
	if (!note || !note[0])
		return;
	g_string_append(out, " [");
	lo_text_put(out, note);
	g_string_append_c(out, ']');
}

void lo_put_chain(GString *out, const GArray *chain, const char *indent)
{
	for (guint i = 0; chain && i < chain->len; i++) {
		const LoHop *hop = &g_array_index(chain, LoHop, i);

		g_string_append(out, indent);
		lo_put_hop(out, hop);
		if (hop->note && hop->note[0])
			g_string_append_c(out, ' ');
		put_note(out, hop->note);
		g_string_append_c(out, '\n');
	}
}

void lo_put_step(GString *out, const GArray *chain, guint i, const char *lock, LoHold hold)
{
	const LoHop *hop = &g_array_index(chain, LoHop, i);

	lo_text_put(out, hop->function);
	if (i + 1 < chain->len) {
		g_string_append(out, " calls ");
		lo_text_put(out, hop[1].function);
		put_note(out, hop[1].note);
		return;
	}
	g_string_append(out, " acquires ");
	lo_text_put(out, lock);
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
