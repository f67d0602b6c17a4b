#include "facts/store_internal.h"
#include "common/error.h"
#include "common/path.h"

#include <string.h>

static guint hash_of_hash(gconstpointer key)
{
	guint v;

	memcpy(&v, ((const LoHash *)key)->bytes, sizeof(v));
	return v;
}

static gboolean hashes_equal(gconstpointer a, gconstpointer b)
{
	return memcmp(a, b, sizeof(LoHash)) == 0;
}

void lo_store_drop_caches(LoStore *s)
{
	g_clear_pointer(&s->bodies, g_hash_table_unref);
	g_hash_table_remove_all(s->names);
	g_hash_table_remove_all(s->seen_files);
	g_hash_table_remove_all(s->fresh_files);
}

static gboolean load_root(LoStore *s, GError **error)
{
	sqlite3_stmt *q = lo_db_query(s->db, error, "SELECT value FROM meta WHERE key = 'root'", "");
	g_autoptr(GError) inner = NULL;

	if (!q)
		return FALSE;
	if (lo_db_step(s->db, q, &inner))
		s->root = g_strdup(lo_db_text(q, 0));
	sqlite3_reset(q);
	if (!inner)
		return TRUE;
	g_propagate_error(error, g_steal_pointer(&inner));
	return FALSE;
}

LoStore *lo_store_open(const char *path, LoStoreMode mode, GError **error)
{
	LoDb *db = lo_db_open(path, mode, error);
	LoStore *s;

	if (!db)
		return NULL;
	s = g_new0(LoStore, 1);
	s->db = db;
	s->names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	s->seen_files = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	s->fresh_files = g_hash_table_new(g_direct_hash, g_direct_equal);
	if (!load_root(s, error))
		g_clear_pointer(&s, lo_store_close);
	return s;
}

void lo_store_close(LoStore *s)
{
	if (!s)
		return;
	lo_store_rollback(s);
	g_clear_pointer(&s->changes, lo_fact_changes_free);
	lo_store_drop_caches(s);
	g_hash_table_unref(s->names);
	g_hash_table_unref(s->seen_files);
	g_hash_table_unref(s->fresh_files);
	lo_db_close(s->db);
	g_free(s->root);
	g_free(s);
}

gboolean lo_store_need_writer(LoStore *s, GError **error)
{
	if (s->db->writable)
		return TRUE;
	g_set_error(error, LO_ERROR, LO_ERROR_DB, "database '%s' is open for reading only", s->db->shown);
	return FALSE;
}

const char *lo_store_root(LoStore *s)
{
	return s->root;
}

gboolean lo_store_set_root(LoStore *s, const char *root, GError **error)
{
	g_autofree char *absolute = lo_path_absolute(root, NULL);

	if (!lo_store_need_writer(s, error))
		return FALSE;
	if (g_strcmp0(absolute, s->root) == 0)
		return TRUE;
	if (!lo_db_run(s->db, error, "INSERT OR REPLACE INTO meta VALUES ('root', ?)", "t", absolute))
		return FALSE;
	g_free(s->root);
	s->root = g_steal_pointer(&absolute);
	g_hash_table_remove_all(s->seen_files);
	g_hash_table_remove_all(s->fresh_files);
	return TRUE;
}

/* ---- transactions ---- */

gboolean lo_store_begin(LoStore *s, GError **error)
{
	if (!lo_store_need_writer(s, error))
		return FALSE;
	g_return_val_if_fail(!s->in_transaction, FALSE);
	if (!lo_db_exec(s->db, "BEGIN IMMEDIATE", error))
		return FALSE;
	s->in_transaction = TRUE;
	s->changed = FALSE;
	return TRUE;
}

static gboolean bump_generation(LoStore *s, GError **error)
{
	return !s->changed || lo_db_run(s->db, error, "INSERT INTO meta VALUES ('generation', 1) "
					"ON CONFLICT (key) DO UPDATE SET value = value + 1", "");
}

