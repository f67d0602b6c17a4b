#include "frontend/scan.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#include "common/error.h"

/* A tree in a temporary folder, and the database beside it. */
typedef struct {
	char *top, *tree, *db;
} Tree;

static const char *const names[] = { "tree/a.c", "tree/b.c", "tree/x.h", "tree/late.h", "tree/pipe.c", "out.c", "db", "db-wal", "db-shm", "db.lock",
				     "db-lock", "tree", NULL };

static char *in_tree(const Tree *t, const char *name)
{
	return g_build_filename(t->top, name, NULL);
}

static void put_file(const Tree *t, const char *name, const char *text)
{
	g_autofree char *path = in_tree(t, name);

	g_assert_true(g_file_set_contents(path, text, -1, NULL));
}

static void tree_init(Tree *t)
{
	t->top = g_dir_make_tmp("lo-scan-XXXXXX", NULL);
	t->tree = in_tree(t, "tree");
	t->db = in_tree(t, "db");
	g_mkdir(t->tree, 0700);
	put_file(t, "tree/x.h", "void callee(int);\n");
	put_file(t, "tree/a.c", "#include \"x.h\"\nint g;\nvoid a(void) { callee(1); }\n");
	put_file(t, "tree/b.c", "#include \"x.h\"\nvoid b(void) { callee(2); }\n");
	put_file(t, "out.c", "void out(void) { }\n");
}

static void tree_clear(Tree *t)
{
	for (guint i = 0; names[i]; i++) {
		g_autofree char *path = in_tree(t, names[i]);

		g_remove(path);
	}
	g_rmdir(t->top);
	g_free(t->top);
	g_free(t->tree);
	g_free(t->db);
}

/* `sources` are relative to the tree. */
static void scan(const Tree *t, const char *const *sources, const char *flag, LoScanResult *result)
{
	const char *const args[] = { "cc", "-c", flag, NULL };
	g_autoptr(LoCompdb) db = lo_compdb_new(t->tree);
	g_autoptr(GError) error = NULL;
	g_autoptr(LoStore) store = lo_store_open(t->db, LO_STORE_WRITE, &error);
	LoScanOptions opt = { .root = t->tree, .jobs = 2 };

	g_assert_no_error(error);
	for (guint i = 0; sources[i]; i++)
		lo_compdb_add(db, lo_compile_command_new(t->tree, sources[i], args));
	lo_compdb_settle(db);
	lo_scan_run(&opt, store, db, NULL, NULL, result, &error);
	g_assert_no_error(error);
}

static void check(LoScanResult *r, guint ok, guint partial, guint failed, guint reused)
{
	g_assert_cmpuint(r->ok, ==, ok);
	g_assert_cmpuint(r->partial, ==, partial);
	g_assert_cmpuint(r->failed, ==, failed);
	g_assert_cmpuint(r->reused, ==, reused);
	g_assert_cmpuint(r->units, ==, ok + partial + failed + reused);
	lo_scan_result_clear(r);
}

static guint64 units_stored(const Tree *t)
{
	g_autoptr(LoStore) store = lo_store_open(t->db, LO_STORE_READ, NULL);
	LoFactStats stats = { 0 };
	guint64 units;

	g_assert_nonnull(store);
	g_assert_true(lo_store_stats(store, &stats, NULL));
	units = stats.units;
	lo_fact_stats_clear(&stats);
	return units;
}

static void test_again(void)
{
	static const char *const both[] = { "a.c", "b.c", NULL }, *const one[] = { "b.c", NULL };
	LoScanResult r = { 0 };
	Tree t;

	tree_init(&t);
	scan(&t, both, "-DX", &r);
	check(&r, 2, 0, 0, 0);
	scan(&t, both, "-DX", &r);
	check(&r, 0, 0, 0, 2);
	scan(&t, both, "-DY", &r);
	check(&r, 2, 0, 0, 0);
	put_file(&t, "tree/a.c", "void a(void) { undeclared; }\n");
	scan(&t, both, "-DY", &r);
	check(&r, 0, 1, 0, 1);
	put_file(&t, "tree/x.h", "void callee(int); /* changed */\n");
	scan(&t, both, "-DY", &r);
	g_assert_cmpuint(r.reused, ==, 1);
	lo_scan_result_clear(&r);
	g_assert_cmpuint(units_stored(&t), ==, 2);
	scan(&t, one, "-DY", &r);
	check(&r, 0, 0, 0, 1);
	g_assert_cmpuint(units_stored(&t), ==, 1);
	tree_clear(&t);
}

static void test_refused(void)
{
	static const char *const sources[] = { "a.c", "gone.c", "../out.c", NULL };
	LoScanResult r = { 0 };
	Tree t;

	tree_init(&t);
	scan(&t, sources, "-I/etc", &r);
	g_assert_cmpuint(r.warnings->len, ==, 1);
	g_assert_nonnull(strstr(r.warnings->pdata[0], "'-I /etc' left out: it lies outside the tree"));
	g_assert_cmpuint(r.failures->len, ==, 2);
	g_assert_nonnull(strstr(r.failures->pdata[0], "out.c: lies outside '"));
	g_assert_cmpstr(r.failures->pdata[1], ==, "gone.c: No such file or directory");
	check(&r, 1, 0, 2, 0);
	tree_clear(&t);
}

/* A header that the build makes later: the unit that lacks it is fresh until then. */
static void test_late_header(void)
{
	static const char *const sources[] = { "a.c", "b.c", NULL };
	LoScanResult r = { 0 };
	Tree t;

	tree_init(&t);
	put_file(&t, "tree/a.c", "#include <late.h>\nint g;\nvoid a(void) { late(g); }\n");
	scan(&t, sources, "-I.", &r);
	check(&r, 1, 1, 0, 0);
	scan(&t, sources, "-I.", &r);
	check(&r, 0, 0, 0, 2);
	put_file(&t, "tree/late.h", "void late(int);\n");
	scan(&t, sources, "-I.", &r);
	check(&r, 1, 0, 0, 1);
	tree_clear(&t);
}

static void test_pipe(void)
{
	static const char *const sources[] = { "a.c", "pipe.c", NULL };
	LoScanResult r = { 0 };
	Tree t;

	tree_init(&t);
	g_autofree char *path = in_tree(&t, "tree/pipe.c");
	g_assert_cmpint(mkfifo(path, 0600), ==, 0);
	scan(&t, sources, "-DX", &r);
	g_assert_cmpuint(r.failures->len, ==, 1);
	g_assert_cmpstr(r.failures->pdata[0], ==, "pipe.c: not a regular file");
	check(&r, 1, 0, 1, 0);
	tree_clear(&t);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/scan/again", test_again);
	g_test_add_func("/scan/late-header", test_late_header);
	g_test_add_func("/scan/pipe", test_pipe);
	g_test_add_func("/scan/refused", test_refused);
	return g_test_run();
}
