/*
 * Chains of a stored solution: one at a time from the database while few are
 * asked for, then all of them at once.
 */
#include "facts/store_internal.h"

#include <string.h>

#define MAX_CHAIN 10000	/* hops; a chain longer than this was not written by us */
#define MANY 2000	/* chains: from then on all are read */

typedef struct {
	guint32 function, file, note;	/* ids of name */
	guint32 line, next;
} HopRow;

struct LoChainSource {
	LoStore *s;
	gboolean owned;
	GArray *hops;		/* HopRow by id, [0] stands for none; NULL: not read */
	GHashTable *names;	/* id of name -> the interned text */
	GHashTable *chains;	/* id of hop -> GArray of LoHop, shared by all that have this chain */
	GArray *ids;		/* guint32: two hops for each edge */
};

LoChainSource *lo_chain_source_new(LoStore *s, gboolean owned)
{
	LoChainSource *c = g_new0(LoChainSource, 1);

	c->s = s;
	c->owned = owned;
	c->chains = g_hash_table_new_full(g_direct_hash, g_direct_equal, NULL, (GDestroyNotify)g_array_unref);
	c->ids = g_array_new(FALSE, FALSE, sizeof(guint32));
	return c;
}

void lo_chain_source_free(LoChainSource *c)
{
	if (!c)
		return;
	g_clear_pointer(&c->hops, g_array_unref);
	g_clear_pointer(&c->names, g_hash_table_unref);
	g_hash_table_unref(c->chains);
	g_array_unref(c->ids);
	if (c->owned)
		lo_store_close(c->s);
	g_free(c);
}

/* ---- all at once ---- */

static gboolean take_name(LoChainSource *c, sqlite3_stmt *q)
{
	guint32 id;

	if (!lo_db_u32(q, 0, &id))
		return FALSE;
	g_hash_table_insert(c->names, GUINT_TO_POINTER(id), (gpointer)g_intern_string(lo_db_text(q, 1)));
	return TRUE;
}

static gboolean take_hop(LoChainSource *c, sqlite3_stmt *q)
{
	HopRow h = { 0 };
	guint32 id;

	if (!lo_db_u32(q, 0, &id) || id != c->hops->len || !lo_db_u32(q, 1, &h.function) || !lo_db_u32(q, 2, &h.file) ||
	    !lo_db_u32(q, 3, &h.line) || !lo_db_u32(q, 4, &h.note))
		return FALSE;
	if (sqlite3_column_type(q, 5) != SQLITE_NULL && (!lo_db_u32(q, 5, &h.next) || h.next >= id))
		return FALSE;
	g_array_append_val(c->hops, h);
	return TRUE;
}

static gboolean each_row(LoChainSource *c, const char *sql, gboolean (*take)(LoChainSource *c, sqlite3_stmt *q), GError **error)
{
	sqlite3_stmt *q = lo_db_query(c->s->db, error, sql, "");
	g_autoptr(GError) inner = NULL;
	gboolean sound = TRUE;

	if (!q)
		return FALSE;
	while (sound && lo_db_step(c->s->db, q, &inner))
		sound = take(c, q);
	sqlite3_reset(q);
	if (inner) {
		g_propagate_error(error, g_steal_pointer(&inner));
		return FALSE;
	}
	return sound || lo_db_damaged(c->s->db, "a row of the solution", error);
}

gboolean lo_chain_source_read_all(LoChainSource *c, GError **error)
{
	c->hops = g_array_new(FALSE, TRUE, sizeof(HopRow));
	g_array_set_size(c->hops, 1);
	c->names = g_hash_table_new(g_direct_hash, g_direct_equal);
	return each_row(c, "SELECT id, text FROM name WHERE id IN (SELECT function FROM hop UNION SELECT file FROM hop "
			"UNION SELECT note FROM hop)", take_name, error) &&
	       each_row(c, "SELECT id, function, file, line, note, next FROM hop ORDER BY id", take_hop, error);
}