gboolean lo_store_commit(LoStore *s, GError **error)
{
	g_return_val_if_fail(s->in_transaction, FALSE);
	if (!bump_generation(s, error) || !lo_db_exec(s->db, "COMMIT", error)) {
		lo_store_rollback(s);
		return FALSE;
	}
	s->in_transaction = FALSE;
	return TRUE;
}

void lo_store_rollback(LoStore *s)
{
	if (!s->in_transaction)
		return;
	/* Fails when SQLite has rolled back already, after a full disk for one. */
	sqlite3_exec(s->db->handle, "ROLLBACK", NULL, NULL, NULL);
	s->in_transaction = FALSE;
	g_clear_pointer(&s->changes, lo_fact_changes_free);
	lo_store_drop_caches(s);
}

gboolean lo_store_enter(LoStore *s, gboolean *own, GError **error)
{
	*own = !s->in_transaction;
	if (*own)
		return lo_store_begin(s, error);
	return lo_db_exec(s->db, "SAVEPOINT part", error);
}

gboolean lo_store_leave(LoStore *s, gboolean own, gboolean ok, GError **error)
{
	if (own && ok)
		return lo_store_commit(s, error);
	if (own) {
		lo_store_rollback(s);
		return FALSE;
	}
	if (ok)
		return lo_db_exec(s->db, "RELEASE part", error);
	sqlite3_exec(s->db->handle, "ROLLBACK TO part; RELEASE part", NULL, NULL, NULL);
	g_clear_pointer(&s->changes, lo_fact_changes_free);
	lo_store_drop_caches(s);
	return FALSE;
}

gboolean lo_store_generation(LoStore *s, gint64 *out, GError **error)
{
	return lo_db_get_int(s->db, error, out, 0, "SELECT value FROM meta WHERE key = 'generation'");
}

/* ---- names and bodies ---- */

static gboolean find_or_add_name(LoStore *s, const char *text, gint64 *id, GError **error)
{
	sqlite3_stmt *q = lo_db_query(s->db, error, "SELECT id FROM name WHERE text = ?", "t", text);
	g_autoptr(GError) inner = NULL;

	if (!q)
		return FALSE;
	gboolean known = lo_db_step(s->db, q, &inner);
	if (known)
		*id = sqlite3_column_int64(q, 0);
	sqlite3_reset(q);
	if (inner) {
		g_propagate_error(error, g_steal_pointer(&inner));
		return FALSE;
	}
	if (known)
		return TRUE;
	if (!lo_db_run(s->db, error, "INSERT INTO name (text) VALUES (?)", "t", text))
		return FALSE;
	*id = lo_db_last_id(s->db);
	return TRUE;
}

gboolean lo_store_name(LoStore *s, const char *text, gint64 *id, GError **error)
{
	gpointer known = g_hash_table_lookup(s->names, text);

	if (known) {
		*id = GPOINTER_TO_SIZE(known);
		return TRUE;
	}
	if (!find_or_add_name(s, text, id, error))
		return FALSE;
	g_hash_table_insert(s->names, g_strdup(text), GSIZE_TO_POINTER(*id));
	return TRUE;
}

gboolean lo_store_load_bodies(LoStore *s, GError **error)
{
	if (s->bodies)
		return TRUE;
	sqlite3_stmt *q = lo_db_query(s->db, error, "SELECT id, hash FROM body", "");
	g_autoptr(GError) inner = NULL;

	if (!q)
		return FALSE;
	s->bodies = g_hash_table_new_full(hash_of_hash, hashes_equal, g_free, NULL);
	while (lo_db_step(s->db, q, &inner)) {
		if (sqlite3_column_bytes(q, 1) == LO_HASH_SIZE)
			g_hash_table_insert(s->bodies, g_memdup2(sqlite3_column_blob(q, 1), LO_HASH_SIZE),
					    GSIZE_TO_POINTER((gsize)sqlite3_column_int64(q, 0)));
	}
	if (!inner)
		return TRUE;
	g_propagate_error(error, g_steal_pointer(&inner));
	return FALSE;
}

