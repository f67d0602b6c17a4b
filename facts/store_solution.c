#include "facts/store_internal.h"
#include "common/error.h"
#include "facts/schema.h"

#include <string.h>

/* ---- writing ---- */

static const char *const unmark_sql = "DELETE FROM meta WHERE key IN ('solved', 'solved_with', 'solution_version')";

/* A hop and what follows: equal ones are stored once. */
typedef struct {
	gint64 function, file, note, next;
	guint32 line;
} HopKey;

typedef struct {
	LoStore *s;
	GHashTable *hops;	/* HopKey * -> id */
	GHashTable *names;	/* const char * of a hop, by address -> id */
	GArray *last;		/* gint64 by id: the end of the list */
} Writer;

static guint hop_hash(gconstpointer key)
{
	const HopKey *h = key;
	guint64 v = (guint64)h->function;

	v = v * 0x9e3779b97f4a7c15u + (guint64)h->file;
	v = v * 0x9e3779b97f4a7c15u + (guint64)h->note;
	v = v * 0x9e3779b97f4a7c15u + (guint64)h->next;
	v = v * 0x9e3779b97f4a7c15u + h->line;
	return (guint)(v ^ v >> 32);
}

static gboolean hop_equal(gconstpointer x, gconstpointer y)
{
	const HopKey *a = x, *b = y;

	return a->function == b->function && a->file == b->file && a->note == b->note && a->next == b->next &&
	       a->line == b->line;
}

static gboolean insert_hop(Writer *w, const HopKey *key, gint64 *id, GError **error)
{
	gint64 new_id = w->last->len;
	gint64 last = key->next ? LO_AT(w->last, gint64, key->next) : new_id;

	if (!lo_db_run(w->s->db, error, "INSERT INTO hop VALUES (?, ?, ?, ?, ?, ?, ?)", "iiiiioi", new_id, key->function,
		       key->file, (gint64)key->line, key->note, key->next, last))
		return FALSE;
	g_array_append_val(w->last, last);
	g_hash_table_insert(w->hops, g_memdup2(key, sizeof(*key)), GSIZE_TO_POINTER((gsize)new_id));
	*id = new_id;
	return TRUE;
}

static const char *text_or_empty(const char *s)
{
	return s ? s : "";
}

/* The strings of hops are shared and stay where they are. */
static gboolean hop_name(Writer *w, const char *text, gint64 *id, GError **error)
{
	*id = (gint64)GPOINTER_TO_SIZE(g_hash_table_lookup(w->names, text));
	if (*id)
		return TRUE;
	if (!lo_store_name(w->s, text, id, error))
		return FALSE;
	g_hash_table_insert(w->names, (gpointer)text, GSIZE_TO_POINTER((gsize)*id));
	return TRUE;
}

static gboolean put_hop(Writer *w, const LoHop *hop, gint64 next, gint64 *id, GError **error)
{
	HopKey key = { .next = next, .line = hop->line };

	if (!hop_name(w, hop->function, &key.function, error) || !hop_name(w, hop->file, &key.file, error) ||
	    !hop_name(w, hop->note, &key.note, error))
		return FALSE;
	gpointer known = g_hash_table_lookup(w->hops, &key);
	if (!known)
		return insert_hop(w, &key, id, error);
	*id = (gint64)GPOINTER_TO_SIZE(known);
	return TRUE;
}

/* From the end, so that chains to the same place share their tails. 0: no chain. */
static gboolean put_chain(Writer *w, const GArray *chain, gint64 *id, GError **error)
{
	*id = 0;
	for (guint i = chain ? chain->len : 0; i-- > 0;)
		if (!put_hop(w, &LO_AT(chain, LoHop, i), *id, id, error))
			return FALSE;
	return TRUE;
}

static gboolean put_class_names(Writer *w, gint64 id, const LoClassRow *c, GError **error)
{
	for (guint i = 0; c->names && i < c->names->len; i++)
		if (!lo_db_run(w->s->db, error, "INSERT INTO class_name VALUES (?, ?, ?)", "iit", id, (gint64)i,
			       (const char *)g_ptr_array_index(c->names, i)))
			return FALSE;
	return TRUE;
}

