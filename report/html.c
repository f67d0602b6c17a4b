/*
 * All reports as one page that needs nothing else: no network, no other file.
 * It works without its script, which adds search, filters and keys.  The
 * content security policy lets only that script run: whatever a scanned tree
 * puts into a name, were it not escaped, would not.
 */
#include "report/formats.h"

#include "common/escape.h"
#include "report/fold.h"
#include "report/graph.h"
#include "report/html_assets.h"
#include "report/link.h"
#include "report/look.h"
#include "report/source.h"

#define MAX_REPORTS 5000
#define MAX_VARIANTS 100	/* of a report */
#define MAX_PICTURES 200
#define MAX_EXCERPTS (4u << 20)	/* bytes */
#define AROUND 2		/* lines before and after the one meant */
#define TAB 8

typedef struct {
	const LoSolution *sol;
	const LoRenderOptions *opt;
	LoSources *sources;
	GString *out;
	gsize excerpts;		/* bytes of them so far */
} Page;

static void put(Page *p, const char *html)
{
	g_string_append(p->out, html);
}

/* Text of the input: control characters and markup escaped. */
static void put_text(Page *p, const char *s)
{
	g_autoptr(GString) plain = g_string_new(NULL);
	g_autofree char *html = NULL;

	lo_escape_append(plain, s);
	html = g_markup_escape_text(plain->str, (gssize)plain->len);
	put(p, html);
}

static void put_tag(Page *p, const char *tag, const char *class, const char *text)
{
	g_string_append_printf(p->out, "<%s class=\"%s\">", tag, class);
	put_text(p, text);
	g_string_append_printf(p->out, "</%s>", tag);
}

/* ---- excerpts ---- */

/* Tabs as columns: a name's escapes would show them as \t. */
static char *expand_tabs(const char *line)
{
	GString *out = g_string_new(NULL);
	glong column = 0;

	for (const char *s = line; *s && *s != '\r'; s++) {
		if (*s != '\t') {
			g_string_append_c(out, *s);
			column += (*s & 0xc0) != 0x80;
			continue;
		}
		do
			g_string_append_c(out, ' ');
		while (++column % TAB);
	}
	return g_string_free(out, FALSE);
}

static void put_line(Page *p, const char *line, guint32 number, gboolean meant)
{
	g_autofree char *plain = expand_tabs(line);

	put(p, meant ? "<mark>" : "<span>");
	g_string_append_printf(p->out, "%6u  ", number);
	put_text(p, plain);
	put(p, meant ? "</mark>\n" : "</span>\n");
}

static gboolean has_excerpt(Page *p, const LoHop *hop)
{
	return p->excerpts <= MAX_EXCERPTS && lo_sources_line(p->sources, hop->file, hop->line);
}

static void put_excerpt(Page *p, const LoHop *hop)
{
	gsize start = p->out->len;
	const char *line;

	put(p, "<pre>");
	for (guint32 n = hop->line > AROUND ? hop->line - AROUND : 1; n <= hop->line + AROUND; n++)
		if ((line = lo_sources_line(p->sources, hop->file, n)))
			put_line(p, line, n, n == hop->line);
	put(p, "</pre>");
	p->excerpts += p->out->len - start;
}

/* ---- chains ---- */

static void put_place(Page *p, const char *file, guint32 line)
{
	g_autofree char *url = lo_link(p->opt, file, line);
	g_autofree char *place = NULL;

	if (!file || !file[0])
		return;
	place = g_strdup_printf("%s:%u", file, line);
	if (url) {
		put(p, "<a class=\"place\" href=\"");
		put_text(p, url);
		put(p, "\">");
		put_text(p, place);
		put(p, "</a>");
	} else {
		put_tag(p, "span", "place", place);
	}
}

static void put_call(Page *p, const LoHop *hop)
{
	put_tag(p, "code", "function", hop->function);
	put(p, " ");
	put_place(p, hop->file, hop->line);
	if (hop->note && hop->note[0])
		put_tag(p, "span", "note", hop->note);
}

