#include "facts/solution_writer.h"

#include "facts/hop_ids.h"
#include "facts/schema.h"
#include "facts/store_internal.h"

#include <string.h>

static const char *const unmark_sql = "DELETE FROM meta WHERE key IN ('solved', 'solved_with', 'solution_version')";

struct LoSolutionWriter {
	LoStore *s;
	GThreadPool *pool;	/* of one thread, so that parts are written one after the other; NULL: has ended */
	gboolean own, open;	/* the transaction */
	gboolean edges_put, reports_put;
	GError *error;		/* the first: what follows is not written */
	LoHopIds *hops;
	GHashTable *names;	/* const char * of a hop, by address -> id */
};

/* ---- chains ---- */

static const char *text_or_empty(const char *s)
{
	return s ? s : "";
}

/* The strings of hops are shared and stay where they are. */
static gboolean hop_name(LoSolutionWriter *w, const char *text, guint32 *id, GError **error)
{
	gint64 name;

	*id = GPOINTER_TO_UINT(g_hash_table_lookup(w->names, text));
	if (*id)
		return TRUE;
	if (!lo_store_name(w->s, text, &name, error))
		return FALSE;
	*id = (guint32)name;
	g_hash_table_insert(w->names, (gpointer)text, GUINT_TO_POINTER(*id));
	return TRUE;
}

static gboolean put_hop(LoSolutionWriter *w, const LoHop *hop, guint32 next, guint32 *id, GError **error)
{
	LoHopKey key = { .next = next, .line = hop->line };

	if (!hop_name(w, hop->function, &key.function, error) || !hop_name(w, hop->file, &key.file, error) ||
	    !hop_name(w, hop->note, &key.note, error))
		return FALSE;
	if (!lo_hop_ids_add(w->hops, &key, id))
		return TRUE;
	return lo_db_run(w->s->db, error, "INSERT INTO hop VALUES (?, ?, ?, ?, ?, ?, ?)", "iiiiioi", (gint64)*id,
			 (gint64)key.function, (gint64)key.file, (gint64)key.line, (gint64)key.note, (gint64)key.next,
			 (gint64)lo_hop_ids_last(w->hops, *id));
}

/* From the end, so that chains to the same place share their tails. 0: no chain. */
static gboolean put_chain(LoSolutionWriter *w, const GArray *chain, guint32 *id, GError **error)
{
	*id = 0;
	for (guint i = chain ? chain->len : 0; i-- > 0;)
		if (!put_hop(w, &LO_AT(chain, LoHop, i), *id, id, error))
			return FALSE;
	return TRUE;
}

/* ---- rows ---- */

static gboolean put_class_names(LoSolutionWriter *w, gint64 id, const LoClassRow *c, GError **error)
{
	for (guint i = 0; c->names && i < c->names->len; i++)
		if (!lo_db_run(w->s->db, error, "INSERT INTO class_name VALUES (?, ?, ?)", "iit", id, (gint64)i,
			       (const char *)g_ptr_array_index(c->names, i)))
			return FALSE;
	return TRUE;
}

static gboolean put_classes(LoSolutionWriter *w, const GArray *classes, GError **error)
{
	for (guint i = 0; i < classes->len; i++) {
		const LoClassRow *c = &LO_AT(classes, LoClassRow, i);
		gint64 file;
		if (!lo_store_name(w->s, text_or_empty(c->file), &file, error) ||
		    !lo_db_run(w->s->db, error, "INSERT INTO class VALUES (?, ?, ?, ?, ?)", "itiii", (gint64)i, c->name,
			       (gint64)c->kind, file, (gint64)c->line) ||
		    !put_class_names(w, i, c, error))
			return FALSE;
	}
	return TRUE;
}

static gboolean put_edge(LoSolutionWriter *w, gint64 id, const LoEdgeRow *e, GError **error)
{
	guint32 from, to;

	return put_chain(w, e->from_chain, &from, error) && put_chain(w, e->to_chain, &to, error) &&
	       lo_db_run(w->s->db, error, "INSERT INTO order_edge VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", "iiiiiiiiioo",
			 id, (gint64)e->from, (gint64)e->to, (gint64)e->from_hold, (gint64)e->to_hold,
			 (gint64)!!e->from_try, (gint64)!!e->same_instance, (gint64)e->hops, (gint64)e->confidence,
			 (gint64)from, (gint64)to);
}

static gboolean put_edges(LoSolutionWriter *w, const LoEdgeRow *edges, guint n, GError **error)
{
	for (guint i = 0; i < n; i++)
		if (!put_edge(w, i, &edges[i], error))
			return FALSE;
	return TRUE;
}

static gboolean put_report_links(LoSolutionWriter *w, gint64 id, const LoReportRow *r, GError **error)
{
	for (guint i = 0; r->classes && i < r->classes->len; i++)
		if (!lo_db_run(w->s->db, error, "INSERT INTO report_class VALUES (?, ?, ?)", "iii", id, (gint64)i,
			       (gint64)LO_AT(r->classes, guint32, i)))
			return FALSE;
	for (guint i = 0; r->edges && i < r->edges->len; i++)
		if (!lo_db_run(w->s->db, error, "INSERT INTO report_edge VALUES (?, ?, ?)", "iii", id, (gint64)i,
			       (gint64)LO_AT(r->edges, guint32, i)))
			return FALSE;
	return TRUE;
}

