#include "facts/store_internal.h"
#include "common/error.h"
#include "facts/schema.h"

#include <string.h>

typedef struct {
	LoStore *s;
	LoSolution *sol;
	LoOrders *orders;	/* when only these are wanted */
	LoChainSource *chains;
	gboolean later;		/* the chains of edges are only noted */
	gboolean no_reports;
} Loader;

typedef gboolean (*RowReader)(Loader *l, sqlite3_stmt *q);

static gboolean read_rows(Loader *l, const char *sql, RowReader read, GError **error)
{
	sqlite3_stmt *q = lo_db_query(l->s->db, error, sql, "");
	g_autoptr(GError) inner = NULL;
	gboolean sound = TRUE;

	if (!q)
		return FALSE;
	while (sound && lo_db_step(l->s->db, q, &inner))
		sound = read(l, q);
	sqlite3_reset(q);
	if (inner) {
		g_propagate_error(error, g_steal_pointer(&inner));
		return FALSE;
	}
	return sound || lo_db_damaged(l->s->db, "a row of the solution", error);
}

static gboolean hop_id(sqlite3_stmt *q, int column, guint32 *id)
{
	*id = 0;
	return sqlite3_column_type(q, column) == SQLITE_NULL || lo_db_u32(q, column, id);
}

/* A new reference, or NULL for an id that makes no sense. */
static GArray *get_chain(Loader *l, sqlite3_stmt *q, int column)
{
	guint32 id;

	return hop_id(q, column, &id) ? lo_chain_source_get(l->chains, id) : NULL;
}

static gboolean read_class(Loader *l, sqlite3_stmt *q)
{
	LoClassRow c = { 0 };
	guint32 id, kind;

	if (!lo_db_u32(q, 0, &id) || id != l->sol->classes->len || !lo_db_u32(q, 2, &kind) || kind >= LO_LOCK__N ||
	    !lo_db_u32(q, 4, &c.line))
		return FALSE;
	c.name = g_strdup(lo_db_text(q, 1));
	c.kind = (LoLockKind)kind;
	c.file = g_strdup(lo_db_text(q, 3));
	c.names = g_ptr_array_new_with_free_func(g_free);
	g_array_append_val(l->sol->classes, c);
	return TRUE;
}

static gboolean read_class_name(Loader *l, sqlite3_stmt *q)
{
	guint32 id;

	if (!lo_db_u32(q, 0, &id) || id >= l->sol->classes->len)
		return FALSE;
	g_ptr_array_add(LO_AT(l->sol->classes, LoClassRow, id).names, g_strdup(lo_db_text(q, 1)));
	return TRUE;
}

static gboolean small(sqlite3_stmt *q, int column, guint32 end, guint32 *out)
{
	return lo_db_u32(q, column, out) && *out < end;
}

static gboolean read_chains(Loader *l, sqlite3_stmt *q, LoEdgeRow *e)
{
	guint32 from, to;

	if (l->later) {
		if (!hop_id(q, 9, &from) || !hop_id(q, 10, &to))
			return FALSE;
		lo_chain_source_note(l->chains, from, to);
		return TRUE;
	}
	e->from_chain = get_chain(l, q, 9);
	e->to_chain = get_chain(l, q, 10);
	return e->from_chain && e->to_chain;
}

static gboolean read_edge(Loader *l, sqlite3_stmt *q)
{
	guint32 id, from_hold, to_hold, try, same, hops, confidence, n = l->sol->classes->len;
	LoEdgeRow e = { 0 };

	if (!lo_db_u32(q, 0, &id) || id != l->sol->edges->len || !small(q, 1, n, &e.from) || !small(q, 2, n, &e.to) ||
	    !small(q, 3, LO_HOLD_RECURSIVE + 1, &from_hold) || !small(q, 4, LO_HOLD_RECURSIVE + 1, &to_hold) ||
	    !small(q, 5, 2, &try) || !small(q, 6, 2, &same) || !small(q, 7, 256, &hops) || !small(q, 8, 101, &confidence))
		return FALSE;
	e.from_hold = (LoHold)from_hold;
	e.to_hold = (LoHold)to_hold;
	e.from_try = (gboolean)try;
	e.same_instance = (gboolean)same;
	e.hops = (guint8)hops;
	e.confidence = (guint8)confidence;
	gboolean sound = read_chains(l, q, &e);
	g_array_append_val(l->sol->edges, e);
	return sound;
}

static gboolean read_report(Loader *l, sqlite3_stmt *q)
{
	guint32 id, kind, confidence, variant_of = 0, root;
	LoReportRow r = { 0 };

	if (!lo_db_u32(q, 0, &id) || id != l->sol->reports->len || !small(q, 1, LO_REPORT_IMBALANCE + 1, &kind) ||
	    !small(q, 2, 101, &confidence) || !lo_db_u32(q, 8, &root) ||
	    (sqlite3_column_type(q, 7) != SQLITE_NULL && (!small(q, 7, id + 1, &variant_of) || !variant_of)))
		return FALSE;
	r.variant_of = variant_of;
	r.root = root;
	r.kind = (LoReportKind)kind;
	r.confidence = (guint8)confidence;
	r.reasons = g_strdup(lo_db_text(q, 3));
	r.key = g_strdup(lo_db_text(q, 4));
	r.held_back = g_strdup(lo_db_text(q, 5));
	r.classes = g_array_new(FALSE, FALSE, sizeof(guint32));
	r.edges = g_array_new(FALSE, FALSE, sizeof(guint32));
	r.context = get_chain(l, q, 6);
	g_array_append_val(l->sol->reports, r);
	return r.context != NULL;
}

