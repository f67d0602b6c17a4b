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

void lo_put_chain(GString *out, const GArray *chain, const char *indent)
{
	for (guint i = 0; chain && i < chain->len; i++) {
		const LoHop *hop = &g_array_index(chain, LoHop, i);

		g_string_append(out, indent);
		lo_put_hop(out, hop);
		if (hop->note && hop->note[0]) {
			g_string_append(out, "  [");
			lo_text_put(out, hop->note);
			g_string_append_c(out, ']');
		}
		g_string_append_c(out, '\n');
	}
}

const LoHop *lo_chain_last(const GArray *chain)
{
	return chain && chain->len ? &g_array_index(chain, LoHop, chain->len - 1) : NULL;
}

const LoHop *lo_chain_first(const GArray *chain)
{
	return chain && chain->len ? &g_array_index(chain, LoHop, 0) : NULL;
}