/* Where the lock is taken the source is open, on the way there it is a click away. */
static void put_hop(Page *p, const LoHop *hop, gboolean last)
{
	put(p, "<li>");
	if (has_excerpt(p, hop)) {
		g_string_append_printf(p->out, "<details class=\"source\"%s><summary>", last ? " open" : "");
		put_call(p, hop);
		put(p, "</summary>");
		put_excerpt(p, hop);
		put(p, "</details>");
	} else {
		put_call(p, hop);
	}
	put(p, "</li>\n");
}

static void put_chain(Page *p, const char *verb, const char *lock, const GArray *chain)
{
	if (!chain || !chain->len)
		return;
	put(p, "<h4>");
	put(p, verb);
	put(p, " ");
	put_tag(p, "code", "lock", lock);
	put(p, "</h4>\n<ol>\n");
	for (guint i = 0; i < chain->len; i++)
		put_hop(p, &g_array_index(chain, LoHop, i), i + 1 == chain->len);
	put(p, "</ol>\n");
}

static void put_edge(Page *p, guint report, guint32 id, guint number, gboolean is_root)
{
	const LoEdgeRow *e = lo_edge_row(p->sol, id);
	const LoClassRow *from = lo_class_row(p->sol, e->from), *to = lo_class_row(p->sol, e->to);

	g_string_append_printf(p->out, "<section class=\"edge\" id=\"r%u-c%u\" tabindex=\"-1\">\n<h3>#%u ", report, id, number);
	put_tag(p, "code", "lock", from->name);
	g_string_append_printf(p->out, " {%s%s} held, ", lo_hold_name(e->from_hold), e->from_try ? ", trylock" : "");
	put_tag(p, "code", "lock", to->name);
	g_string_append_printf(p->out, " {%s} acquired</h3>\n<p class=\"facts\">confidence %u%%%s%s</p>\n", lo_hold_name(e->to_hold),
			       e->confidence, e->from != e->to ? "" : e->same_instance ? ", the same lock" : ", same class, maybe another lock",
			       is_root ? ", <strong>most likely the wrong order</strong>" : "");
	put_chain(p, "holds", from->name, e->from_chain);
	put_chain(p, "acquires", to->name, e->to_chain);
	put(p, "</section>\n");
}

static void put_edges(Page *p, const LoReportRow *r, guint number)
{
	put(p, "<div class=\"edges\">\n");
	for (guint i = 0; i < r->edges->len; i++)
		put_edge(p, number, g_array_index(r->edges, guint32, i), i, r->edges->len > 1 && i == r->root);
	if (r->context && r->context->len) {
		put(p, "<section class=\"edge\">\n");
		put_chain(p, r->kind == LO_REPORT_IRQ ? "interrupted by" : "where", "", r->context);
		put(p, "</section>\n");
	}
	put(p, "</div>\n");
}

/* ---- one report ---- */

static void put_picture(Page *p, guint number)
{
	g_autoptr(LoGraphView) v = NULL;
	gsize start;

	if (number > MAX_PICTURES)
		return;
	v = lo_graph_view_cycle(p->sol, p->opt, number, NULL);
	if (!v)
		return;
	v->anchor = g_strdup_printf("r%u", number);
	put(p, "<div class=\"picture\" role=\"group\" aria-label=\"the locks of this report as a graph\">");
	start = p->out->len;
	if (!lo_graph_render_inline(p->sol, v, p->opt, p->out, NULL))
		g_string_truncate(p->out, start);
	put(p, "</div>\n");
}

