#include "facts/solution_writer.h"
#include "common/error.h"
#include "facts/db_pages.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <sqlite3.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>
#include <utime.h>

typedef struct {
	char *dir, *db;
} Fixture;

static char *below(const Fixture *fx, const char *name)
{
	return g_build_filename(fx->dir, name, NULL);
}

static void set_up(Fixture *fx, gconstpointer data)
{
	(void)data;
	fx->dir = g_dir_make_tmp("lockorder-XXXXXX", NULL);
	g_assert_nonnull(fx->dir);
	fx->db = below(fx, "facts.db");
}

static void remove_all(const char *path)
{
	g_autoptr(GDir) dir = g_dir_open(path, 0, NULL);
	const char *name;

	while (dir && (name = g_dir_read_name(dir))) {
		g_autofree char *child = g_build_filename(path, name, NULL);
		remove_all(child);
	}
	g_remove(path);
}

static void tear_down(Fixture *fx, gconstpointer data)
{
	(void)data;
	remove_all(fx->dir);
	g_free(fx->dir);
	g_free(fx->db);
}

static LoStore *open_store(const Fixture *fx, LoStoreMode mode)
{
	g_autoptr(GError) error = NULL;
	LoStore *s = lo_store_open(fx->db, mode, &error);

	g_assert_no_error(error);
	g_assert_nonnull(s);
	return s;
}

static void expect_open_error(const Fixture *fx, LoStoreMode mode, LoErrorCode code, const char *part)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(LoStore) s = lo_store_open(fx->db, mode, &error);

	g_assert_null(s);
	g_assert_error(error, LO_ERROR, (gint)code);
	if (!strstr(error->message, part))
		g_error("'%s' does not say '%s'", error->message, part);
}

/* NAME calls CALLEE, and p->run of struct job. */
static LoFunc *make_func(const char *name, const char *file, guint32 line, const char *callee)
{
	LoBuilder *b = lo_builder_new();
	LoFunc *f = lo_builder_func(b);

	f->name = lo_build_str(b, name);
	f->file = lo_build_str(b, file);
	f->line = line;
	f->n_params = 1;
	lo_build_local(b, "p", "*job");
	LoTermId p = lo_build_leaf(b, LO_TERM_LOCAL, 0);
	LoTermId run = lo_build_load(b, lo_build_field_addr(b, p, lo_build_field(b, "job", "run", "*()")));
	LoTermId direct = lo_build_leaf(b, LO_TERM_FUNC, lo_build_sym(b, callee, "", "void ()"));
	lo_build_call(b, LO_NO_SLOT, direct, &p, 1, line + 1, NULL, NULL, 0);
	lo_build_call(b, LO_NO_SLOT, run, &p, 1, line + 2, NULL, "void ()", 0);
	lo_build_exit(b, LO_EXIT_RETURN, LO_NO_TERM, NULL, 0, NULL, line + 3);
	return lo_builder_finish(b);
}

static LoUnit *make_unit(const char *source, const char *variant)
{
	LoUnit *u = lo_unit_new(source);
	g_autofree char *own = g_strdup_printf("own_%s", source);

	g_ptr_array_add(u->funcs, make_func(own, source, 10, "mutex_lock"));
	g_ptr_array_add(u->funcs, make_func("shared", "include/shared.h", 5, variant));
	g_ptr_array_add(u->globals, make_func("table", source, 2, "unused"));
	g_ptr_array_add(u->deps, g_strdup(source));
	g_ptr_array_add(u->deps, g_strdup("shared.h"));
	g_ptr_array_add(u->notes, g_strdup("a.c:1: odd"));
	return u;
}

static void put(LoStore *s, const Fixture *fx, const char *source, const char *variant)
{
	g_autoptr(LoUnit) u = make_unit(source, variant);
	LoUnitInfo info = { .source = source, .directory = fx->dir, .command_hash = "c1", .status = LO_UNIT_OK };
	g_autoptr(GError) error = NULL;

	lo_store_put_unit(s, &info, u, &error);
	g_assert_no_error(error);
}

static void put_failed(LoStore *s, const char *source)
{
	LoUnitInfo info = { .source = source, .command_hash = "c1", .status = LO_UNIT_FAILED, .reason = "no memory" };
	g_autoptr(GError) error = NULL;

	lo_store_put_unit(s, &info, NULL, &error);
	g_assert_no_error(error);
}

static gboolean list_func(LoStoredFunc *f, gpointer data, GError **error)
{
	(void)error;
	lo_func_print(f->func, data);
	return TRUE;
}

static char *list(LoStore *s)
{
	GString *out = g_string_new(NULL);
	g_autoptr(GError) error = NULL;

	lo_store_each_func(s, list_func, out, &error);
	g_assert_no_error(error);
	lo_store_each_global(s, list_func, out, &error);
	g_assert_no_error(error);
	return g_string_free(out, FALSE);
}