/* "record.member" when the callee is what a member of an object holds, else NULL. */
static char *slot_of(const LoFunc *f, LoTermId callee)
{
	const LoTerm *t = &LO_AT(f->terms, LoTerm, callee);

	if (t->kind != LO_TERM_LOAD)
		return NULL;
	t = &LO_AT(f->terms, LoTerm, t->a);
	if (t->kind == LO_TERM_INDEX)	/* a table of functions in a member */
		t = &LO_AT(f->terms, LoTerm, t->a);
	if (t->kind != LO_TERM_FIELD)
		return NULL;
	const LoField *m = &LO_AT(f->fields, LoField, t->b);
	return g_strconcat(lo_func_str(f, m->record), ".", lo_func_str(f, m->name), NULL);
}

static gboolean put_call_site(LoStore *s, gint64 body, gint64 seq, const LoFunc *f, const LoInstr *i, GError **error)
{
	const LoTerm *t = &LO_AT(f->terms, LoTerm, i->addr);
	g_autofree char *slot = slot_of(f, i->addr);
	gint64 callee_id = 0, slot_id = 0;

	if (t->kind == LO_TERM_FUNC &&
	    !lo_store_name(s, lo_func_str(f, LO_AT(f->syms, LoSym, t->a).name), &callee_id, error))
		return FALSE;
	if (slot && !lo_store_name(s, slot, &slot_id, error))
		return FALSE;
	return lo_db_run(s->db, error, "INSERT INTO call_site VALUES (?, ?, ?, ?, ?)", "iiioo", body, seq,
			 (gint64)i->line, callee_id, slot_id);
}

static gboolean put_call_sites(LoStore *s, gint64 body, const LoFunc *f, GError **error)
{
	gint64 seq = 0;

	for (guint i = 0; i < f->instrs->len; i++) {
		const LoInstr *instr = &LO_AT(f->instrs, LoInstr, i);
		if (instr->kind == LO_INSTR_CALL && !put_call_site(s, body, seq++, f, instr, error))
			return FALSE;
	}
	return TRUE;
}

static void count_calls(const LoFunc *f, gint64 *calls, gint64 *indirect)
{
	*calls = *indirect = 0;
	for (guint i = 0; i < f->instrs->len; i++) {
		const LoInstr *instr = &LO_AT(f->instrs, LoInstr, i);
		if (instr->kind != LO_INSTR_CALL)
			continue;
		++*calls;
		if (LO_AT(f->terms, LoTerm, instr->addr).kind != LO_TERM_FUNC)
			++*indirect;
	}
}

static gboolean insert_body(LoStore *s, const LoFunc *f, gboolean is_global, GBytes *code, const LoHash *hash,
			    gint64 *id, GError **error)
{
	gint64 name, scope, file, calls, indirect;

	if (!lo_store_name(s, lo_func_str(f, f->name), &name, error) ||
	    !lo_store_name(s, lo_func_str(f, f->scope), &scope, error) ||
	    !lo_store_name(s, lo_func_str(f, f->file), &file, error))
		return FALSE;
	count_calls(f, &calls, &indirect);
	if (!lo_db_run(s->db, error, "INSERT INTO body (is_global, name, scope, file, line, end_line, flags, calls, "
		       "indirect_calls, hash, code) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", "iiiiiiiiibb",
		       (gint64)is_global, name, scope, file, (gint64)f->line, (gint64)f->end_line, (gint64)f->flags,
		       calls, indirect, hash->bytes, (gsize)LO_HASH_SIZE,
		       g_bytes_get_data(code, NULL), g_bytes_get_size(code)))
		return FALSE;
	*id = lo_db_last_id(s->db);
	lo_store_note_body(s, code, is_global, TRUE);
	return put_call_sites(s, *id, f, error);
}

