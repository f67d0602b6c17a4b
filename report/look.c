#include "report/look.h"

typedef struct {
	const char *light, *dark;
} Ink;

/* No light colour twice: lo_look_css() knows them apart by their value. */
static const Ink inks[LO_INK__N] = {
	[LO_INK_PAPER] = { "#ffffff", "#16181d" },
	[LO_INK_TEXT] = { "#1b1b1b", "#ececec" },
	[LO_INK_EDGE] = { "#333333", "#c9ced8" },
	[LO_INK_WEAK] = { "#757575", "#939cab" },
	[LO_INK_CYCLE] = { "#d55e00", "#ff9a5c" },
	[LO_INK_ADDED] = { "#0072b2", "#6cb9ff" },
	[LO_INK_REMOVED] = { "#aa4499", "#e6a5d0" },
	[LO_INK_FILL_CYCLE] = { "#fbe3d2", "#59290d" },
	[LO_INK_FILL_SLEEPING] = { "#dcecf7", "#173f5e" },
	[LO_INK_FILL_SPINNING] = { "#fdf3c8", "#4c4110" },
	[LO_INK_FILL_WAIT] = { "#d9efe6", "#124838" },
	[LO_INK_FILL_OTHER] = { "#ededed", "#353943" },
	[LO_INK_FILL_FOLDER] = { "#f7f8fa", "#1d2027" },
	[LO_INK_FOLDER_LINE] = { "#b4bac4", "#4b5261" },
};

const char *lo_ink(LoTheme theme, LoInk ink)
{
	return theme == LO_THEME_DARK ? inks[ink].dark : inks[ink].light;
}

void lo_look_css(GString *out, const char *scope)
{
	for (guint i = 0; i < LO_INK__N; i++)
		g_string_append_printf(out, "%s [fill=\"%s\"]{fill:%s}%s [stroke=\"%s\"]{stroke:%s}\n", scope, inks[i].light,
				       inks[i].dark, scope, inks[i].light, inks[i].dark);
}

static const LoKindLook kind_looks[LO_LOCK__N] = {
	[LO_LOCK_UNKNOWN] = { "box", LO_INK_FILL_OTHER },
	[LO_LOCK_MUTEX] = { "box", LO_INK_FILL_SLEEPING },
	[LO_LOCK_RT_MUTEX] = { "box", LO_INK_FILL_SLEEPING },
	[LO_LOCK_WW_MUTEX] = { "box", LO_INK_FILL_SLEEPING },
	[LO_LOCK_RWSEM] = { "hexagon", LO_INK_FILL_SLEEPING },
	[LO_LOCK_PERCPU_RWSEM] = { "octagon", LO_INK_FILL_SLEEPING },
	[LO_LOCK_SEMAPHORE] = { "house", LO_INK_FILL_SLEEPING },
	[LO_LOCK_SPIN] = { "ellipse", LO_INK_FILL_SPINNING },
	[LO_LOCK_RWLOCK] = { "hexagon", LO_INK_FILL_SPINNING },
	[LO_LOCK_LOCAL] = { "ellipse", LO_INK_FILL_SPINNING },
	[LO_LOCK_BIT] = { "ellipse", LO_INK_FILL_SPINNING },
	[LO_LOCK_SEQCOUNT] = { "parallelogram", LO_INK_FILL_SPINNING },
	[LO_LOCK_SRCU] = { "trapezium", LO_INK_FILL_OTHER },
	[LO_LOCK_RCU] = { "trapezium", LO_INK_FILL_OTHER },
	[LO_LOCK_WORK] = { "component", LO_INK_FILL_WAIT },
	[LO_LOCK_WORKQUEUE] = { "component", LO_INK_FILL_WAIT },
	[LO_LOCK_TIMER] = { "cds", LO_INK_FILL_WAIT },
	[LO_LOCK_COMPLETION] = { "diamond", LO_INK_FILL_WAIT },
	[LO_LOCK_THREAD] = { "component", LO_INK_FILL_WAIT },
	[LO_LOCK_IRQ] = { "cds", LO_INK_FILL_WAIT },
	[LO_LOCK_PSEUDO] = { "note", LO_INK_FILL_OTHER },
};

LoKindLook lo_kind_look(LoLockKind kind)
{
	return kind_looks[kind];
}