static void expect_stats(LoStore *s, guint units, guint failed, guint functions, guint globals)
{
	LoFactStats st;
	g_autoptr(GError) error = NULL;

	lo_store_stats(s, &st, &error);
	g_assert_no_error(error);
	g_assert_cmpuint(st.units, ==, units);
	g_assert_cmpuint(st.failed, ==, failed);
	g_assert_cmpuint(st.failures->len, ==, failed);
	g_assert_cmpuint(st.functions, ==, functions);
	g_assert_cmpuint(st.globals, ==, globals);
	g_assert_cmpuint(st.call_sites, ==, 2 * functions);
	g_assert_cmpuint(st.indirect_calls, ==, functions);
	lo_fact_stats_clear(&st);
}

static char *query_text(const Fixture *fx, const char *sql)
{
	sqlite3 *db;
	sqlite3_stmt *q;
	GString *out = g_string_new(NULL);

	g_assert_cmpint(sqlite3_open_v2(fx->db, &db, SQLITE_OPEN_READONLY, NULL), ==, SQLITE_OK);
	if (sqlite3_prepare_v2(db, sql, -1, &q, NULL) != SQLITE_OK)
		g_error("%s: %s", sql, sqlite3_errmsg(db));
	while (sqlite3_step(q) == SQLITE_ROW) {
		for (int i = 0; i < sqlite3_column_count(q); i++) {
			const char *text = (const char *)sqlite3_column_text(q, i);
			g_string_append_printf(out, i ? "|%s" : "%s", text ? text : "");
		}
		g_string_append_c(out, '\n');
	}
	sqlite3_finalize(q);
	sqlite3_close(db);
	return g_string_free(out, FALSE);
}

static void exec_sql(const Fixture *fx, const char *sql)
{
	sqlite3 *db;

	/* somebody who knows how the pages are summed */
	g_assert_cmpint(sqlite3_open_v2(fx->db, &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, lo_db_pages_vfs()), ==, SQLITE_OK);
	if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK)
		g_error("%s: %s", sql, sqlite3_errmsg(db));
	sqlite3_close(db);
}

static void test_shared_once(Fixture *fx, gconstpointer data)
{
	g_autoptr(LoStore) s = open_store(fx, LO_STORE_WRITE);

	(void)data;
	put(s, fx, "a.c", "x");
	put(s, fx, "b.c", "x");
	put_failed(s, "c.c");
	expect_stats(s, 3, 1, 3, 2);
	put(s, fx, "d.c", "y");		/* the same header function, expanded otherwise */
	expect_stats(s, 4, 1, 5, 3);
	put(s, fx, "d.c", "x");
	expect_stats(s, 4, 1, 4, 3);
}

static void test_order(Fixture *fx, gconstpointer data)
{
	g_autoptr(LoStore) s = open_store(fx, LO_STORE_WRITE);

	(void)data;
	put(s, fx, "b.c", "y");
	put(s, fx, "a.c", "x");
	g_autofree char *first = list(s);
	g_clear_pointer(&s, lo_store_close);
	g_remove(fx->db);
	s = open_store(fx, LO_STORE_WRITE);
	put(s, fx, "a.c", "x");
	put(s, fx, "b.c", "y");
	g_autofree char *second = list(s);
	g_assert_cmpstr(first, ==, second);
}

static void test_keep(Fixture *fx, gconstpointer data)
{
	g_autoptr(LoStore) s = open_store(fx, LO_STORE_WRITE);
	g_autoptr(GError) error = NULL;

	(void)data;
	put(s, fx, "a.c", "x");
	put(s, fx, "b.c", "y");
	lo_store_keep_units(s, (const char *const[]){ "b.c", "other.c", NULL }, &error);
	g_assert_no_error(error);
	expect_stats(s, 1, 0, 2, 1);
	put(s, fx, "a.c", "x");
	expect_stats(s, 2, 0, 4, 2);
	lo_store_keep_units(s, (const char *const[]){ NULL }, &error);
	g_assert_no_error(error);
	expect_stats(s, 0, 0, 0, 0);
	g_autofree char *left = query_text(fx, "SELECT (SELECT count(*) FROM call_site), (SELECT count(*) FROM file)");
	g_assert_cmpstr(left, ==, "0|0\n");
}

static void test_rollback(Fixture *fx, gconstpointer data)
{
	g_autoptr(LoStore) s = open_store(fx, LO_STORE_WRITE);

	(void)data;
	g_assert_true(lo_store_begin(s, NULL));
	put(s, fx, "a.c", "x");
	lo_store_rollback(s);
	expect_stats(s, 0, 0, 0, 0);
	g_assert_true(lo_store_begin(s, NULL));
	put(s, fx, "a.c", "x");
	put(s, fx, "b.c", "x");
	g_assert_true(lo_store_commit(s, NULL));
	expect_stats(s, 2, 0, 3, 2);
	g_assert_true(lo_store_begin(s, NULL));
	put(s, fx, "c.c", "x");
	g_clear_pointer(&s, lo_store_close);	/* interrupted */
	s = open_store(fx, LO_STORE_READ);
	expect_stats(s, 2, 0, 3, 2);
}