static gboolean put_classes(Writer *w, const GArray *classes, GError **error)
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

static gboolean put_edge(Writer *w, gint64 id, const LoEdgeRow *e, GError **error)
{
	gint64 from, to;

	return put_chain(w, e->from_chain, &from, error) && put_chain(w, e->to_chain, &to, error) &&
	       lo_db_run(w->s->db, error, "INSERT INTO order_edge VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", "iiiiiiiiioo",
			 id, (gint64)e->from, (gint64)e->to, (gint64)e->from_hold, (gint64)e->to_hold,
			 (gint64)!!e->from_try, (gint64)!!e->same_instance, (gint64)e->hops, (gint64)e->confidence, from, to);
}

static gboolean put_edges(Writer *w, const GArray *edges, GError **error)
{
	for (guint i = 0; i < edges->len; i++)
		if (!put_edge(w, i, &LO_AT(edges, LoEdgeRow, i), error))
			return FALSE;
	return TRUE;
}

static gboolean put_report_links(Writer *w, gint64 id, const LoReportRow *r, GError **error)
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

static gboolean put_reports(Writer *w, const GArray *reports, GError **error)
{
	for (guint i = 0; i < reports->len; i++) {
		const LoReportRow *r = &LO_AT(reports, LoReportRow, i);
		gint64 context;
		if (!put_chain(w, r->context, &context, error) ||
		    !lo_db_run(w->s->db, error, "INSERT INTO report VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", "iiitttooi", (gint64)i,
			       (gint64)r->kind, (gint64)r->confidence, text_or_empty(r->reasons), text_or_empty(r->key),
			       text_or_empty(r->held_back), context, (gint64)r->variant_of, (gint64)r->root) ||
		    !put_report_links(w, i, r, error))
			return FALSE;
	}
	return TRUE;
}

static gboolean put_stats(Writer *w, const GArray *stats, GError **error)
{
	for (guint i = 0; i < stats->len; i++) {
		const LoStatRow *st = &LO_AT(stats, LoStatRow, i);
		if (!lo_db_run(w->s->db, error, "INSERT INTO stat VALUES (?, ?, ?)", "itt", (gint64)i, st->name, st->value))
			return FALSE;
	}
	return TRUE;
}

static gboolean mark_solved(LoStore *s, GError **error)
{
	gint64 generation;

	return lo_store_generation(s, &generation, error) &&
	       lo_db_run(s->db, error, "INSERT INTO meta VALUES ('solution_version', ?)", "i", (gint64)LO_SOLUTION_VERSION) &&
	       lo_db_run(s->db, error, "INSERT INTO meta VALUES ('solved', ?)", "i", generation + !!s->changed);
}

static gboolean put_solution(LoStore *s, const LoSolution *sol, GError **error)
{
	Writer w = {
		.s = s,
		.hops = g_hash_table_new_full(hop_hash, hop_equal, g_free, NULL),
		.names = g_hash_table_new(NULL, NULL),
		.last = g_array_new(FALSE, TRUE, sizeof(gint64)),
	};

	g_array_set_size(w.last, 1);	/* ids start at 1 */
	gboolean ok = lo_db_exec(s->db, unmark_sql, error) && lo_db_clear_solution(s->db, error) &&
		      put_classes(&w, sol->classes, error) &&
		      put_edges(&w, sol->edges, error) && put_reports(&w, sol->reports, error) &&
		      put_stats(&w, sol->stats, error) && mark_solved(s, error);
	g_hash_table_unref(w.hops);
	g_hash_table_unref(w.names);
	g_array_unref(w.last);
	return ok;
}

gboolean lo_store_put_solution(LoStore *s, const LoSolution *sol, GError **error)
{
	gboolean own;

	if (!lo_store_enter(s, &own, error))
		return FALSE;
	return lo_store_leave(s, own, put_solution(s, sol, error), error);
}

/* ---- reading ---- */

