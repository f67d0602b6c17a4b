#include "report/lockdep.h"

const char *lo_splat_kind_name(LoSplatKind kind)
{
	switch (kind) {
	case LO_SPLAT_CIRCULAR:
		return "circular";
	case LO_SPLAT_RECURSIVE:
		return "recursive";
	case LO_SPLAT_INVERSION:
		return "inversion";
	case LO_SPLAT_STATE:
		return "state";
	}
	return "unknown";
}

LoSeenOrder *lo_seen_order_new(const char *from, const char *to)
{
	LoSeenOrder *o = g_new0(LoSeenOrder, 1);

	o->from = g_strdup(from);
	o->to = g_strdup(to);
	o->stack = g_ptr_array_new_with_free_func(g_free);
	return o;
}

void lo_seen_order_free(LoSeenOrder *o)
{
	if (!o)
		return;
	g_free(o->from);
	g_free(o->to);
	g_ptr_array_unref(o->stack);
	g_free(o);
}