static void write_file(const Fixture *fx, const char *name, const char *text)
{
	g_autofree char *path = below(fx, name);

	g_assert_true(g_file_set_contents(path, text, -1, NULL));
}

static void set_mtime(const Fixture *fx, const char *name, gint64 t)
{
	g_autofree char *path = below(fx, name);
	struct utimbuf times = { (time_t)t, (time_t)t };

	g_assert_cmpint(utime(path, &times), ==, 0);
}

static gboolean is_fresh(const Fixture *fx, const char *command)
{
	g_autoptr(LoStore) s = open_store(fx, LO_STORE_WRITE);	/* what a file is like is asked once a session */

	return lo_store_unit_fresh(s, "a.c", command);
}

static void test_fresh(Fixture *fx, gconstpointer data)
{
	g_autoptr(LoStore) s = open_store(fx, LO_STORE_WRITE);

	(void)data;
	write_file(fx, "a.c", "one");
	write_file(fx, "shared.h", "two");
	g_assert_false(lo_store_unit_fresh(s, "a.c", "c1"));
	put(s, fx, "a.c", "x");
	g_clear_pointer(&s, lo_store_close);
	g_assert_true(is_fresh(fx, "c1"));
	g_assert_false(is_fresh(fx, "c2"));
	set_mtime(fx, "shared.h", 1000);	/* touched only */
	g_assert_true(is_fresh(fx, "c1"));
	write_file(fx, "shared.h", "TWO");	/* of the same size */
	set_mtime(fx, "shared.h", 2000);
	g_assert_false(is_fresh(fx, "c1"));
	write_file(fx, "shared.h", "two");
	g_assert_true(is_fresh(fx, "c1"));
	g_autofree char *header = below(fx, "shared.h");
	g_remove(header);
	g_assert_false(is_fresh(fx, "c1"));
}

/* One header, seen before and after it changed: only the unit that saw the new one is fresh. */
static void test_fresh_by_version(Fixture *fx, gconstpointer data)
{
	g_autoptr(LoStore) s = open_store(fx, LO_STORE_WRITE);

	(void)data;
	write_file(fx, "a.c", "one");
	write_file(fx, "b.c", "one");
	write_file(fx, "shared.h", "two");
	g_assert_true(lo_store_set_root(s, fx->dir, NULL));
	put(s, fx, "a.c", "x");
	g_clear_pointer(&s, lo_store_close);
	write_file(fx, "shared.h", "three");
	s = open_store(fx, LO_STORE_WRITE);
	g_assert_cmpstr(lo_store_root(s), ==, fx->dir);
	put(s, fx, "b.c", "x");
	g_assert_false(lo_store_unit_fresh(s, "a.c", "c1"));
	g_assert_true(lo_store_unit_fresh(s, "b.c", "c1"));
}

static void test_changed_while_read(Fixture *fx, gconstpointer data)
{
	g_autoptr(LoStore) s = open_store(fx, LO_STORE_WRITE);
	g_autoptr(LoUnit) u = make_unit("a.c", "x");
	LoUnitInfo info = { .source = "a.c", .directory = fx->dir, .command_hash = "c1", .usec = G_USEC_PER_SEC * 60 };

	(void)data;
	write_file(fx, "a.c", "one");	/* after a worker that took a minute had started */
	write_file(fx, "shared.h", "two");
	g_assert_true(lo_store_put_unit(s, &info, u, NULL));
	g_assert_false(lo_store_unit_fresh(s, "a.c", "c1"));
}

static void test_absent(Fixture *fx, gconstpointer data)
{
	g_autoptr(LoStore) s = open_store(fx, LO_STORE_WRITE);

	(void)data;
	write_file(fx, "a.c", "one");
	put(s, fx, "a.c", "x");		/* without shared.h */
	g_clear_pointer(&s, lo_store_close);
	g_assert_true(is_fresh(fx, "c1"));
	write_file(fx, "shared.h", "two");
	g_assert_false(is_fresh(fx, "c1"));
}

static void test_failed_is_not_fresh(Fixture *fx, gconstpointer data)
{
	g_autoptr(LoStore) s = open_store(fx, LO_STORE_WRITE);

	(void)data;
	put_failed(s, "a.c");
	g_assert_false(lo_store_unit_fresh(s, "a.c", "c1"));
}

