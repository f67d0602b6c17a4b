/* The reader on input that is deep, cut off or not C at all: it must neither
 * crash nor give facts that do not survive being stored. */
#include <glib/gstdio.h>
#include <string.h>

#include "frontend/unit.h"

typedef struct {
	char *dir, *file;
} Fixture;

static void setup(Fixture *f, gconstpointer data)
{
	(void)data;
	f->dir = g_dir_make_tmp("lockorder-test-XXXXXX", NULL);
	g_assert_nonnull(f->dir);
	f->file = g_build_filename(f->dir, "in.c", NULL);
}

static void teardown(Fixture *f, gconstpointer data)
{
	(void)data;
	g_unlink(f->file);
	g_rmdir(f->dir);
	g_free(f->file);
	g_free(f->dir);
}

static LoUnit *read_text(Fixture *f, const char *text, gssize len)
{
	static const char *const args[] = { "-Wno-everything", NULL };
	g_autoptr(GError) error = NULL;
	LoUnit *u;

	g_assert_true(g_file_set_contents(f->file, text, len, &error));
	u = lo_frontend_read("in.c", f->dir, args, NULL, &error);
	g_assert_no_error(error);
	g_assert_nonnull(u);
	return u;
}

static void check_storable(const LoUnit *u)
{
	g_autoptr(GBytes) bytes = lo_unit_encode(u);
	g_autoptr(GError) error = NULL;
	g_autoptr(LoUnit) again = lo_unit_decode(g_bytes_get_data(bytes, NULL), g_bytes_get_size(bytes), &error);

	g_assert_no_error(error);
	g_assert_cmpuint(again->funcs->len, ==, u->funcs->len);
}

static char *repeat(const char *before, const char *open, const char *middle, const char *close, const char *after)
{
	GString *s = g_string_new(before);

	for (guint i = 0; i < 10000; i++)
		g_string_append(s, open);
	g_string_append(s, middle);
	for (guint i = 0; i < 10000 && *close; i++)
		g_string_append(s, close);
	g_string_append(s, after);
	return g_string_free(s, FALSE);
}

static void test_deep(Fixture *f, gconstpointer data)
{
	static const struct {
		const char *before, *open, *middle, *close, *after;
	} nests[] = {
		{ "int f(int x) { return ", "(", "x", ")", "; }" },
		{ "int f(int x) { return ", "!", "x", "", "; }" },
		{ "int f(int x) { return ", "x + ", "x", "", "; }" },
		{ "int g(void); int f(int x) { return ", "g() && ", "x", "", "; }" },
		{ "int g(int x); int f(int x) { return ", "g(", "x", ")", "; }" },
		{ "int g(void); int f(int x) { return ", "g(), ", "x", "", "; }" },
		{ "int f(int x) { return ", "x ? 1 : ", "x", "", "; }" },
		{ "int f(int x) { ", "{", "return x;", "}", "}" },
		{ "int f(int x) { ", "if (x) ", "return x;", "", " return 1; }" },
		{ "int f(int x) { ", "if (x) return 2; else ", "return x;", "", " return 1; }" },
		{ "int f(int x) { ", "while (x) ", "return x;", "", " return 1; }" },
		{ "int f(int x) { return ", "({", "x;", "});", "}" },
		{ "struct s { struct s *n; }; struct s *f(struct s *p) { return p", "->n", "", "", "; }" },
		{ "int a = ", "{", "1", "}", ";" },
		{ "int f(int x) { int ", "*", "p; return 0", "", "; }" },
	};

	(void)data;
	for (guint i = 0; i < G_N_ELEMENTS(nests); i++) {
		g_autofree char *text = repeat(nests[i].before, nests[i].open, nests[i].middle, nests[i].close,
					       nests[i].after);
		g_autoptr(LoUnit) u = read_text(f, text, -1);

		check_storable(u);
	}
}

static void test_else_chain(Fixture *f, gconstpointer data)
{
	GString *s = g_string_new("void g(int n); void f(int x) {");
	g_autofree char *text = NULL;
	g_autoptr(LoUnit) u = NULL;
	const LoFunc *fn;

	(void)data;
	for (guint i = 0; i < 3000; i++)
		g_string_append_printf(s, "if (x == %u) g(%u); else ", i, i);
	g_string_append(s, "g(-1); }");
	text = g_string_free(s, FALSE);
	u = read_text(f, text, -1);
	g_assert_cmpuint(u->funcs->len, ==, 1);
	fn = g_ptr_array_index(u->funcs, 0);
	g_assert_cmpuint(fn->flags & LO_FUNC_PARTIAL, ==, 0);
	g_assert_cmpuint(fn->instrs->len, ==, 3001);
}

static void test_no_such_file(Fixture *f, gconstpointer data)
{
	static const char *const args[] = { NULL };
	g_autoptr(GError) error = NULL;
	g_autoptr(LoUnit) u = lo_frontend_read("missing.c", f->dir, args, NULL, &error);

	(void)data;
	if (u)
		g_assert_cmpuint(u->notes->len, >, 0);
	else
		g_assert_nonnull(error);
}