static gboolean put_body(LoStore *s, const LoFunc *f, gboolean is_global, GBytes *code, GArray *ids, GError **error)
{
	LoHash hash = lo_hash_data(g_bytes_get_data(code, NULL), g_bytes_get_size(code));
	gint64 id;

	hash.bytes[LO_HASH_SIZE - 1] = (guint8)((hash.bytes[LO_HASH_SIZE - 1] & 0xfe) | (is_global ? 1 : 0));
	gpointer known = g_hash_table_lookup(s->bodies, &hash);
	if (known) {
		id = (gint64)GPOINTER_TO_SIZE(known);
	} else {
		if (!insert_body(s, f, is_global, code, &hash, &id, error))
			return FALSE;
		g_hash_table_insert(s->bodies, g_memdup2(&hash, sizeof(hash)), GSIZE_TO_POINTER((gsize)id));
	}
	guint32 small = (guint32)id;
	g_array_append_val(ids, small);
	return TRUE;
}

static gboolean put_bodies(LoStore *s, const GPtrArray *funcs, const GPtrArray *codes, gboolean is_global,
			   GArray *ids, GError **error)
{
	for (guint i = 0; i < funcs->len; i++) {
		const LoFunc *f = g_ptr_array_index(funcs, i);
		g_autoptr(GBytes) code = codes ? g_bytes_ref(g_ptr_array_index(codes, i)) : lo_func_encode(f);
		if (!put_body(s, f, is_global, code, ids, error))
			return FALSE;
	}
	return TRUE;
}

/* ---- units ---- */

static char *join_notes(const LoUnit *unit)
{
	GString *out = g_string_new(NULL);

	for (guint i = 0; unit && i < unit->notes->len; i++) {
		const char *note = g_ptr_array_index(unit->notes, i);
		g_string_append_printf(out, i ? "\n%s" : "%s", note);
	}
	return g_string_free(out, FALSE);
}

/* Does the store hold this unit with exactly these bodies? */
static gboolean has_same_bodies(LoStore *s, const char *source, const GByteArray *bodies, gboolean *same, GError **error)
{
	sqlite3_stmt *q = lo_db_query(s->db, error, "SELECT bodies FROM unit WHERE source = ?", "t", source);
	g_autoptr(GError) inner = NULL;

	*same = FALSE;
	if (!q)
		return FALSE;
	if (lo_db_step(s->db, q, &inner)) {
		gsize len = (gsize)sqlite3_column_bytes(q, 0);
		const void *data = sqlite3_column_blob(q, 0);
		*same = len == bodies->len && (len == 0 || memcmp(data, bodies->data, len) == 0);
	} else if (!inner) {
		*same = bodies->len == 0;
	}
	sqlite3_reset(q);
	if (!inner)
		return TRUE;
	g_propagate_error(error, g_steal_pointer(&inner));
	return FALSE;
}

static gboolean put_unit_row(LoStore *s, const LoUnitInfo *info, const LoUnit *unit, const GArray *body_ids,
			     const GArray *file_ids, GError **error)
{
	g_autoptr(GByteArray) bodies = lo_ids_pack(body_ids), files = lo_ids_pack(file_ids);
	g_autofree char *notes = join_notes(unit);
	gboolean same;

	if (!has_same_bodies(s, info->source, bodies, &same, error))
		return FALSE;
	s->changed |= !same;
	return lo_db_run(s->db, error,
			 "INSERT INTO unit (source, directory, command_hash, status, reason, notes, usec, n_bodies, n_files, "
			 "bodies, files) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (source) DO UPDATE SET "
			 "directory = excluded.directory, command_hash = excluded.command_hash, status = excluded.status, "
			 "reason = excluded.reason, notes = excluded.notes, usec = excluded.usec, "
			 "n_bodies = excluded.n_bodies, n_files = excluded.n_files, bodies = excluded.bodies, "
			 "files = excluded.files", "tttittiiibb",
			 info->source, info->directory ? info->directory : "", info->command_hash ? info->command_hash : "",
			 (gint64)info->status, info->reason ? info->reason : "", notes, info->usec,
			 (gint64)body_ids->len, (gint64)file_ids->len,
			 (gconstpointer)bodies->data, (gsize)bodies->len, (gconstpointer)files->data, (gsize)files->len);
}