static void test_views(Fixture *fx, gconstpointer data)
{
	g_autoptr(LoStore) s = open_store(fx, LO_STORE_WRITE);

	(void)data;
	put(s, fx, "a.c", "x");
	g_autofree char *calls = query_text(fx, "SELECT * FROM v_call_site ORDER BY function, line");
	g_assert_cmpstr(calls, ==, "own_a.c|a.c|11|mutex_lock|\nown_a.c|a.c|12||job.run\n"
			"shared|include/shared.h|6|x|\nshared|include/shared.h|7||job.run\ntable|a.c|3|unused|\ntable|a.c|4||job.run\n");
	g_autofree char *functions = query_text(fx, "SELECT name, file, line, calls FROM v_function ORDER BY name");
	g_assert_cmpstr(functions, ==, "own_a.c|a.c|10|2\nshared|include/shared.h|5|2\n");
	g_autofree char *units = query_text(fx, "SELECT source, status, bodies, files, notes FROM v_unit");
	g_assert_cmpstr(units, ==, "a.c|ok|3|2|a.c:1: odd\n");
}

/* ---- the solution ---- */

static void add_hop(GArray *chain, const char *function, guint32 line, const char *note)
{
	LoHop hop = lo_hop(function, "k.c", line, note);

	g_array_append_val(chain, hop);
}

static void add_class(LoSolution *sol, const char *name, LoLockKind kind)
{
	LoClassRow c = { .name = g_strdup(name), .names = g_ptr_array_new_with_free_func(g_free), .kind = kind,
			 .file = g_strdup("k.c"), .line = 3 };

	g_ptr_array_add(c.names, g_strdup(name));
	g_ptr_array_add(c.names, g_strconcat(name, "/1", NULL));
	g_array_append_val(sol->classes, c);
}

static void add_edge(LoSolution *sol, guint32 from, guint32 to, const char *start)
{
	LoEdgeRow e = { .from = from, .to = to, .to_hold = LO_HOLD_SHARED, .from_try = TRUE, .hops = 1,
			.confidence = 70, .from_chain = lo_hops_new(), .to_chain = lo_hops_new() };

	add_hop(e.from_chain, start, 20, "");
	add_hop(e.to_chain, start, 21, "");
	add_hop(e.to_chain, "middle", 30, "through ops.run, 1 of 2");
	add_hop(e.to_chain, "leaf", 40, "");
	g_array_append_val(sol->edges, e);
}

static LoSolution *make_solution(void)
{
	LoSolution *sol = lo_solution_new();
	LoReportRow r = { .kind = LO_REPORT_WAIT, .classes = g_array_new(FALSE, FALSE, sizeof(guint32)),
			  .edges = g_array_new(FALSE, FALSE, sizeof(guint32)), .confidence = 60,
			  .reasons = g_strdup("because"), .key = g_strdup("k1"), .held_back = g_strdup(""),
			  .context = lo_hops_new() };
	LoStatRow st = { g_strdup("edges"), g_strdup("2") };

	add_class(sol, "a_lock", LO_LOCK_MUTEX);
	add_class(sol, "b_lock", LO_LOCK_RWSEM);
	add_edge(sol, 0, 1, "start");
	add_edge(sol, 1, 0, "other");
	g_array_append_vals(r.classes, (guint32[]){ 0, 1 }, 2);
	g_array_append_vals(r.edges, (guint32[]){ 0, 1 }, 2);
	g_array_append_val(sol->reports, r);
	g_array_append_val(sol->stats, st);
	return sol;
}

static void put_solution_of(LoStore *s, const char *solved_with)
{
	g_autoptr(LoSolution) sol = make_solution();
	g_autoptr(GError) error = NULL;

	lo_store_put_solution(s, sol, solved_with, &error);
	g_assert_no_error(error);
}

static void put_solution(LoStore *s)
{
	put_solution_of(s, NULL);
}

static void check_edge(const LoEdgeRow *e, const char *start)
{
	const LoHop *middle = &LO_AT(e->to_chain, LoHop, 1);

	g_assert_cmpint(e->from_hold, ==, LO_HOLD_EXCLUSIVE);
	g_assert_cmpint(e->to_hold, ==, LO_HOLD_SHARED);
	g_assert_true(e->from_try);
	g_assert_cmpuint(e->confidence, ==, 70);
	g_assert_cmpuint(e->from_chain->len, ==, 1);
	g_assert_cmpuint(e->to_chain->len, ==, 3);
	g_assert_cmpstr(LO_AT(e->to_chain, LoHop, 0).function, ==, start);
	g_assert_cmpstr(middle->note, ==, "through ops.run, 1 of 2");
	g_assert_cmpuint(middle->line, ==, 30);
}

