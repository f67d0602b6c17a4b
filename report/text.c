/*
 * The report that people read.  It keeps the order and the words of lockdep's
 * (kernel/locking/lockdep.c, print_circular_bug), which kernel developers know;
 * the chains run from the outermost function inwards and show source lines,
 * since there is no stack to decode.
 */
#include "report/formats.h"

#include "common/escape.h"
#include "report/chain.h"
#include "report/paint.h"

#define RULE "======================================================\n"
#define THIN "------------------------------------------------------\n"

static void put_class_line(GString *out, const LoClassRow *c, const LoPaint *paint)
{
	g_string_append(out, "  ");
	lo_paint_text(out, paint, LO_INKED_LOCK, c->name);
	g_string_append_printf(out, " (%s", lo_lock_kind_name(c->kind));
	if (c->file && c->file[0]) {
		g_string_append(out, ", ");
		lo_paint_place(out, paint, c->file, c->line);
	}
	g_string_append(out, ")\n");
}

static void put_title(GString *out, const LoReportRow *r, guint number, guint total, const LoPaint *paint)
{
	g_autofree char *title = g_strdup_printf("WARNING: %s", lo_report_title(r->kind));

	g_string_append(out, RULE);
	lo_paint_text(out, paint, LO_INKED_TITLE, title);
	g_string_append_printf(out, " (%u of %u)\n" THIN, number, total);
	g_string_append_printf(out, "confidence %u%%", r->confidence);
	if (r->reasons && r->reasons[0]) {
		g_string_append(out, ": ");
		lo_escape_append(out, r->reasons);
	}
	g_string_append_c(out, '\n');
	if (r->held_back && r->held_back[0]) {
		g_string_append(out, "held back: ");
		lo_escape_append(out, r->held_back);
		g_string_append_c(out, '\n');
	}
}

static void put_locks(GString *out, const LoSolution *sol, const LoReportRow *r, const LoPaint *paint)
{
	g_string_append(out, r->classes->len == 1 ? "the lock:\n" : "the locks:\n");
	for (guint i = 0; i < r->classes->len; i++)
		put_class_line(out, lo_report_class(sol, r, i), paint);
	g_string_append_c(out, '\n');
}

static void put_cycle_line(GString *out, const LoSolution *sol, const LoReportRow *r, const LoPaint *paint)
{
	g_string_append(out, "Chain exists of:\n  ");
	lo_put_cycle(out, sol, r, paint);
	g_string_append(out, "\n\n");
}

static void put_side(GString *out, const char *verb, const LoClassRow *c, const GArray *chain, const LoPaint *paint)
{
	g_string_append_printf(out, "   %s ", verb);
	lo_paint_text(out, paint, LO_INKED_LOCK, c->name);
	g_string_append(out, ":\n");
	lo_put_chain(out, chain, "     ", paint);
}

/* Without its own chain the held lock was taken before the first function is called. */
void lo_put_edge(GString *out, const LoSolution *sol, const LoEdgeRow *e, guint number, const LoPaint *paint)
{
	const LoClassRow *from = lo_class_row(sol, e->from), *to = lo_class_row(sol, e->to);

	g_string_append_printf(out, "-> #%u ", number);
	lo_paint_text(out, paint, LO_INKED_LOCK, from->name);
	g_string_append_printf(out, " {%s%s} held, ", lo_hold_name(e->from_hold), e->from_try ? ", trylock" : "");
	lo_paint_text(out, paint, LO_INKED_LOCK, to->name);
	g_string_append_printf(out, " {%s} acquired", lo_hold_name(e->to_hold));
	if (e->from == e->to)
		g_string_append(out, e->same_instance ? " (the same lock)" : " (same class, maybe another lock)");
	g_string_append_printf(out, ", confidence %u%%:\n", e->confidence);
	if (e->from_chain && e->from_chain->len)
		put_side(out, from->kind == LO_LOCK_COMPLETION ? "completes" : "holds", from, e->from_chain, paint);
	put_side(out, "acquires", to, e->to_chain, paint);
	g_string_append_c(out, '\n');
}

void lo_put_edges(GString *out, const LoSolution *sol, const GArray *ids, guint limit, guint number, gboolean counts,
		  const LoPaint *paint)
{
	g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	guint shown = 0, i;

	for (i = 0; i < ids->len && shown < limit; i++) {
		const LoEdgeRow *e = lo_edge_row(sol, g_array_index(ids, guint32, i));
		g_autoptr(GString) text = g_string_new(NULL);

		lo_put_edge(text, sol, e, 0, NULL);
		if (!g_hash_table_add(seen, g_strdup(text->str)))
			continue;
		lo_put_edge(out, sol, e, counts ? number + shown : number, paint);
		shown++;
	}
	if (i < ids->len)
		g_string_append_printf(out, "   and %u more place%s\n\n", ids->len - i, ids->len - i == 1 ? "" : "s");
}