static gint compare_strings(gconstpointer a, gconstpointer b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* One attribute with what the filter of that name looks at, a line each. */
static void put_values(Page *p, const char *attribute, GPtrArray *values)
{
	g_ptr_array_sort(values, compare_strings);
	g_string_append_printf(p->out, " data-%s=\"", attribute);
	for (guint i = 0; i < values->len; i++) {
		if (i && !strcmp(g_ptr_array_index(values, i), g_ptr_array_index(values, i - 1)))
			continue;
		put(p, i ? "\n" : "");
		put_text(p, g_ptr_array_index(values, i));
	}
	put(p, "\"");
}

static void put_attributes(Page *p, const LoReportRow *r)
{
	g_autoptr(GPtrArray) locks = g_ptr_array_new(), folders = g_ptr_array_new_with_free_func(g_free);

	g_string_append_printf(p->out, " data-kind=\"%s\" data-confidence=\"%u\"", lo_report_kind_name(r->kind), r->confidence);
	for (guint i = 0; i < r->classes->len; i++) {
		const LoClassRow *c = lo_report_class(p->sol, r, i);

		g_ptr_array_add(locks, c->name);
		g_ptr_array_add(folders, lo_class_folder(c, LO_FOLDER_DEPTH));
	}
	put_values(p, "locks", locks);
	put_values(p, "folders", folders);
}

static void put_summary(Page *p, const LoReportRow *r, guint number)
{
	guint n = r->classes->len;

	g_string_append_printf(p->out, "<summary><span class=\"number\">%u</span> <span class=\"confidence\">%u%%</span> ", number,
			       r->confidence);
	put_tag(p, "span", "kind", lo_report_kind_name(r->kind));
	put(p, " <span class=\"cycle\">");
	for (guint i = 0; i < n + (n > 1); i++) {
		put(p, i ? " \xe2\x86\x92 " : "");
		put_tag(p, "code", "lock", lo_report_class(p->sol, r, i)->name);
	}
	put(p, "</span></summary>\n");
}

static void put_reasons(Page *p, const LoReportRow *r)
{
	put(p, "<p class=\"reasons\">");
	put(p, lo_report_title(r->kind));
	if (r->reasons && r->reasons[0]) {
		put(p, ": ");
		put_text(p, r->reasons);
	}
	put(p, "</p>\n");
	if (r->held_back && r->held_back[0]) {
		put(p, "<p class=\"held-back\">held back: ");
		put_text(p, r->held_back);
		put(p, "</p>\n");
	}
}

static void put_locks(Page *p, const LoReportRow *r)
{
	put(p, "<ul class=\"locks\">\n");
	for (guint i = 0; i < r->classes->len; i++) {
		const LoClassRow *c = lo_report_class(p->sol, r, i);

		put(p, "<li>");
		put_tag(p, "code", "lock", c->name);
		g_string_append_printf(p->out, " %s ", lo_lock_kind_name(c->kind));
		put_place(p, c->file, c->line);
		put(p, "</li>\n");
	}
	put(p, "</ul>\n");
}

static void put_variants(Page *p, guint32 id)
{
	g_autoptr(GArray) variants = lo_report_variants(p->sol, id);

	if (!variants->len)
		return;
	g_string_append_printf(p->out, "<details class=\"variants\"><summary>%u variant%s with the order #%u</summary>\n<ul>\n",
			       variants->len, variants->len == 1 ? "" : "s", lo_report_row(p->sol, id)->root);
	for (guint i = 0; i < variants->len && i < MAX_VARIANTS; i++) {
		const LoReportRow *v = lo_report_row(p->sol, g_array_index(variants, guint32, i));
		g_autoptr(GString) cycle = g_string_new(NULL);

		lo_put_cycle(cycle, p->sol, v, NULL);
		g_string_append_printf(p->out, "<li>%u%%: ", v->confidence);
		put_text(p, cycle->str);
		put(p, "</li>\n");
	}
	if (variants->len > MAX_VARIANTS)
		g_string_append_printf(p->out, "<li>and %u more</li>\n", variants->len - MAX_VARIANTS);
	put(p, "</ul></details>\n");
}

static void put_report(Page *p, guint32 id, guint number)
{
	const LoReportRow *r = lo_report_row(p->sol, id);

	g_string_append_printf(p->out, "<article id=\"r%u\"", number);
	put_attributes(p, r);
	g_string_append_printf(p->out, "><details%s>", number == 1 ? " open" : "");
	put_summary(p, r, number);
	put_reasons(p, r);
	put(p, "<div class=\"overview\">\n");
	put_picture(p, number);
	put_locks(p, r);
	put(p, "</div>\n");
	put_edges(p, r, number);
	put_variants(p, id);
	put(p, "</details></article>\n");
}

/* ---- the page ---- */

static void put_policy(Page *p, const char *script)
{
	g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
	guint8 digest[32];
	gsize len = sizeof(digest);
	g_autofree char *base64 = NULL;

	g_checksum_update(sum, (const guchar *)script, (gssize)strlen(script));
	g_checksum_get_digest(sum, digest, &len);
	base64 = g_base64_encode(digest, len);
	g_string_append_printf(p->out, "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; base-uri 'none'; "
			       "form-action 'none'; style-src 'unsafe-inline'; script-src 'sha256-%s'\">\n", base64);
}

static void put_style(Page *p, const char *css)
{
	put(p, "<style>\n");
	put(p, css);
	put(p, "@media (prefers-color-scheme: dark) {\n");
	lo_look_css(p->out, ":root:not([data-theme=light]) svg");
	put(p, "}\n");
	lo_look_css(p->out, ":root[data-theme=dark] svg");
	put(p, "</style>\n");
}

static const char *theme_attribute(const LoRenderOptions *opt)
{
	LoTheme theme = opt ? opt->theme : LO_THEME_AUTO;

	return theme == LO_THEME_DARK ? " data-theme=\"dark\"" : theme == LO_THEME_LIGHT ? " data-theme=\"light\"" : "";
}

static void put_head(Page *p, const char *css, const char *script, guint shown)
{
	g_string_append_printf(p->out, "<!DOCTYPE html>\n<html lang=\"en\"%s>\n<head>\n<meta charset=\"utf-8\">\n", theme_attribute(p->opt));
	put_policy(p, script);
	g_string_append_printf(p->out, "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
			       "<title>lockorder: %u report%s</title>\n", shown, shown == 1 ? "" : "s");
	put_style(p, css);
	put(p, "</head>\n");
}

/* The paragraph `count` is the script's: it tells what the filters leave. */
static void put_count(Page *p, guint shown, guint drawn)
{
	g_autoptr(GString) counts = g_string_new(NULL);

	lo_put_shown(counts, p->sol, p->opt, shown);
	if (drawn < shown)
		g_string_append_printf(counts, "; the first %u are on this page", drawn);
	put(p, "<h1>Reports of lock order</h1>\n");
	put_tag(p, "p", "shown", counts->str);
	put(p, "\n<p id=\"count\" role=\"status\"></p>\n");
}

gboolean lo_render_html(const LoSolution *sol, const LoRenderOptions *opt, GString *out, GError **error)
{
	g_autoptr(LoSources) sources = lo_sources_of(opt);
	g_autoptr(GArray) shown = lo_reports_shown(sol, opt);
	LoRenderOptions light = opt ? *opt : (LoRenderOptions){ 0 };
	Page p = { sol, &light, sources, out, 0 };
	guint drawn = MIN(shown->len, MAX_REPORTS);
	g_autofree char *css = lo_html_asset("html.css", error), *body = css ? lo_html_asset("html.body", error) : NULL;
	g_autofree char *script = body ? lo_html_asset("html.js", error) : NULL;

	if (!script)
		return FALSE;
	put_head(&p, css, script, shown->len);
	light.theme = LO_THEME_AUTO;	/* the page's style makes the pictures dark */
	put(&p, "<body>\n<header>\n");
	put_count(&p, shown->len, drawn);
	put(&p, body);
	put(&p, "</header>\n<main>\n");
	for (guint i = 0; i < drawn; i++)
		put_report(&p, g_array_index(shown, guint32, i), i + 1);
	put(&p, "</main>\n<script>");
	put(&p, script);
	put(&p, "</script>\n</body>\n</html>\n");
	return TRUE;
}