/* `later`: the chains are read when they are asked for. */
static void check_solution(LoStore *s, gboolean later)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(LoSolution) sol = later ? lo_store_open_solution(s, &error) : lo_store_get_solution(s, &error);

	g_assert_no_error(error);
	g_assert_cmpuint(sol->classes->len, ==, 2);
	const LoClassRow *c = &LO_AT(sol->classes, LoClassRow, 1);
	g_assert_cmpstr(c->name, ==, "b_lock");
	g_assert_cmpstr(g_ptr_array_index(c->names, 1), ==, "b_lock/1");
	g_assert_cmpint(c->kind, ==, LO_LOCK_RWSEM);
	g_assert_true(later == !LO_AT(sol->edges, LoEdgeRow, 0).from_chain);
	check_edge(lo_solution_edge(sol, 0), "start");
	check_edge(lo_solution_edge(sol, 1), "other");
	const LoReportRow *r = &LO_AT(sol->reports, LoReportRow, 0);
	g_assert_cmpint(r->kind, ==, LO_REPORT_WAIT);
	g_assert_cmpuint(LO_AT(r->classes, guint32, 1), ==, 1);
	g_assert_cmpuint(r->edges->len, ==, 2);
	g_assert_cmpuint(r->context->len, ==, 0);
	g_assert_cmpstr(r->reasons, ==, "because");
	g_assert_cmpstr(LO_AT(sol->stats, LoStatRow, 0).value, ==, "2");
}

static void test_solution(Fixture *fx, gconstpointer data)
{
	g_autoptr(LoStore) s = open_store(fx, LO_STORE_WRITE);

	(void)data;
	put(s, fx, "a.c", "x");
	put_solution(s);
	check_solution(s, FALSE);
	put_solution(s);	/* replaces, does not add */
	check_solution(s, FALSE);
	check_solution(s, TRUE);
	g_autofree char *edges = query_text(fx, "SELECT held, acquired, acquired_as, \"function\", line, start FROM v_order_edge");
	g_assert_cmpstr(edges, ==, "a_lock|b_lock|R|leaf|40|start\nb_lock|a_lock|R|leaf|40|other\n");
	g_autofree char *chain = query_text(fx, "SELECT side, step, function, line FROM v_chain WHERE edge = 0 ORDER BY side, step");
	g_assert_cmpstr(chain, ==, "acquired|1|start|21\nacquired|2|middle|30\nacquired|3|leaf|40\nheld|1|start|20\n");
	g_autofree char *shared = query_text(fx, "SELECT count(*) FROM hop");
	g_assert_cmpstr(shared, ==, "6\n");	/* two chains share their last two hops */
	g_autofree char *reports = query_text(fx, "SELECT kind, locks FROM v_report");
	g_assert_cmpstr(reports, ==, "wait|a_lock -> b_lock\n");
	g_autofree char *sites = query_text(fx, "SELECT lock, hold, function, line FROM v_lock_site ORDER BY lock, hold, line");
	g_assert_cmpstr(sites, ==, "a_lock|R|leaf|40\na_lock|X|start|20\nb_lock|R|leaf|40\nb_lock|X|other|20\n");
}

static void expect_no_solution(LoStore *s, const char *part)
{
	g_autoptr(GError) error = NULL;

	g_assert_null(lo_store_get_solution(s, &error));
	g_assert_error(error, LO_ERROR, LO_ERROR_UNSOLVED);
	g_assert_nonnull(strstr(error->message, part));
}

static void test_stale_solution(Fixture *fx, gconstpointer data)
{
	g_autoptr(LoStore) s = open_store(fx, LO_STORE_WRITE);

	(void)data;
	expect_no_solution(s, "no solution stored: run 'lockorder solve'");
	put(s, fx, "a.c", "x");
	put_solution(s);
	put(s, fx, "a.c", "x");		/* the same facts once more */
	check_solution(s, FALSE);
	put(s, fx, "a.c", "y");
	expect_no_solution(s, "older than the facts");
	g_assert_true(lo_store_begin(s, NULL));
	put(s, fx, "a.c", "z");
	put_solution(s);
	g_assert_true(lo_store_commit(s, NULL));
	check_solution(s, FALSE);
	g_assert_true(lo_store_keep_units(s, (const char *const[]){ NULL }, NULL));
	expect_no_solution(s, "older than the facts");
}

static void test_solved_with(Fixture *fx, gconstpointer data)
{
	g_autoptr(LoStore) s = open_store(fx, LO_STORE_WRITE);

	(void)data;
	g_assert_false(lo_store_is_solved_with(s, "one"));
	put(s, fx, "a.c", "x");
	put_solution(s);
	g_assert_false(lo_store_is_solved_with(s, "one"));
	put_solution_of(s, "one");
	g_assert_true(lo_store_is_solved_with(s, "one"));
	g_assert_false(lo_store_is_solved_with(s, "two"));
	put(s, fx, "a.c", "x");		/* the same facts once more */
	g_assert_true(lo_store_is_solved_with(s, "one"));
	put(s, fx, "a.c", "y");
	g_assert_false(lo_store_is_solved_with(s, "one"));
	put_solution(s);
	g_assert_false(lo_store_is_solved_with(s, "one"));
}

