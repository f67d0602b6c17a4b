/* The lock classes as lines or JSON. */
#include "report/lists.h"

#include "common/escape.h"
#include "report/json.h"

typedef struct {
	guint32 after, before;	/* classes taken under this one, held when this one is taken */
} Degree;

/* Edges are sorted by (from, to): a pair's first edge counts, the others do not. */
static Degree *count_degrees(const LoSolution *sol)
{
	Degree *d = g_new0(Degree, sol->classes->len + 1);

	for (guint32 i = 0; i < sol->edges->len; i++) {
		const LoEdgeRow *e = lo_edge_ends(sol, i), *last = i ? lo_edge_ends(sol, i - 1) : NULL;

		if (last && last->from == e->from && last->to == e->to)
			continue;
		d[e->from].after++;
		d[e->to].before++;
	}
	return d;
}

static gboolean has_part(const LoClassRow *c, const char *part)
{
	for (guint i = 0; part && i < c->names->len; i++)
		if (strstr(g_ptr_array_index(c->names, i), part))
			return TRUE;
	return !part;
}

static void put_lock_line(GString *out, const LoClassRow *c, const Degree *d)
{
	lo_escape_append(out, c->name);
	g_string_append_printf(out, "\t%s\t", lo_lock_kind_name(c->kind));
	lo_escape_append(out, c->file);
	g_string_append_printf(out, ":%u\t%u\t%u\n", c->line, d->after, d->before);
}

void lo_locks_tsv(const LoSolution *sol, const char *part, GString *out)
{
	g_autofree Degree *degrees = count_degrees(sol);

	for (guint32 i = 0; i < sol->classes->len; i++)
		if (has_part(lo_class_row(sol, i), part))
			put_lock_line(out, lo_class_row(sol, i), &degrees[i]);
}

static json_t *names_json(const GPtrArray *names)
{
	json_t *array = json_array();

	for (guint i = 0; i < names->len; i++)
		json_array_append_new(array, lo_json_string(g_ptr_array_index(names, i)));
	return array;
}

static json_t *lock_json(const LoClassRow *c, const Degree *d)
{
	return json_pack("{s:o, s:o, s:s, s:o, s:I, s:I, s:I}", "name", lo_json_string(c->name), "names",
			 names_json(c->names), "kind", lo_lock_kind_name(c->kind), "file", lo_json_string(c->file),
			 "line", (json_int_t)c->line, "after", (json_int_t)d->after, "before", (json_int_t)d->before);
}

void lo_locks_json(const LoSolution *sol, const char *part, GString *out)
{
	g_autofree Degree *degrees = count_degrees(sol);
	g_autoptr(json_t) root = json_pack("{s:i}", "version", LO_JSON_VERSION);
	json_t *locks = json_array();

	for (guint32 i = 0; i < sol->classes->len; i++)
		if (has_part(lo_class_row(sol, i), part))
			json_array_append_new(locks, lock_json(lo_class_row(sol, i), &degrees[i]));
	json_object_set_new(root, "locks", locks);
	lo_json_append(out, root);
}
