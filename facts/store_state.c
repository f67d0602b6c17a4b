/* The solver's state: one run of bytes, deflated, in pieces that SQLite takes. */
#include "facts/store_internal.h"

#include "common/deflate.h"
#include "common/error.h"

#define PIECE ((gsize)64 << 20)

gboolean lo_store_write_state(LoStore *s, GBytes *state, GError **error)
{
	g_autoptr(GBytes) packed = lo_deflate(g_bytes_get_data(state, NULL), g_bytes_get_size(state));
	gsize len;
	const guint8 *data = g_bytes_get_data(packed, &len);

	for (gsize at = 0, seq = 0; at < len; at += PIECE, seq++)
		if (!lo_db_run(s->db, error, "INSERT INTO state VALUES (?, ?)", "ib", (gint64)seq, (gconstpointer)(data + at),
			       MIN(PIECE, len - at)))
			return FALSE;
	return TRUE;
}

static gboolean has_table(LoStore *s)
{
	gint64 n;

	return lo_db_get_int(s->db, NULL, &n, 0, "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = 'state'") && n;
}

static gboolean read_pieces(LoStore *s, GByteArray *out, GError **error)
{
	sqlite3_stmt *q = lo_db_query(s->db, error, "SELECT data FROM state ORDER BY seq", "");
	g_autoptr(GError) inner = NULL;

	if (!q)
		return FALSE;
	while (lo_db_step(s->db, q, &inner))
		g_byte_array_append(out, sqlite3_column_blob(q, 0), (guint)sqlite3_column_bytes(q, 0));
	if (!inner)
		return TRUE;
	g_propagate_error(error, g_steal_pointer(&inner));
	return FALSE;
}

GBytes *lo_store_get_older_state(LoStore *s, GError **error)
{
	g_autoptr(GByteArray) packed = g_byte_array_new();
	GBytes *state;

	if (has_table(s) && !read_pieces(s, packed, error))
		return NULL;
	if (!packed->len) {
		g_set_error(error, LO_ERROR, LO_ERROR_DB, "the solver's state is not stored: run 'lockorder solve'");
		return NULL;
	}
	state = lo_inflate(packed->data, packed->len);
	if (!state)
		g_set_error(error, LO_ERROR, LO_ERROR_DB, "the stored state of the solver makes no sense: run 'lockorder solve'");
	return state;
}

GBytes *lo_store_get_state(LoStore *s, GError **error)
{
	return lo_store_check_solved(s, error) ? lo_store_get_older_state(s, error) : NULL;
}
