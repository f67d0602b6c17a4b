/*
 * One report as a SARIF result.  Each order edge is a threadFlow of one
 * codeFlow: what one thread does until it waits for the next one.
 */
#include "report/sarif.h"

#include "common/escape.h"
#include "report/chain.h"
#include "report/formats.h"

#define LEVEL_ERROR 70
#define LEVEL_WARNING 30

static json_t *message(const GString *text)
{
	return json_pack("{s:o}", "text", lo_json_string(text->str));
}

/* A path as a URI reference: relative to the tree, or absolute. */
static json_t *artifact_location(const char *path)
{
	g_autofree char *escaped = g_uri_escape_string(path, "/", FALSE);
	g_autofree char *absolute = path[0] == '/' ? g_strconcat("file://", escaped, NULL) : NULL;

	if (absolute)
		return json_pack("{s:s}", "uri", absolute);
	return json_pack("{s:s, s:s}", "uri", escaped, "uriBaseId", "SRCROOT");
}

/* `column` 0: unknown. */
static json_t *physical_location(const char *file, guint32 line, guint32 column)
{
	json_t *region = json_pack("{s:I}", "startLine", (json_int_t)MAX(line, 1));

	if (column)
		json_object_set_new(region, "startColumn", json_integer(column));
	return json_pack("{s:o, s:o}", "artifactLocation", artifact_location(file), "region", region);
}

static json_t *location(const char *file, guint32 line, guint32 column, const char *function)
{
	json_t *loc = json_object();

	if (file && file[0])
		json_object_set_new(loc, "physicalLocation", physical_location(file, line, column));
	if (function && function[0])
		json_object_set_new(loc, "logicalLocations",
				    json_pack("[{s:o, s:s}]", "fullyQualifiedName", lo_json_string(function), "kind", "function"));
	return loc;
}

/* Of hop `i`. */
static json_t *hop_location(LoSources *sources, const GArray *chain, guint i)
{
	const LoHop *hop = &g_array_index(chain, LoHop, i);

	return location(hop->file, hop->line, lo_sources_column(sources, hop->file, hop->line, lo_chain_callee(chain, i)), hop->function);
}

typedef struct {
	const GArray *chain;
	const LoClassRow *lock, *held;	/* held: NULL while nothing is */
	LoHold hold;
} Walk;

static json_t *step_message(const Walk *w, guint i)
{
	g_autoptr(GString) text = g_string_new(NULL);

	lo_put_step(text, w->chain, i, w->lock->name, w->hold);
	if (w->held && i + 1 == w->chain->len) {
		g_string_append(text, " while ");
		lo_escape_append(text, w->held->name);
		g_string_append(text, " is held");
	}
	return message(text);
}

static json_t *flow_step(LoSources *sources, const Walk *w, guint i)
{
	gboolean acquires = i + 1 == w->chain->len;
	json_t *loc = hop_location(sources, w->chain, i);

	json_object_set_new(loc, "message", step_message(w, i));
	return json_pack("{s:o, s:i, s:s, s:[s, s]}", "location", loc, "nestingLevel", (int)i, "importance",
			 acquires ? "essential" : "important", "kinds", acquires ? "acquire" : "call",
			 acquires ? "lock" : "function");
}

static void add_steps(LoSources *sources, json_t *steps, const Walk *w)
{
	for (guint i = 0; w->chain && i < w->chain->len; i++)
		json_array_append_new(steps, flow_step(sources, w, i));
}

static json_t *thread_flow(const LoSolution *sol, LoSources *sources, const LoEdgeRow *e)
{
	const LoClassRow *from = lo_class_row(sol, e->from), *to = lo_class_row(sol, e->to);
	Walk holds = { e->from_chain, from, NULL, e->from_hold }, acquires = { e->to_chain, to, from, e->to_hold };
	g_autoptr(GString) text = g_string_new(NULL);
	json_t *steps = json_array();

	lo_escape_append(text, from->name);
	g_string_append(text, " is held while ");
	lo_escape_append(text, to->name);
	g_string_append_printf(text, " is acquired, confidence %u%%", e->confidence);
	add_steps(sources, steps, &holds);
	add_steps(sources, steps, &acquires);
	return json_pack("{s:o, s:o}", "message", message(text), "locations", steps);
}

/* SARIF wants at least one location in a threadFlow. */
static json_t *code_flows(const LoSolution *sol, LoSources *sources, const LoReportRow *r)
{
	json_t *flows = json_array();

	for (guint i = 0; i < r->edges->len; i++) {
		const LoEdgeRow *e = lo_edge_row(sol, g_array_index(r->edges, guint32, i));

		if ((e->from_chain && e->from_chain->len) || (e->to_chain && e->to_chain->len))
			json_array_append_new(flows, thread_flow(sol, sources, e));
	}
	if (json_array_size(flows))
		return json_pack("[{s:o}]", "threadFlows", flows);
	json_decref(flows);
	return json_array();
}

