/*
 * The report that people read.  It keeps the order and the words of lockdep's
 * (kernel/locking/lockdep.c, print_circular_bug), which kernel developers know;
 * the chains run from the outermost function inwards and show source lines,
 * since there is no stack to decode.
 */
#include "report/formats.h"

#include "report/chain.h"

#define RULE "======================================================\n"
#define THIN "------------------------------------------------------\n"

static void put_class_line(GString *out, const LoClassRow *c)
{
	g_string_append(out, "  ");
	lo_text_put(out, c->name);
	g_string_append_printf(out, " (%s", lo_lock_kind_name(c->kind));
	if (c->file && c->file[0]) {
		g_string_append(out, ", ");
		lo_text_put(out, c->file);
		g_string_append_printf(out, ":%u", c->line);
	}
	g_string_append(out, ")\n");
}

static void put_title(GString *out, const LoReportRow *r, guint number, guint total)
{
	g_string_append_printf(out, RULE "WARNING: %s (%u of %u)\n" THIN, lo_report_title(r->kind), number, total);
	g_string_append_printf(out, "confidence %u%%", r->confidence);
	if (r->reasons && r->reasons[0]) {
		g_string_append(out, ": ");
		lo_text_put(out, r->reasons);
	}
	g_string_append_c(out, '\n');
	if (r->held_back && r->held_back[0]) {
		g_string_append(out, "held back: ");
		lo_text_put(out, r->held_back);
		g_string_append_c(out, '\n');
	}
}

static void put_locks(GString *out, const LoSolution *sol, const LoReportRow *r)
{
	g_string_append(out, r->classes->len == 1 ? "the lock:\n" : "the locks:\n");
	for (guint i = 0; i < r->classes->len; i++)
		put_class_line(out, lo_report_class(sol, r, i));
	g_string_append_c(out, '\n');
}

static void put_cycle_line(GString *out, const LoSolution *sol, const LoReportRow *r)
{
	g_string_append(out, "Chain exists of:\n  ");
	lo_put_cycle(out, sol, r);
	g_string_append(out, "\n\n");
}

static void put_side(GString *out, const char *verb, const LoClassRow *c, const GArray *chain)
{
	g_string_append_printf(out, "   %s ", verb);
	lo_text_put(out, c->name);
	g_string_append(out, ":\n");
	lo_put_chain(out, chain, "     ");
}

/* Without its own chain the held lock was taken before the first function is called. */
void lo_put_edge(GString *out, const LoSolution *sol, const LoEdgeRow *e, guint number)
{
	const LoClassRow *from = lo_class_row(sol, e->from), *to = lo_class_row(sol, e->to);

	g_string_append_printf(out, "-> #%u ", number);
	lo_text_put(out, from->name);
	g_string_append_printf(out, " {%s%s} held, ", lo_hold_name(e->from_hold), e->from_try ? ", trylock" : "");
	lo_text_put(out, to->name);
	g_string_append_printf(out, " {%s} acquired", lo_hold_name(e->to_hold));
	if (e->from == e->to)
		g_string_append(out, e->same_instance ? " (the same lock)" : " (same class, maybe another lock)");
	g_string_append_printf(out, ", confidence %u%%:\n", e->confidence);
	if (e->from_chain && e->from_chain->len)
		put_side(out, from->kind == LO_LOCK_COMPLETION ? "completes" : "holds", from, e->from_chain);
	put_side(out, "acquires", to, e->to_chain);
	g_string_append_c(out, '\n');
}

static void put_edges(GString *out, const LoSolution *sol, const LoReportRow *r)
{
	if (r->edges->len > 1)
		g_string_append(out, "the dependency chain is:\n\n");
	for (guint i = 0; i < r->edges->len; i++)
		lo_put_edge(out, sol, lo_edge_row(sol, g_array_index(r->edges, guint32, i)), i);
}

static void put_context(GString *out, const LoReportRow *r)
{
	if (!r->context || !r->context->len)
		return;
	g_string_append(out, r->kind == LO_REPORT_IRQ ? "with interrupts on, and interrupted by:\n" : "where:\n");
	lo_put_chain(out, r->context, "     ");
	g_string_append_c(out, '\n');
}