static gboolean put_reports(LoSolutionWriter *w, const GArray *reports, GError **error)
{
	for (guint i = 0; i < reports->len; i++) {
		const LoReportRow *r = &LO_AT(reports, LoReportRow, i);
		guint32 context;
		if (!put_chain(w, r->context, &context, error) ||
		    !lo_db_run(w->s->db, error, "INSERT INTO report VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", "iiitttooi", (gint64)i,
			       (gint64)r->kind, (gint64)r->confidence, text_or_empty(r->reasons), text_or_empty(r->key),
			       text_or_empty(r->held_back), (gint64)context, (gint64)r->variant_of, (gint64)r->root) ||
		    !put_report_links(w, i, r, error))
			return FALSE;
	}
	return TRUE;
}

static gboolean put_stats(LoSolutionWriter *w, const GArray *stats, GError **error)
{
	for (guint i = 0; i < stats->len; i++) {
		const LoStatRow *st = &LO_AT(stats, LoStatRow, i);
		if (!lo_db_run(w->s->db, error, "INSERT INTO stat VALUES (?, ?, ?)", "itt", (gint64)i, st->name, st->value))
			return FALSE;
	}
	return TRUE;
}

static gboolean mark_solved(LoStore *s, const char *solved_with, GError **error)
{
	gint64 generation;

	return lo_store_generation(s, &generation, error) &&
	       lo_db_run(s->db, error, "INSERT INTO meta VALUES ('solution_version', ?)", "i", (gint64)LO_SOLUTION_VERSION) &&
	       lo_db_run(s->db, error, "INSERT INTO meta VALUES ('solved', ?)", "i", generation + !!s->changed) &&
	       (!solved_with || lo_db_run(s->db, error, "INSERT INTO meta VALUES ('solved_with', ?)", "t", solved_with));
}

/* ---- parts, written by the thread ---- */

typedef struct {
	GBytes *state;		/* or NULL */
	LoEdgeRow *edges;	/* a copy of the rows, for the solution's own may move; or NULL */
	guint n_edges;
	const LoSolution *sol;	/* its classes and reports are wanted; or NULL */
} Part;

static gboolean begin(LoSolutionWriter *w)
{
	if (w->open)
		return TRUE;
	w->open = lo_store_enter(w->s, &w->own, &w->error);
	return w->open && lo_db_exec(w->s->db, unmark_sql, &w->error) && lo_db_clear_solution(w->s->db, &w->error);
}

static gboolean put_part(LoSolutionWriter *w, const Part *p, GError **error)
{
	return (!p->state || lo_store_write_state(w->s, p->state, error)) &&
	       (!p->edges || put_edges(w, p->edges, p->n_edges, error)) &&
	       (!p->sol || (put_classes(w, p->sol->classes, error) && put_reports(w, p->sol->reports, error)));
}

static void write_part(gpointer data, gpointer user)
{
	LoSolutionWriter *w = user;
	Part *p = data;

	if (!w->error && begin(w))
		put_part(w, p, &w->error);
	g_clear_pointer(&p->state, g_bytes_unref);
	g_free(p->edges);
	g_free(p);
}

static void hand_over(LoSolutionWriter *w, Part part)
{
	g_thread_pool_push(w->pool, g_memdup2(&part, sizeof(part)), NULL);
}

void lo_solution_writer_put_state(LoSolutionWriter *w, GBytes *state)
{
	hand_over(w, (Part){ .state = g_bytes_ref(state) });
}

void lo_solution_writer_put_edges(LoSolutionWriter *w, const LoSolution *sol)
{
	w->edges_put = TRUE;
	hand_over(w, (Part){ .edges = g_memdup2(sol->edges->data, sol->edges->len * sizeof(LoEdgeRow)), .n_edges = sol->edges->len });
}

void lo_solution_writer_put_reports(LoSolutionWriter *w, const LoSolution *sol)
{
	w->reports_put = TRUE;
	hand_over(w, (Part){ .sol = sol });
}

/* ---- all of it ---- */

LoSolutionWriter *lo_solution_writer_new(LoStore *s)
{
	LoSolutionWriter *w = g_new0(LoSolutionWriter, 1);

	w->s = s;
	w->pool = g_thread_pool_new(write_part, w, 1, FALSE, NULL);
	w->hops = lo_hop_ids_new();
	w->names = g_hash_table_new(NULL, NULL);
	return w;
}

static void wait_for_thread(LoSolutionWriter *w)
{
	if (w->pool)
		g_thread_pool_free(w->pool, FALSE, TRUE);
	w->pool = NULL;
}

gboolean lo_solution_writer_finish(LoSolutionWriter *w, const LoSolution *sol, const char *solved_with, GError **error)
{
	if (!w->edges_put)
		lo_solution_writer_put_edges(w, sol);
	if (!w->reports_put)
		lo_solution_writer_put_reports(w, sol);
	wait_for_thread(w);
	gboolean ok = !w->error && put_stats(w, sol->stats, &w->error) && mark_solved(w->s, solved_with, &w->error);
	if (w->open)
		ok = lo_store_leave(w->s, w->own, ok, &w->error);
	w->open = FALSE;
	if (!ok)
		g_propagate_error(error, g_steal_pointer(&w->error));
	return ok;
}

void lo_solution_writer_free(LoSolutionWriter *w)
{
	if (!w)
		return;
	wait_for_thread(w);
	if (w->open)
		lo_store_leave(w->s, w->own, FALSE, NULL);
	g_clear_error(&w->error);
	lo_hop_ids_free(w->hops);
	g_hash_table_unref(w->names);
	g_free(w);
}

gboolean lo_store_put_solution(LoStore *s, const LoSolution *sol, const char *solved_with, GError **error)
{
	g_autoptr(LoSolutionWriter) w = lo_solution_writer_new(s);

	return lo_solution_writer_finish(w, sol, solved_with, error);
}