static const char *get_name(const LoChainSource *c, guint32 id)
{
	const char *name = g_hash_table_lookup(c->names, GUINT_TO_POINTER(id));

	return name ? name : g_intern_static_string("");
}

static GArray *chain_of_rows(const LoChainSource *c, guint32 id)
{
	g_autoptr(GArray) chain = lo_hops_new();

	if (id >= c->hops->len)
		return NULL;
	for (; id; id = LO_AT(c->hops, HopRow, id).next) {
		const HopRow *h = &LO_AT(c->hops, HopRow, id);
		LoHop hop = { get_name(c, h->function), get_name(c, h->file), h->line, get_name(c, h->note) };
		g_array_append_val(chain, hop);
		if (chain->len > MAX_CHAIN)
			return NULL;
	}
	return g_steal_pointer(&chain);
}

/* ---- one ---- */

static gboolean add_hop(LoChainSource *c, guint32 *id, GArray *chain)
{
	sqlite3_stmt *q = lo_db_query(c->s->db, NULL, "SELECT f.text, p.text, h.line, n.text, h.next FROM hop AS h "
				      "JOIN name AS f ON f.id = h.function JOIN name AS p ON p.id = h.file "
				      "JOIN name AS n ON n.id = h.note WHERE h.id = ?", "i", (gint64)*id);
	guint32 line, next = 0;
	gboolean sound = q && lo_db_step(c->s->db, q, NULL) && lo_db_u32(q, 2, &line) &&
			 (sqlite3_column_type(q, 4) == SQLITE_NULL || (lo_db_u32(q, 4, &next) && next < *id));

	if (sound) {
		g_autofree char *function = g_strdup(lo_db_text(q, 0)), *file = g_strdup(lo_db_text(q, 1));
		LoHop hop = lo_hop(function, file, line, lo_db_text(q, 3));
		g_array_append_val(chain, hop);
	}
	if (q)
		sqlite3_reset(q);
	*id = next;
	return sound;
}

static GArray *chain_of_queries(LoChainSource *c, guint32 id)
{
	g_autoptr(GArray) chain = lo_hops_new();

	while (id)
		if (!add_hop(c, &id, chain) || chain->len > MAX_CHAIN)
			return NULL;
	return g_steal_pointer(&chain);
}

GArray *lo_chain_source_get(LoChainSource *c, guint32 hop)
{
	GArray *chain = g_hash_table_lookup(c->chains, GUINT_TO_POINTER(hop));

	if (chain)
		return g_array_ref(chain);
	if (!c->hops && g_hash_table_size(c->chains) >= MANY && !lo_chain_source_read_all(c, NULL))
		g_array_set_size(c->hops, 1);
	chain = c->hops ? chain_of_rows(c, hop) : chain_of_queries(c, hop);
	if (chain)
		g_hash_table_insert(c->chains, GUINT_TO_POINTER(hop), g_array_ref(chain));
	return chain;
}

/* ---- the chains of edges ---- */

void lo_chain_source_note(LoChainSource *c, guint32 from, guint32 to)
{
	g_array_append_val(c->ids, from);
	g_array_append_val(c->ids, to);
}

static GArray *chain_or_empty(LoChainSource *c, guint32 hop)
{
	GArray *chain = lo_chain_source_get(c, hop);

	return chain ? chain : lo_hops_new();
}

const LoEdgeRow *lo_solution_edge(const LoSolution *sol, guint32 edge)
{
	LoEdgeRow *e = &LO_AT(sol->edges, LoEdgeRow, edge);

	if (!sol->source || e->from_chain)
		return e;
	e->from_chain = chain_or_empty(sol->source, LO_AT(sol->source->ids, guint32, 2 * edge));
	e->to_chain = chain_or_empty(sol->source, LO_AT(sol->source->ids, guint32, 2 * edge + 1));
	return e;
}