#define MAX_VARIANTS 4

static void put_variant(GString *out, const LoSolution *sol, const LoReportRow *v)
{
	g_string_append_printf(out, "  %u%%: ", v->confidence);
	lo_put_cycle(out, sol, v);
	g_string_append_c(out, '\n');
}

/* The other cycles that this one's doubtful order closes. */
static void put_variants(GString *out, const LoSolution *sol, guint32 id, gboolean all)
{
	g_autoptr(GArray) variants = lo_report_variants(sol, id);
	guint shown = all ? variants->len : MIN(variants->len, MAX_VARIANTS);

	if (!variants->len)
		return;
	g_string_append_printf(out, "Variants, by the same order or the same place as #%u:\n", lo_report_row(sol, id)->root);
	for (guint i = 0; i < shown; i++)
		put_variant(out, sol, lo_report_row(sol, g_array_index(variants, guint32, i)));
	if (variants->len > shown)
		g_string_append_printf(out, "  and %u more (--all)\n", variants->len - shown);
	g_string_append_c(out, '\n');
}

static void put_cpu(GString *out, const LoSolution *sol, const LoReportRow *r, guint cpu)
{
	g_string_append_printf(out, "  CPU%u: lock(", cpu);
	lo_text_put(out, lo_report_class(sol, r, cpu)->name);
	g_string_append(out, "); then waits in lock(");
	lo_text_put(out, lo_report_class(sol, r, cpu + 1)->name);
	g_string_append(out, ");\n");
}

static void put_scenario(GString *out, const LoSolution *sol, const LoReportRow *r)
{
	g_string_append(out, "Possible unsafe locking scenario:\n");
	for (guint i = 0; i < r->edges->len; i++)
		put_cpu(out, sol, r, i);
	g_string_append(out, "\n *** DEADLOCK ***\n\n");
}

static void put_report(GString *out, const LoSolution *sol, guint32 id, guint number, guint total, gboolean all)
{
	const LoReportRow *r = lo_report_row(sol, id);

	put_title(out, r, number, total);
	put_locks(out, sol, r);
	if (r->classes->len > 1 && r->edges->len == r->classes->len)
		put_cycle_line(out, sol, r);
	put_edges(out, sol, r);
	put_context(out, r);
	if (r->edges->len == r->classes->len && r->kind != LO_REPORT_IRQ && r->kind != LO_REPORT_IMBALANCE)
		put_scenario(out, sol, r);
	put_variants(out, sol, id, all);
}

static void put_left(GString *out, guint n, const char *why)
{
	if (n)
		g_string_append_printf(out, ", %u more %s", n, why);
}

/* How many are not shown, and the option that shows them. */
static void put_summary(GString *out, const LoSolution *sol, const LoRenderOptions *opt, guint shown)
{
	guint held = 0, unsure = 0, variants = 0;

	for (guint i = 0; i < sol->reports->len; i++) {
		const LoReportRow *r = lo_report_row(sol, i);

		if (r->variant_of)
			variants++;
		else if (r->held_back && r->held_back[0] && !(opt && opt->all))
			held++;
		else if (opt && r->confidence < opt->min_confidence)
			unsure++;
	}
	if (!sol->reports->len)
		g_string_append(out, "no reports");
	else
		g_string_append_printf(out, "%u report%s", shown, shown == 1 ? "" : "s");
	put_left(out, sol->reports->len - variants - held - unsure - shown, "after these (--limit 0 shows them)");
	put_left(out, unsure, "of low confidence (--min-confidence 0)");
	put_left(out, held, "held back (--all)");
	g_string_append_c(out, '\n');
}

gboolean lo_render_text(const LoSolution *sol, const LoRenderOptions *opt, GString *out, GError **error G_GNUC_UNUSED)
{
	g_autoptr(GArray) shown = lo_reports_shown(sol, opt);

	for (guint i = 0; i < shown->len; i++)
		put_report(out, sol, g_array_index(shown, guint32, i), i + 1, shown->len, opt && opt->all);
	put_summary(out, sol, opt, shown->len);
	return TRUE;
}