/* What was handed over and not finished has not happened. */
static void test_writer(Fixture *fx, gconstpointer data)
{
	g_autoptr(LoStore) s = open_store(fx, LO_STORE_WRITE);
	g_autoptr(LoSolution) sol = make_solution();
	g_autoptr(GBytes) state = g_bytes_new_static("state", 5), stored = NULL;
	g_autoptr(GError) error = NULL;

	(void)data;
	put(s, fx, "a.c", "x");
	put_solution_of(s, "one");
	for (guint finish = 0; finish < 2; finish++) {
		g_autoptr(LoSolutionWriter) w = lo_solution_writer_new(s);
		lo_solution_writer_put_state(w, state);
		lo_solution_writer_put_edges(w, sol);
		lo_solution_writer_put_reports(w, sol);
		if (finish)
			g_assert_true(lo_solution_writer_finish(w, sol, "two", &error));
		lo_solution_writer_free(g_steal_pointer(&w));
		g_assert_true(lo_store_is_solved_with(s, finish ? "two" : "one"));
		check_solution(s, FALSE);
		stored = lo_store_get_state(s, NULL);
		g_assert_true(!stored == !finish);
	}
	g_assert_true(g_bytes_equal(stored, state));
}

/* ---- what goes wrong ---- */

static void test_missing(Fixture *fx, gconstpointer data)
{
	(void)data;
	expect_open_error(fx, LO_STORE_READ, LO_ERROR_IO, "run 'lockorder scan' first");
	g_assert_false(g_file_test(fx->db, G_FILE_TEST_EXISTS));
}

static void test_not_a_database(Fixture *fx, gconstpointer data)
{
	g_autofree char *text = g_strnfill(5000, 'x');
	g_autofree char *after = NULL;

	(void)data;
	g_assert_true(g_file_set_contents(fx->db, text, -1, NULL));
	expect_open_error(fx, LO_STORE_READ, LO_ERROR_DB, "is not a lockorder database");
	expect_open_error(fx, LO_STORE_WRITE, LO_ERROR_DB, "is not a lockorder database");
	g_assert_true(g_file_get_contents(fx->db, &after, NULL, NULL));
	g_assert_cmpstr(after, ==, text);
}

static void test_foreign_database(Fixture *fx, gconstpointer data)
{
	(void)data;
	exec_sql(fx, "CREATE TABLE mine (x); INSERT INTO mine VALUES (1)");
	expect_open_error(fx, LO_STORE_READ, LO_ERROR_DB, "is not a lockorder database");
	expect_open_error(fx, LO_STORE_WRITE, LO_ERROR_DB, "is not a lockorder database");
	g_autofree char *tables = query_text(fx, "SELECT name FROM sqlite_schema");
	g_assert_cmpstr(tables, ==, "mine\n");
}

static void test_version(Fixture *fx, gconstpointer data)
{
	(void)data;
	lo_store_close(open_store(fx, LO_STORE_WRITE));
	exec_sql(fx, "PRAGMA user_version = 99");
	expect_open_error(fx, LO_STORE_READ, LO_ERROR_DB, "a newer lockorder (schema 99");
	exec_sql(fx, "PRAGMA user_version = 0");
	expect_open_error(fx, LO_STORE_WRITE, LO_ERROR_DB, "an older lockorder");
}

static void test_trigger(Fixture *fx, gconstpointer data)
{
	(void)data;
	lo_store_close(open_store(fx, LO_STORE_WRITE));
	exec_sql(fx, "CREATE TRIGGER t AFTER INSERT ON unit BEGIN DELETE FROM body; END");
	expect_open_error(fx, LO_STORE_WRITE, LO_ERROR_DB, "is damaged");
}

static void test_second_writer(Fixture *fx, gconstpointer data)
{
	g_autoptr(LoStore) s = open_store(fx, LO_STORE_WRITE);
	g_autofree char *holder = g_strdup_printf("process %d", (int)getpid());

	(void)data;
	expect_open_error(fx, LO_STORE_WRITE, LO_ERROR_DB, holder);
	put(s, fx, "a.c", "x");
	g_autoptr(LoStore) reader = open_store(fx, LO_STORE_READ);
	expect_stats(reader, 1, 0, 2, 1);
	put(s, fx, "b.c", "x");
	expect_stats(reader, 1, 0, 2, 1);	/* a reader sees one state throughout */
	g_clear_pointer(&s, lo_store_close);
	s = open_store(fx, LO_STORE_WRITE);
	expect_stats(s, 2, 0, 3, 2);
}

static void test_lock_file_goes(Fixture *fx, gconstpointer data)
{
	g_autofree char *lock = g_strconcat(fx->db, ".lock", NULL);

	(void)data;
	g_assert_true(g_file_set_contents(lock, "12345\n", -1, NULL));	/* of one that was killed */
	lo_store_close(open_store(fx, LO_STORE_WRITE));
	g_assert_false(g_file_test(lock, G_FILE_TEST_EXISTS));
}

static void test_directory(Fixture *fx, gconstpointer data)
{
	(void)data;
	g_assert_cmpint(g_mkdir(fx->db, 0700), ==, 0);
	expect_open_error(fx, LO_STORE_READ, LO_ERROR_IO, "is a directory");
	expect_open_error(fx, LO_STORE_WRITE, LO_ERROR_IO, "is a directory");
}

