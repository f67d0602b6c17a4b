/* The figures of a scan and of its solution. */
#include "report/lists.h"

#include "common/escape.h"
#include "report/json.h"

typedef struct {
	const char *name;	/* in JSON; in text with spaces for underscores */
	guint64 value;
} Figure;

#define MAX_FIGURES 10

static guint collect(const LoFactStats *facts, const LoSolution *sol, Figure *out)
{
	const Figure figures[] = {
		{ "units", facts->units }, { "failed_units", facts->failed }, { "partial_units", facts->partial },
		{ "functions", facts->functions }, { "globals", facts->globals }, { "call_sites", facts->call_sites },
		{ "indirect_calls", facts->indirect_calls },
		{ "classes", sol ? sol->classes->len : 0 }, { "edges", sol ? sol->edges->len : 0 },
		{ "reports", sol ? sol->reports->len : 0 },
	};
	guint n = sol ? G_N_ELEMENTS(figures) : G_N_ELEMENTS(figures) - 3;

	G_STATIC_ASSERT(G_N_ELEMENTS(figures) == MAX_FIGURES);
	memcpy(out, figures, sizeof(Figure) * n);
	return n;
}

static void put_figure(GString *out, const char *name, const char *value)
{
	g_autoptr(GString) label = g_string_new(NULL);

	lo_escape_append(label, name);
	g_string_append_printf(out, "%-32s  ", label->str);
	lo_escape_append(out, value);
	g_string_append_c(out, '\n');
}

void lo_stats_text(const LoFactStats *facts, const LoSolution *sol, GString *out)
{
	Figure figures[MAX_FIGURES];
	guint n = collect(facts, sol, figures);

	for (guint i = 0; i < n; i++) {
		g_autofree char *value = g_strdup_printf("%" G_GUINT64_FORMAT, figures[i].value);

		put_figure(out, figures[i].name, value);
	}
	for (guint i = 0; sol && i < sol->stats->len; i++)
		put_figure(out, g_array_index(sol->stats, LoStatRow, i).name, g_array_index(sol->stats, LoStatRow, i).value);
	for (guint i = 0; facts->failures && i < facts->failures->len; i++)
		put_figure(out, "failed", g_ptr_array_index(facts->failures, i));
}

static json_t *solver_json(const LoSolution *sol)
{
	json_t *object = json_object();

	for (guint i = 0; i < sol->stats->len; i++) {
		const LoStatRow *row = &g_array_index(sol->stats, LoStatRow, i);

		json_object_set_new(object, row->name, lo_json_string(row->value));
	}
	return object;
}

static json_t *failures_json(const LoFactStats *facts)
{
	json_t *array = json_array();

	for (guint i = 0; facts->failures && i < facts->failures->len; i++)
		json_array_append_new(array, lo_json_string(g_ptr_array_index(facts->failures, i)));
	return array;
}

void lo_stats_json(const LoFactStats *facts, const LoSolution *sol, GString *out)
{
	g_autoptr(json_t) root = json_pack("{s:i}", "version", LO_JSON_VERSION);
	Figure figures[MAX_FIGURES];
	guint n = collect(facts, sol, figures);

	for (guint i = 0; i < n; i++)
		json_object_set_new(root, figures[i].name, json_integer((json_int_t)figures[i].value));
	json_object_set_new(root, "failures", failures_json(facts));
	if (sol)
		json_object_set_new(root, "solver", solver_json(sol));
	lo_json_append(out, root);
}