typedef struct {
	LoStore *s;
	LoSolution *sol;
	LoOrders *orders;	/* when only these are wanted */
	LoChainSource *chains;
	gboolean later;		/* the chains of edges are only noted */
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

gboolean lo_store_put_solved_with(LoStore *s, const char *text, GError **error)
{
	return lo_store_need_writer(s, error) &&
	       lo_db_run(s->db, error, "INSERT OR REPLACE INTO meta VALUES ('solved_with', ?)", "t", text);
}

gboolean lo_store_is_solved_with(LoStore *s, const char *text)
{
	sqlite3_stmt *q = lo_store_check_solved(s, NULL) ?
		lo_db_query(s->db, NULL, "SELECT value FROM meta WHERE key = 'solved_with'", "") : NULL;
	gboolean same = q && lo_db_step(s->db, q, NULL) && !g_strcmp0(lo_db_text(q, 0), text);

	if (q)
		sqlite3_reset(q);
	return same;
}

static gboolean load(Loader *l, GError **error)
{
	return (l->later || lo_chain_source_read_all(l->chains, error)) &&
	       read_rows(l, "SELECT c.id, c.name, c.kind, n.text, c.line FROM class AS c LEFT JOIN name AS n ON n.id = c.file "
			 "ORDER BY c.id", read_class, error) &&
	       read_rows(l, "SELECT class, name FROM class_name ORDER BY class, seq", read_class_name, error) &&
	       read_rows(l, "SELECT id, from_class, to_class, from_hold, to_hold, from_try, same_instance, hops, "
			 "confidence, from_chain, to_chain FROM order_edge ORDER BY id", read_edge, error) &&
	       read_rows(l, "SELECT id, kind, confidence, reasons, key, held_back, context, variant_of, root FROM report ORDER BY id",
			 read_report, error) &&
	       read_rows(l, "SELECT report, class FROM report_class ORDER BY report, seq", read_report_class, error) &&
	       read_rows(l, "SELECT report, edge FROM report_edge ORDER BY report, seq", read_report_edge, error) &&
	       read_rows(l, "SELECT name, value FROM stat ORDER BY seq", read_stat, error);
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

LoSolution *lo_store_open_solution(LoStore *s, GError **error)
{
	g_autoptr(LoSolution) sol = lo_solution_new();
	LoStore *own = lo_store_open(s->db->path, LO_STORE_READ, error);

	if (!own)
		return NULL;
	sol->source = lo_chain_source_new(own, TRUE);
	Loader l = { .s = own, .sol = sol, .chains = sol->source, .later = TRUE };
	/* a reader is one transaction until it is closed: what another solves meanwhile does not show */
	gboolean ok = lo_store_check_solved(own, error) && load(&l, error);
	return ok ? g_steal_pointer(&sol) : NULL;
}

/* ---- the order graph alone ---- */

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

LoOrders *lo_store_get_orders(LoStore *s, GError **error)
{
	g_autoptr(LoOrders) o = g_new0(LoOrders, 1);
	Loader l = { .s = s, .orders = o };

	o->names = g_ptr_array_new_with_free_func(g_free);
	o->orders = g_array_new(FALSE, FALSE, sizeof(LoOrder));
	o->cycles = g_array_new(FALSE, FALSE, sizeof(LoOnCycle));
	if (!lo_store_check_solved(s, error) ||
	    !read_rows(&l, "SELECT c.id, c.name, n.text FROM class AS c JOIN name AS n ON n.id = c.file ORDER BY c.id",
		       read_order_name, error) ||
	    !read_rows(&l, "SELECT from_class, to_class, from_hold, to_hold, from_try, same_instance, confidence FROM order_edge "
		       "ORDER BY id", read_order, error) ||
	    !read_rows(&l, "SELECT c.report, c.class FROM report_class AS c JOIN report AS r ON r.id = c.report "
		       "WHERE r.variant_of IS NULL AND r.held_back = '' ORDER BY c.report, c.seq", read_on_cycle, error))
		return NULL;
	return g_steal_pointer(&o);
}