static gboolean read_report_class(Loader *l, sqlite3_stmt *q)
{
	guint32 id, class;

	if (!small(q, 0, l->sol->reports->len, &id) || !small(q, 1, l->sol->classes->len, &class))
		return FALSE;
	g_array_append_val(LO_AT(l->sol->reports, LoReportRow, id).classes, class);
	return TRUE;
}

static gboolean read_report_edge(Loader *l, sqlite3_stmt *q)
{
	guint32 id, edge;

	if (!small(q, 0, l->sol->reports->len, &id) || !small(q, 1, l->sol->edges->len, &edge))
		return FALSE;
	g_array_append_val(LO_AT(l->sol->reports, LoReportRow, id).edges, edge);
	return TRUE;
}

static gboolean read_stat(Loader *l, sqlite3_stmt *q)
{
	LoStatRow st = { g_strdup(lo_db_text(q, 0)), g_strdup(lo_db_text(q, 1)) };

	g_array_append_val(l->sol->stats, st);
	return TRUE;
}

gboolean lo_store_check_solved(LoStore *s, GError **error)
{
	gint64 generation, solved, version;

	if (!lo_store_generation(s, &generation, error) ||
	    !lo_db_get_int(s->db, error, &solved, -1, "SELECT value FROM meta WHERE key = 'solved'") ||
	    !lo_db_get_int(s->db, error, &version, 0, "SELECT value FROM meta WHERE key = 'solution_version'"))
		return FALSE;
	if (solved == generation && version == LO_SOLUTION_VERSION)
		return TRUE;
	g_set_error(error, LO_ERROR, LO_ERROR_UNSOLVED, solved < 0 ? "no solution stored: run 'lockorder solve'" :
		    solved != generation ? "the stored solution is older than the facts: run 'lockorder solve'" :
		    "the stored solution was made by another version: run 'lockorder solve'");
	return FALSE;
}

gboolean lo_store_was_solved_with(LoStore *s, const char *text)
{
	sqlite3_stmt *q = lo_db_query(s->db, NULL, "SELECT value FROM meta WHERE key = 'solved_with'", "");
	gboolean same = q && lo_db_step(s->db, q, NULL) && !g_strcmp0(lo_db_text(q, 0), text);

	if (q)
		sqlite3_reset(q);
	return same;
}

gboolean lo_store_is_solved_with(LoStore *s, const char *text)
{
	return lo_store_check_solved(s, NULL) && lo_store_was_solved_with(s, text);
}

static gboolean load_reports(Loader *l, GError **error)
{
	return read_rows(l, "SELECT id, kind, confidence, reasons, key, held_back, context, variant_of, root FROM report ORDER BY id",
			 read_report, error) &&
	       read_rows(l, "SELECT report, class FROM report_class ORDER BY report, seq", read_report_class, error) &&
	       read_rows(l, "SELECT report, edge FROM report_edge ORDER BY report, seq", read_report_edge, error) &&
	       read_rows(l, "SELECT name, value FROM stat ORDER BY seq", read_stat, error);
}

static gboolean load(Loader *l, GError **error)
{
	return (l->later || lo_chain_source_read_all(l->chains, error)) &&
	       read_rows(l, "SELECT c.id, c.name, c.kind, n.text, c.line FROM class AS c LEFT JOIN name AS n ON n.id = c.file "
			 "ORDER BY c.id", read_class, error) &&
	       read_rows(l, "SELECT class, name FROM class_name ORDER BY class, seq", read_class_name, error) &&
	       read_rows(l, "SELECT id, from_class, to_class, from_hold, to_hold, from_try, same_instance, hops, "
			 "confidence, from_chain, to_chain FROM order_edge ORDER BY id", read_edge, error) &&
	       (l->no_reports || load_reports(l, error));
}

LoSolution *lo_store_get_solution(LoStore *s, GError **error)
{
	g_autoptr(LoSolution) sol = lo_solution_new();

	if (!lo_store_check_solved(s, error))
		return NULL;
	Loader l = { .s = s, .sol = sol, .chains = lo_chain_source_new(s, FALSE) };
	gboolean ok = load(&l, error);
	lo_chain_source_free(l.chains);
	return ok ? g_steal_pointer(&sol) : NULL;
}