static void add_related(json_t *related, json_t *loc, const GString *text)
{
	json_object_set_new(loc, "id", json_integer((json_int_t)json_array_size(related) + 1));
	json_object_set_new(loc, "message", message(text));
	json_array_append_new(related, loc);
}

static void add_definitions(json_t *related, const LoSolution *sol, const LoReportRow *r)
{
	for (guint i = 0; i < r->classes->len; i++) {
		const LoClassRow *c = lo_report_class(sol, r, i);
		g_autoptr(GString) text = g_string_new(NULL);

		if (!c->file || !c->file[0])
			continue;
		lo_escape_append(text, c->name);
		g_string_append_printf(text, " (%s) is defined or initialised here", lo_lock_kind_name(c->kind));
		add_related(related, location(c->file, c->line, 0, NULL), text);
	}
}

static void add_acquisitions(json_t *related, const LoSolution *sol, LoSources *sources, const LoReportRow *r)
{
	for (guint i = 0; i < r->edges->len; i++) {
		const LoEdgeRow *e = lo_edge_row(sol, g_array_index(r->edges, guint32, i));
		const LoHop *last = lo_chain_last(e->to_chain);
		g_autoptr(GString) text = g_string_new(NULL);

		if (!last || !last->file || !last->file[0])
			continue;
		lo_escape_append(text, lo_class_row(sol, e->to)->name);
		g_string_append(text, " is acquired here while ");
		lo_escape_append(text, lo_class_row(sol, e->from)->name);
		g_string_append(text, " is held");
		add_related(related, hop_location(sources, e->to_chain, e->to_chain->len - 1), text);
	}
}

static void add_context(json_t *related, LoSources *sources, const LoReportRow *r)
{
	for (guint i = 0; r->context && i < r->context->len; i++) {
		const LoHop *hop = &g_array_index(r->context, LoHop, i);
		g_autoptr(GString) text = g_string_new(r->kind == LO_REPORT_IRQ ? "interrupted by " : "in ");

		lo_escape_append(text, hop->function);
		add_related(related, hop_location(sources, r->context, i), text);
	}
}

static json_t *related_locations(const LoSolution *sol, LoSources *sources, const LoReportRow *r)
{
	json_t *related = json_array();

	add_definitions(related, sol, r);
	add_acquisitions(related, sol, sources, r);
	add_context(related, sources, r);
	return related;
}

static const char *level(const LoReportRow *r)
{
	return r->confidence >= LEVEL_ERROR ? "error" : r->confidence >= LEVEL_WARNING ? "warning" : "note";
}

static json_t *result_message(const LoSolution *sol, guint32 id)
{
	const LoReportRow *r = lo_report_row(sol, id);
	g_autoptr(GString) text = g_string_new(lo_report_title(r->kind));

	g_string_append(text, ": ");
	lo_put_cycle(text, sol, r, NULL);
	g_string_append_printf(text, " (confidence %u%%", r->confidence);
	lo_put_variant_count(text, sol, id);
	if (r->reasons && r->reasons[0]) {
		g_string_append(text, ": ");
		lo_escape_append(text, r->reasons);
	}
	g_string_append_c(text, ')');
	return message(text);
}

static json_t *locations(const LoSolution *sol, LoSources *sources, const LoReportRow *r)
{
	const GArray *site = lo_report_site_chain(sol, r);
	json_t *all = json_array();

	if (site && site->len)
		json_array_append_new(all, hop_location(sources, site, 0));
	return all;
}

static gboolean is_held_back(const LoReportRow *r)
{
	return r->held_back && r->held_back[0];
}

json_t *lo_sarif_result(const LoSolution *sol, LoSources *sources, guint32 id)
{
	const LoReportRow *r = lo_report_row(sol, id);
	json_t *result = json_pack("{s:s, s:i, s:s, s:s, s:f, s:o, s:o, s:o, s:o, s:{s:o}}", "ruleId", lo_sarif_rule_id(r->kind),
				   "ruleIndex", (int)r->kind, "kind", "fail", "level", level(r), "rank", (double)r->confidence,
				   "message", result_message(sol, id), "locations", locations(sol, sources, r),
				   "codeFlows", code_flows(sol, sources, r), "relatedLocations", related_locations(sol, sources, r),
				   "partialFingerprints", "lockorder/v1", lo_json_string(r->key));

	if (is_held_back(r))
		json_object_set_new(result, "suppressions",
				    json_pack("[{s:s, s:o}]", "kind", "external", "justification", lo_json_string(r->held_back)));
	return result;
}