static void test_empty_and_binary(Fixture *f, gconstpointer data)
{
	static const char binary[] = "\0\0\0int f(void) { return \"\0\xff\"[0]; }";
	g_autoptr(LoUnit) empty = read_text(f, "", 0);
	g_autoptr(LoUnit) zeros = read_text(f, binary, sizeof(binary));

	(void)data;
	g_assert_cmpuint(empty->funcs->len, ==, 0);
	g_assert_cmpuint(empty->deps->len, ==, 1);
	g_assert_cmpstr(g_ptr_array_index(empty->deps, 0), ==, "in.c");
	check_storable(empty);
	check_storable(zeros);
}

static void chop_and_spoil(Fixture *f, char *text, gsize len, GRand *rand)
{
	for (guint i = 0; i < 12; i++) {
		gsize cut = (gsize)g_rand_int_range(rand, 0, (gint32)len);
		g_autoptr(LoUnit) chopped = read_text(f, text, (gssize)cut);
		char old = text[cut];

		check_storable(chopped);
		text[cut] = "(){};*&,:\"#x0"[g_rand_int_range(rand, 0, 13)];
		g_autoptr(LoUnit) spoilt = read_text(f, text, (gssize)len);
		check_storable(spoilt);
		text[cut] = old;
	}
}

/* The golden cases, cut off and with a character changed. */
static void test_mutations(Fixture *f, gconstpointer data)
{
	const char *testdata = g_getenv("LOCKORDER_TESTDATA");
	g_autofree char *cases = g_build_filename(testdata ? testdata : "testdata", "frontend", NULL);
	g_autoptr(GDir) dir = g_dir_open(cases, 0, NULL);
	g_autoptr(GRand) rand = g_rand_new_with_seed(19);
	const char *name;

	(void)data;
	if (!dir) {
		g_test_skip("no golden cases here");
		return;
	}
	while ((name = g_dir_read_name(dir))) {
		g_autofree char *path = g_build_filename(cases, name, "in.c", NULL);
		g_autofree char *text = NULL;
		gsize len;

		if (g_file_get_contents(path, &text, &len, NULL) && len)
			chop_and_spoil(f, text, len, rand);
	}
}

static void test_overlay(Fixture *f, gconstpointer data)
{
	static const char text[] = "#include \"new.h\"\nint main_file(void) { return from_overlay(1); }\n";
	static const char header[] = "static inline int from_overlay(int x) { return x; }\n";
	const LoOverlay overlays[] = { { f->file, text, strlen(text) }, { "new.h", header, strlen(header) } };
	const LoFrontendOptions opt = { .overlays = overlays, .n_overlays = G_N_ELEMENTS(overlays) };
	g_autoptr(GError) error = NULL;
	g_autoptr(LoUnit) u = NULL;

	(void)data;
	g_assert_true(g_file_set_contents(f->file, "int main_file(void) { return 0; }\n", -1, NULL));
	u = lo_frontend_read("in.c", f->dir, NULL, &opt, &error);
	g_assert_no_error(error);
	g_assert_cmpstr(u->notes->len ? u->notes->pdata[0] : "", ==, "");
	g_assert_cmpuint(u->funcs->len, ==, 2);
}

/* A unit read again with other contents is called as it was. */
static void test_overlay_name(Fixture *f, gconstpointer data)
{
	static const char text[] = "const char *name = __FILE__;\n";
	const LoOverlay overlay = { f->file, text, strlen(text) };
	const LoFrontendOptions opt = { .overlays = &overlay, .n_overlays = 1 };
	g_autoptr(GError) error = NULL;
	g_autoptr(LoUnit) u = NULL;
	g_autoptr(GString) out = g_string_new("");

	(void)data;
	g_assert_true(g_file_set_contents(f->file, "", -1, NULL));
	u = lo_frontend_read("in.c", f->dir, NULL, &opt, &error);
	g_assert_no_error(error);
	g_assert_cmpuint(u->globals->len, ==, 1);
	lo_global_print(g_ptr_array_index(u->globals, 0), out);
	g_assert_nonnull(strstr(out->str, "\"in.c\""));
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add("/frontend/unit/deep", Fixture, NULL, setup, test_deep, teardown);
	g_test_add("/frontend/unit/else-chain", Fixture, NULL, setup, test_else_chain, teardown);
	g_test_add("/frontend/unit/no-such-file", Fixture, NULL, setup, test_no_such_file, teardown);
	g_test_add("/frontend/unit/empty-and-binary", Fixture, NULL, setup, test_empty_and_binary, teardown);
	g_test_add("/frontend/unit/overlay", Fixture, NULL, setup, test_overlay, teardown);
	g_test_add("/frontend/unit/overlay-name", Fixture, NULL, setup, test_overlay_name, teardown);
	g_test_add("/frontend/unit/mutations", Fixture, NULL, setup, test_mutations, teardown);
	return g_test_run();
}