static void test_read_only(Fixture *fx, gconstpointer data)
{
	(void)data;
	if (geteuid() == 0) {
		g_test_skip("permissions do not bind root");
		return;
	}
	LoStore *s = open_store(fx, LO_STORE_WRITE);
	put(s, fx, "a.c", "x");
	lo_store_close(s);
	g_assert_cmpint(g_chmod(fx->dir, 0500), ==, 0);
	expect_open_error(fx, LO_STORE_WRITE, LO_ERROR_IO, "cannot write database");
	s = open_store(fx, LO_STORE_READ);
	expect_stats(s, 1, 0, 2, 1);
	lo_store_close(s);
	g_chmod(fx->dir, 0700);
}

static void test_read_only_call(Fixture *fx, gconstpointer data)
{
	g_autoptr(GError) error = NULL;

	(void)data;
	lo_store_close(open_store(fx, LO_STORE_WRITE));
	g_autoptr(LoStore) s = open_store(fx, LO_STORE_READ);
	g_assert_false(lo_store_begin(s, &error));
	g_assert_error(error, LO_ERROR, LO_ERROR_DB);
}

/* A file size limit is what a full disk looks like without a disk to fill. */
static void test_disk_full(Fixture *fx, gconstpointer data)
{
	struct rlimit unlimited, tight;
	g_autoptr(GError) error = NULL;

	(void)data;
	LoStore *s = open_store(fx, LO_STORE_WRITE);
	put(s, fx, "a.c", "x");
	signal(SIGXFSZ, SIG_IGN);
	getrlimit(RLIMIT_FSIZE, &unlimited);
	tight = unlimited;
	tight.rlim_cur = 300000;
	g_assert_cmpint(setrlimit(RLIMIT_FSIZE, &tight), ==, 0);
	for (int i = 0; !error && i < 1000; i++) {
		g_autofree char *source = g_strdup_printf("u%d.c", i);
		g_autoptr(LoUnit) u = make_unit(source, "x");
		LoUnitInfo info = { .source = source, .directory = fx->dir, .command_hash = "c1" };
		lo_store_put_unit(s, &info, u, &error);
	}
	setrlimit(RLIMIT_FSIZE, &unlimited);
	g_assert_error(error, LO_ERROR, LO_ERROR_IO);
	lo_store_close(s);
	s = open_store(fx, LO_STORE_READ);
	LoFactStats st;
	g_assert_true(lo_store_stats(s, &st, NULL));
	g_assert_cmpuint(st.functions, ==, st.units + 1);
	lo_fact_stats_clear(&st);
	lo_store_close(s);
}

/* Reads everything; errors are fine, crashes are not. */
static void read_everything(const Fixture *fx)
{
	g_autoptr(LoStore) s = lo_store_open(fx->db, LO_STORE_READ, NULL);
	g_autoptr(GString) out = g_string_new(NULL);
	LoFactStats st;

	if (!s)
		return;
	g_autoptr(GError) error = NULL;
	if (!lo_store_each_func(s, list_func, out, &error))
		g_assert_nonnull(error);
	lo_store_each_global(s, list_func, out, NULL);
	if (lo_store_stats(s, &st, NULL))
		lo_fact_stats_clear(&st);
	lo_store_unit_fresh(s, "u1.c", "c1");
	lo_solution_free(lo_store_get_solution(s, NULL));
}

static void test_corrupted(Fixture *fx, gconstpointer data)
{
	g_autoptr(GRand) rand = g_rand_new_with_seed(5);
	g_autofree char *good = NULL;
	gsize len;

	(void)data;
	LoStore *s = open_store(fx, LO_STORE_WRITE);
	for (int i = 0; i < 20; i++) {
		g_autofree char *source = g_strdup_printf("u%d.c", i);
		put(s, fx, source, "x");
	}
	put_solution(s);
	lo_store_close(s);
	g_assert_true(g_file_get_contents(fx->db, &good, &len, NULL));
	for (int i = 0; i < 400; i++) {
		g_autofree char *bad = g_memdup2(good, len);
		gsize n = i % 4 ? len : (gsize)g_rand_int_range(rand, 1, (gint)len);
		for (int k = 0; k < 20; k++)
			bad[g_rand_int_range(rand, 0, (gint)n)] = (char)g_rand_int(rand);
		g_unlink(fx->db);	/* else the end of the longer one stays */
		g_assert_true(g_file_set_contents_full(fx->db, bad, (gssize)n, G_FILE_SET_CONTENTS_NONE, 0600, NULL));
		read_everything(fx);
	}
}