static void put_edges(GString *out, const LoSolution *sol, const LoReportRow *r, const LoPaint *paint)
{
	if (r->edges->len > 1)
		g_string_append(out, "the dependency chain is:\n\n");
	for (guint i = 0; i < r->edges->len; i++)
		lo_put_edge(out, sol, lo_edge_row(sol, g_array_index(r->edges, guint32, i)), i, paint);
}

static void put_context(GString *out, const LoReportRow *r, const LoPaint *paint)
{
	if (!r->context || !r->context->len)
		return;
	g_string_append(out, r->kind == LO_REPORT_IRQ ? "with interrupts on, and interrupted by:\n" : "where:\n");
	lo_put_chain(out, r->context, "     ", paint);
	g_string_append_c(out, '\n');
}

#define MAX_VARIANTS 4

static void put_variant(GString *out, const LoSolution *sol, const LoReportRow *v, const LoPaint *paint)
{
	g_string_append_printf(out, "  %u%%: ", v->confidence);
	lo_put_cycle(out, sol, v, paint);
	g_string_append_c(out, '\n');
}

void lo_put_variants(GString *out, const LoSolution *sol, guint32 id, gboolean all, const LoPaint *paint)
{
	g_autoptr(GArray) variants = lo_report_variants(sol, id);
	guint shown = all ? variants->len : MIN(variants->len, MAX_VARIANTS);

	if (!variants->len)
		return;
	g_string_append_printf(out, "Variants, by the same order or the same place as #%u:\n", lo_report_row(sol, id)->root);
	for (guint i = 0; i < shown; i++)
		put_variant(out, sol, lo_report_row(sol, g_array_index(variants, guint32, i)), paint);
	if (variants->len > shown)
		g_string_append_printf(out, "  and %u more (--all)\n", variants->len - shown);
	g_string_append_c(out, '\n');
}

static void put_cpu(GString *out, const LoSolution *sol, const LoReportRow *r, guint cpu, const LoPaint *paint)
{
	g_string_append_printf(out, "  CPU%u: lock(", cpu);
	lo_paint_text(out, paint, LO_INKED_LOCK, lo_report_class(sol, r, cpu)->name);
	g_string_append(out, "); then waits in lock(");
	lo_paint_text(out, paint, LO_INKED_LOCK, lo_report_class(sol, r, cpu + 1)->name);
	g_string_append(out, ");\n");
}

static void put_scenario(GString *out, const LoSolution *sol, const LoReportRow *r, const LoPaint *paint)
{
	g_string_append(out, "Possible unsafe locking scenario:\n");
	for (guint i = 0; i < r->edges->len; i++)
		put_cpu(out, sol, r, i, paint);
	g_string_append(out, "\n ");
	lo_paint_text(out, paint, LO_INKED_TITLE, "*** DEADLOCK ***");
	g_string_append(out, "\n\n");
}

static void put_report(GString *out, const LoSolution *sol, guint32 id, guint number, guint total, const LoRenderOptions *opt)
{
	const LoReportRow *r = lo_report_row(sol, id);
	const LoPaint *paint = opt ? opt->paint : NULL;

	put_title(out, r, number, total, paint);
	put_locks(out, sol, r, paint);
	if (r->classes->len > 1 && r->edges->len == r->classes->len)
		put_cycle_line(out, sol, r, paint);
	put_edges(out, sol, r, paint);
	put_context(out, r, paint);
	if (r->edges->len == r->classes->len && r->kind != LO_REPORT_IRQ && r->kind != LO_REPORT_IMBALANCE)
		put_scenario(out, sol, r, paint);
	lo_put_variants(out, sol, id, opt && opt->all, paint);
}

static void put_left(GString *out, guint n, const char *why)
{
	if (n)
		g_string_append_printf(out, ", %u more %s", n, why);
}

void lo_put_shown(GString *out, const LoSolution *sol, const LoRenderOptions *opt, guint shown)
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
}

gboolean lo_render_text(const LoSolution *sol, const LoRenderOptions *opt, GString *out, GError **error G_GNUC_UNUSED)
{
	g_autoptr(GArray) shown = lo_reports_shown(sol, opt);

	for (guint i = 0; i < shown->len; i++)
		put_report(out, sol, g_array_index(shown, guint32, i), i + 1, shown->len, opt);
	lo_put_shown(out, sol, opt, shown->len);
	g_string_append_c(out, '\n');
	lo_paint_wrap(opt ? opt->paint : NULL, out);
	return TRUE;
}