static LoSolution *open_solution(LoStore *s, gboolean no_reports, GError **error)
{
	g_autoptr(LoSolution) sol = lo_solution_new();
	LoStore *own = lo_store_open(s->db->path, LO_STORE_READ, error);

	if (!own)
		return NULL;
	sol->source = lo_chain_source_new(own, TRUE);
	Loader l = { .s = own, .sol = sol, .chains = sol->source, .later = TRUE, .no_reports = no_reports };
	/* a reader is one transaction until it is closed: what another solves meanwhile does not show */
	gboolean ok = lo_store_check_solved(own, error) && load(&l, error);
	return ok ? g_steal_pointer(&sol) : NULL;
}

LoSolution *lo_store_open_solution(LoStore *s, GError **error)
{
	return open_solution(s, FALSE, error);
}

LoSolution *lo_store_open_graph(LoStore *s, GError **error)
{
	return open_solution(s, TRUE, error);
}

/* ---- the order graph by names ---- */

static gboolean read_order_name(Loader *l, sqlite3_stmt *q)
{
	guint32 id;
	GPtrArray *names = l->orders->names;

	if (!lo_db_u32(q, 0, &id) || id != names->len)
		return FALSE;
	g_autofree char *name = g_strdup(lo_db_text(q, 1));
	g_ptr_array_add(names, g_strconcat(name, "\1", lo_db_text(q, 2), NULL));
	return TRUE;
}

static gboolean read_order(Loader *l, sqlite3_stmt *q)
{
	guint32 from, to, from_hold, to_hold, try, same, confidence, n = l->orders->names->len;

	if (!small(q, 0, n, &from) || !small(q, 1, n, &to) || !small(q, 2, 3, &from_hold) || !small(q, 3, 3, &to_hold) ||
	    !small(q, 4, 2, &try) || !small(q, 5, 2, &same) || !small(q, 6, 101, &confidence))
		return FALSE;
	LoOrder o = { from, to, (guint8)from_hold, (guint8)to_hold, (guint8)try, (guint8)same, (guint8)confidence };
	g_array_append_val(l->orders->orders, o);
	return TRUE;
}

static gboolean read_on_cycle(Loader *l, sqlite3_stmt *q)
{
	LoOnCycle c;

	if (!lo_db_u32(q, 0, &c.report) || !small(q, 1, l->orders->names->len, &c.cls))
		return FALSE;
	g_array_append_val(l->orders->cycles, c);
	return TRUE;
}

/* These are not of orders alone. */
#define LONE_KINDS "2, 4"
G_STATIC_ASSERT(LO_REPORT_IRQ == 2 && LO_REPORT_IMBALANCE == 4);

/* A row for each of a report's locks. */
static gboolean read_told(Loader *l, sqlite3_stmt *q)
{
	GArray *reports = l->orders->reports;
	guint32 kind, cls, confidence;
	const char *key = lo_db_text(q, 1);
	LoReportRow *last = reports->len ? &LO_AT(reports, LoReportRow, reports->len - 1) : NULL;

	if (!small(q, 0, LO_REPORT_IMBALANCE + 1, &kind) || !small(q, 3, l->orders->names->len, &cls) || !small(q, 4, 101, &confidence))
		return FALSE;
	if (!last || !sqlite3_column_int(q, 2)) {
		LoReportRow r = { .kind = (LoReportKind)kind, .key = g_strdup(key), .classes = g_array_new(FALSE, FALSE, sizeof(guint32)),
				  .edges = g_array_new(FALSE, FALSE, sizeof(guint32)), .confidence = (guint8)confidence };
		g_array_append_val(reports, r);
		last = &LO_AT(reports, LoReportRow, reports->len - 1);
	}
	g_array_append_val(last->classes, cls);
	return TRUE;
}

LoOrders *lo_store_get_orders(LoStore *s, GError **error)
{
	g_autoptr(LoOrders) o = g_new0(LoOrders, 1);
	Loader l = { .s = s, .orders = o };

	o->names = g_ptr_array_new_with_free_func(g_free);
	o->orders = g_array_new(FALSE, FALSE, sizeof(LoOrder));
	o->cycles = g_array_new(FALSE, FALSE, sizeof(LoOnCycle));
	o->reports = lo_report_rows_new();
	if (!lo_store_check_solved(s, error) ||
	    !read_rows(&l, "SELECT c.id, c.name, n.text FROM class AS c JOIN name AS n ON n.id = c.file ORDER BY c.id",
		       read_order_name, error) ||
	    !read_rows(&l, "SELECT from_class, to_class, from_hold, to_hold, from_try, same_instance, confidence FROM order_edge "
		       "ORDER BY id", read_order, error) ||
	    !read_rows(&l, "SELECT c.report, c.class FROM report_class AS c JOIN report AS r ON r.id = c.report "
		       "WHERE r.variant_of IS NULL AND r.held_back = '' ORDER BY c.report, c.seq", read_on_cycle, error) ||
	    !read_rows(&l, "SELECT r.kind, r.key, c.seq, c.class, r.confidence FROM report AS r JOIN report_class AS c ON c.report = r.id "
		       "WHERE r.held_back = '' OR r.kind IN (" LONE_KINDS ") ORDER BY r.id, c.seq", read_told, error))
		return NULL;
	return g_steal_pointer(&o);
}
