#include "facts/store_internal.h"

#define MOST 8000	/* bodies: beyond, all is solved anew */

static GPtrArray *funcs_new(void)
{
	return g_ptr_array_new_with_free_func((GDestroyNotify)lo_func_free);
}

LoFactChanges *lo_fact_changes_new(void)
{
	LoFactChanges *c = g_new0(LoFactChanges, 1);

	c->gone_funcs = funcs_new();
	c->came_funcs = funcs_new();
	c->gone_globals = funcs_new();
	c->came_globals = funcs_new();
	return c;
}

void lo_fact_changes_free(LoFactChanges *c)
{
	if (!c)
		return;
	g_ptr_array_unref(c->gone_funcs);
	g_ptr_array_unref(c->came_funcs);
	g_ptr_array_unref(c->gone_globals);
	g_ptr_array_unref(c->came_globals);
	g_free(c);
}

void lo_store_note_changes(LoStore *s)
{
	g_clear_pointer(&s->changes, lo_fact_changes_free);
	if (lo_store_check_solved(s, NULL))
		s->changes = lo_fact_changes_new();
}

LoFactChanges *lo_store_take_changes(LoStore *s)
{
	return g_steal_pointer(&s->changes);
}

static guint count(const LoFactChanges *c)
{
	return c->gone_funcs->len + c->came_funcs->len + c->gone_globals->len + c->came_globals->len;
}

void lo_store_note_body(LoStore *s, GBytes *code, gboolean is_global, gboolean came)
{
	LoFactChanges *c = s->changes;
	gsize len;
	const guint8 *data = g_bytes_get_data(code, &len);
	LoFunc *f = c ? lo_func_decode(data, len, NULL) : NULL;

	if (f)
		g_ptr_array_add(is_global ? came ? c->came_globals : c->gone_globals : came ? c->came_funcs : c->gone_funcs, f);
	if (c && (!f || count(c) > MOST))
		g_clear_pointer(&s->changes, lo_fact_changes_free);
}

/* The first file with such a function, owned, NULL when there is none; and how many it has. */
static gboolean first_file(LoStore *s, const LoFunc *like, char **file, gint64 *n, GError **error)
{
	sqlite3_stmt *q = lo_db_query(s->db, error, "SELECT f.text, count(*) FROM body AS b JOIN name AS f ON f.id = b.file "
				      "WHERE b.is_global = 0 AND b.name = (SELECT id FROM name WHERE text = ?) AND "
				      "b.scope = (SELECT id FROM name WHERE text = ?) GROUP BY f.text ORDER BY f.text LIMIT 1", "tt",
				      lo_func_str(like, like->name), lo_func_str(like, like->scope));
	g_autoptr(GError) inner = NULL;

	*file = NULL;
	if (!q)
		return FALSE;
	if (lo_db_step(s->db, q, &inner)) {
		*file = g_strdup(lo_db_text(q, 0));
		*n = sqlite3_column_int64(q, 1);
	}
	sqlite3_reset(q);
	if (inner)
		g_propagate_error(error, g_steal_pointer(&inner));
	return !inner;
}

gboolean lo_store_is_first_body(LoStore *s, const LoFunc *like, gboolean *is, GError **error)
{
	g_autofree char *file = NULL;
	gint64 n = 0;
	gboolean ok = first_file(s, like, &file, &n, error);

	*is = ok && n == 1 && !g_strcmp0(file, lo_func_str(like, like->file));
	return ok;
}

gboolean lo_store_has_no_body(LoStore *s, const LoFunc *like, gboolean *is, GError **error)
{
	g_autofree char *file = NULL;
	gint64 n = 0;
	gboolean ok = first_file(s, like, &file, &n, error);

	*is = ok && !file;
	return ok;
}

GPtrArray *lo_store_changed_since_state(LoStore *s, GError **error)
{
	sqlite3_stmt *q = lo_db_query(s->db, error, "SELECT name, scope FROM since_state ORDER BY name, scope", "");
	g_autoptr(GPtrArray) out = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GError) inner = NULL;

	if (!q)
		return NULL;
	while (lo_db_step(s->db, q, &inner))
		g_ptr_array_add(out, g_strconcat(lo_db_text(q, 0), "\1", (const char *)sqlite3_column_text(q, 1), NULL));
	if (!inner)
		return g_steal_pointer(&out);
	g_propagate_error(error, g_steal_pointer(&inner));
	return NULL;
}