static gboolean put_unit(LoStore *s, const LoUnitInfo *info, const LoUnit *unit, GError **error)
{
	g_autoptr(GArray) bodies = g_array_new(FALSE, FALSE, sizeof(guint32));
	g_autoptr(GArray) files = g_array_new(FALSE, FALSE, sizeof(guint32));

	if (!lo_store_load_bodies(s, error))
		return FALSE;
	if (unit && (!put_bodies(s, unit->funcs, unit->func_code, FALSE, bodies, error) ||
		     !put_bodies(s, unit->globals, unit->global_code, TRUE, bodies, error) ||
		     !lo_store_put_files(s, info, unit->deps, files, error)))
		return FALSE;
	lo_ids_sort(bodies);
	lo_ids_sort(files);
	return put_unit_row(s, info, unit, bodies, files, error);
}

gboolean lo_store_put_unit(LoStore *s, const LoUnitInfo *info, const LoUnit *unit, GError **error)
{
	gboolean own;

	if (!lo_store_enter(s, &own, error))
		return FALSE;
	return lo_store_leave(s, own, put_unit(s, info, unit, error), error);
}

/* ---- forgetting ---- */

static gboolean forget_units(LoStore *s, const char *const *sources, GError **error)
{
	g_autoptr(GHashTable) keep = g_hash_table_new(g_str_hash, g_str_equal);
	g_autoptr(GArray) gone = g_array_new(FALSE, FALSE, sizeof(gint64));
	sqlite3_stmt *q = lo_db_query(s->db, error, "SELECT id, source FROM unit", "");
	g_autoptr(GError) inner = NULL;

	if (!q)
		return FALSE;
	for (const char *const *p = sources; *p; p++)
		g_hash_table_add(keep, (char *)*p);
	while (lo_db_step(s->db, q, &inner)) {
		gint64 id = sqlite3_column_int64(q, 0);
		if (!g_hash_table_contains(keep, lo_db_text(q, 1)))
			g_array_append_val(gone, id);
	}
	if (inner) {
		g_propagate_error(error, g_steal_pointer(&inner));
		return FALSE;
	}
	s->changed |= gone->len > 0;
	for (guint i = 0; i < gone->len; i++)
		if (!lo_db_run(s->db, error, "DELETE FROM unit WHERE id = ?", "i", LO_AT(gone, gint64, i)))
			return FALSE;
	return TRUE;
}

/* Which ids the blobs of a column of `unit` name. */
static gboolean collect_live(LoStore *s, const char *sql, guint32 n, LoLive *live, GError **error)
{
	sqlite3_stmt *q = lo_db_query(s->db, error, sql, "");
	g_autoptr(GArray) ids = g_array_new(FALSE, FALSE, sizeof(guint32));
	g_autoptr(GError) inner = NULL;
	gboolean sound = TRUE;

	if (!q)
		return FALSE;
	live->n = n;
	live->bits = g_malloc0(n / 8 + 1);
	while (sound && lo_db_step(s->db, q, &inner)) {
		g_array_set_size(ids, 0);
		sound = lo_ids_unpack(sqlite3_column_blob(q, 0), (gsize)sqlite3_column_bytes(q, 0), ids);
		for (guint i = 0; i < ids->len; i++) {
			guint32 id = LO_AT(ids, guint32, i);
			if (id < n)
				live->bits[id / 8] |= (guint8)(1 << id % 8);
		}
	}
	sqlite3_reset(q);
	if (sound && !inner)
		return TRUE;
	g_clear_pointer(&live->bits, g_free);
	if (!sound)
		return lo_db_damaged(s->db, "a unit's list of bodies or files", error);
	g_propagate_error(error, g_steal_pointer(&inner));
	return FALSE;
}