/* All that the database says, or NULL when it is refused. */
static char *read_or_refuse(const Fixture *fx)
{
	g_autoptr(LoStore) s = lo_store_open(fx->db, LO_STORE_READ, NULL);
	g_autoptr(GString) out = g_string_new(NULL);
	g_autoptr(LoSolution) sol = NULL;

	if (!s || !lo_store_each_func(s, list_func, out, NULL) || !lo_store_each_global(s, list_func, out, NULL))
		return NULL;
	sol = lo_store_get_solution(s, NULL);
	for (guint i = 0; sol && i < sol->classes->len; i++)
		g_string_append(out, LO_AT(sol->classes, LoClassRow, i).name);
	return sol ? g_string_free(g_steal_pointer(&out), FALSE) : NULL;
}

/* One bit, on any page: what was written, or an error, and nothing else. */
static void test_flipped_bit(Fixture *fx, gconstpointer data)
{
	g_autoptr(GRand) rand = g_rand_new_with_seed(7);
	g_autofree char *good = NULL, *whole = NULL;
	guint refused = 0;
	gsize len;

	(void)data;
	LoStore *s = open_store(fx, LO_STORE_WRITE);
	put(s, fx, "a.c", "x");
	put_solution(s);
	lo_store_close(s);
	whole = read_or_refuse(fx);
	g_assert_nonnull(whole);
	g_assert_true(g_file_get_contents(fx->db, &good, &len, NULL));
	for (guint i = 0; i < 300; i++) {
		g_autofree char *bad = g_memdup2(good, len), *now = NULL;

		bad[g_rand_int_range(rand, 0, (gint)len)] ^= (char)(1 << g_rand_int_range(rand, 0, 8));
		g_assert_true(g_file_set_contents_full(fx->db, bad, (gssize)len, G_FILE_SET_CONTENTS_NONE, 0600, NULL));
		now = read_or_refuse(fx);
		refused += !now;
		if (now)
			g_assert_cmpstr(now, ==, whole);
	}
	g_assert_cmpuint(refused, >, 100);	/* the rest lies on pages that nothing reads: those of indexes */
}

/* Rows that no scan writes. */
static void test_hostile_rows(Fixture *fx, gconstpointer data)
{
	static const char *const sql[] = {
		"UPDATE hop SET next = id", "UPDATE hop SET id = id + 100", "UPDATE hop SET next = 4000000000 WHERE id = 2",
		"UPDATE order_edge SET to_class = 77", "UPDATE order_edge SET to_chain = 99", "UPDATE class SET kind = -1",
		"UPDATE class SET kind = 'x'", "UPDATE report_edge SET edge = 1000000", "UPDATE report_class SET class = -1",
		"UPDATE report SET kind = 9", "UPDATE order_edge SET from_hold = 3", "UPDATE class_name SET class = class + 12",
		"UPDATE report SET context = 1 << 40",
	};
	g_autofree char *good = NULL;
	gsize len;

	(void)data;
	LoStore *s = open_store(fx, LO_STORE_WRITE);
	put_solution(s);
	lo_store_close(s);
	g_assert_true(g_file_get_contents(fx->db, &good, &len, NULL));
	for (guint i = 0; i < G_N_ELEMENTS(sql); i++) {
		g_autoptr(GError) error = NULL;
		g_assert_true(g_file_set_contents(fx->db, good, (gssize)len, NULL));
		exec_sql(fx, sql[i]);
		s = open_store(fx, LO_STORE_READ);
		g_assert_null(lo_store_get_solution(s, &error));
		g_assert_error(error, LO_ERROR, LO_ERROR_DB);
		lo_store_close(s);
	}
}

static void add(const char *name, void (*test)(Fixture *, gconstpointer))
{
	g_test_add(name, Fixture, NULL, set_up, test, tear_down);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	add("/store/shared-once", test_shared_once);
	add("/store/order", test_order);
	add("/store/keep", test_keep);
	add("/store/rollback", test_rollback);
	add("/store/fresh", test_fresh);
	add("/store/fresh-by-version", test_fresh_by_version);
	add("/store/changed-while-read", test_changed_while_read);
	add("/store/absent", test_absent);
	add("/store/failed-is-not-fresh", test_failed_is_not_fresh);
	add("/store/views", test_views);
	add("/store/solution", test_solution);
	add("/store/stale-solution", test_stale_solution);
	add("/store/solved-with", test_solved_with);
	add("/store/writer", test_writer);
	add("/store/missing", test_missing);
	add("/store/not-a-database", test_not_a_database);
	add("/store/foreign-database", test_foreign_database);
	add("/store/version", test_version);
	add("/store/trigger", test_trigger);
	add("/store/second-writer", test_second_writer);
	add("/store/lock-file-goes", test_lock_file_goes);
	add("/store/directory", test_directory);
	add("/store/read-only", test_read_only);
	add("/store/read-only-call", test_read_only_call);
	add("/store/disk-full", test_disk_full);
	add("/store/corrupted", test_corrupted);
	add("/store/flipped-bit", test_flipped_bit);
	add("/store/hostile-rows", test_hostile_rows);
	return g_test_run();
}