static gboolean id_end(LoStore *s, const char *sql, guint32 *n, GError **error)
{
	gint64 max;

	if (!lo_db_get_int(s->db, error, &max, 0, sql))
		return FALSE;
	if (max < 0 || max >= G_MAXINT32)
		return lo_db_damaged(s->db, "a row id out of range", error);
	*n = (guint32)max + 1;
	return TRUE;
}

gboolean lo_store_live(LoStore *s, LoLive *live, GError **error)
{
	guint32 n = 0;

	return id_end(s, "SELECT max(id) FROM body", &n, error) &&
	       collect_live(s, "SELECT bodies FROM unit", n, live, error);
}

static gboolean note_gone(LoStore *s, guint32 id, GError **error)
{
	sqlite3_stmt *q = s->changes ? lo_db_query(s->db, error, "SELECT is_global, code FROM body WHERE id = ?", "i", (gint64)id) : NULL;

	if (!q)
		return !s->changes;
	if (lo_db_step(s->db, q, NULL)) {
		g_autoptr(GBytes) code = g_bytes_new(sqlite3_column_blob(q, 1), (gsize)sqlite3_column_bytes(q, 1));
		lo_store_note_body(s, code, sqlite3_column_int(q, 0) != 0, FALSE);
	}
	sqlite3_reset(q);
	return TRUE;
}

static gboolean drop_dead_bodies(LoStore *s, GError **error)
{
	LoLive live = { 0 };
	gboolean ok = lo_store_live(s, &live, error);

	for (guint32 id = 1; ok && id < live.n; id++)
		ok = lo_live_has(&live, id) ||
		     (note_gone(s, id, error) &&
		      lo_db_run(s->db, error, "DELETE FROM call_site WHERE body = ?", "i", (gint64)id) &&
		      lo_db_run(s->db, error, "DELETE FROM body WHERE id = ?", "i", (gint64)id));
	g_free(live.bits);
	return ok;
}

static gboolean drop_dead_files(LoStore *s, GError **error)
{
	LoLive live = { 0 };
	guint32 n = 0;
	gboolean ok = id_end(s, "SELECT max(id) FROM file", &n, error) &&
		      collect_live(s, "SELECT files FROM unit", n, &live, error);

	for (guint32 id = 1; ok && id < live.n; id++)
		ok = lo_live_has(&live, id) ||
		     lo_db_run(s->db, error, "DELETE FROM file WHERE id = ?", "i", (gint64)id);
	g_free(live.bits);
	return ok;
}

gboolean lo_store_keep_units(LoStore *s, const char *const *sources, GError **error)
{
	gboolean own;

	if (!lo_store_enter(s, &own, error))
		return FALSE;
	gboolean ok = forget_units(s, sources, error) && drop_dead_bodies(s, error) && drop_dead_files(s, error) &&
		      lo_store_drop_dead_commands(s, error);
	lo_store_drop_caches(s);
	return lo_store_leave(s, own, ok, error);
}

LoStore *lo_store_open_again(LoStore *s, GError **error)
{
	g_autoptr(LoStore) again = lo_store_open(s->db->path, LO_STORE_READ, error);
	gint64 then, now;

	if (!again || !lo_store_generation(s, &then, error) || !lo_store_generation(again, &now, error))
		return NULL;
	if (then == now)
		return g_steal_pointer(&again);
	g_set_error(error, LO_ERROR, LO_ERROR_DB, "%s: a scan has changed it meanwhile: try again", s->db->path);
	return NULL;
}
