/* Precompiled prefixes: what the text of files tells, and that facts are the same with one and without. */
#include <glib/gstdio.h>
#include <string.h>

#include "frontend/include_text.h"
#include "frontend/scan.h"

#define UNITS 40

static LoIncludeText *parse(const char *text)
{
	return lo_include_text_parse(text, strlen(text));
}

static void check_item(const LoIncludeText *t, guint i, LoTextItemKind kind, const char *name, gboolean sure)
{
	const LoTextItem *item = &g_array_index(t->items, LoTextItem, i);

	g_assert_cmpint(item->kind, ==, kind);
	g_assert_cmpstr(item->name, ==, name);
	g_assert_cmpint(item->sure, ==, sure);
}

static void test_text(void)
{
	g_autoptr(LoIncludeText) t = parse("/* #include <no.h>\n */ // \\\n #include <no2.h>\n"
					   "#define pr_fmt(f) \\\n \"x\" f\n# include <a/b.h>\nchar *s = \"\n#include <no3.h>\";\n"
					   "#ifdef X\n#include \"c.h\"\n#else\n#undef E\n#endif\n #\tinclude \"d.h\"\n#include M\n");

	g_assert_cmpstr(t->leading, ==, "#define pr_fmt(f)  \"x\" f\n");
	g_assert_cmpuint(t->n_leading, ==, 1);
	g_assert_false(t->guarded);
	g_assert_cmpuint(t->items->len, ==, 6);
	check_item(t, 0, LO_TEXT_MACRO, "pr_fmt", TRUE);
	check_item(t, 1, LO_TEXT_INCLUDE, "a/b.h", TRUE);
	check_item(t, 2, LO_TEXT_INCLUDE, "no3.h", TRUE);	/* a string ends with its line */
	check_item(t, 3, LO_TEXT_INCLUDE_QUOTED, "c.h", FALSE);
	check_item(t, 4, LO_TEXT_MACRO, "E", FALSE);
	check_item(t, 5, LO_TEXT_INCLUDE_QUOTED, "d.h", TRUE);
}

static void test_guards(void)
{
	g_autoptr(LoIncludeText) a = parse("#ifndef A_H\n#define A_H\n#include <x.h>\n#if 1\n#include <y.h>\n#endif\n#endif\n");
	g_autoptr(LoIncludeText) b = parse("#ifndef B\n#include <x.h>\n#endif\n#include <y.h>\n");
	g_autoptr(LoIncludeText) c = parse("#if !defined(C_H) || defined(AGAIN)\n#define C_H\n#include <x.h>\n#endif\n");
	g_autoptr(LoIncludeText) d = parse("#pragma once\n#include <x.h>\n");

	g_assert_true(a->guarded && !b->guarded && c->guarded && d->guarded);
	check_item(a, 1, LO_TEXT_INCLUDE, "x.h", TRUE);
	check_item(a, 2, LO_TEXT_INCLUDE, "y.h", FALSE);
	check_item(b, 0, LO_TEXT_INCLUDE, "x.h", FALSE);
	check_item(b, 1, LO_TEXT_INCLUDE, "y.h", TRUE);
	check_item(c, 1, LO_TEXT_INCLUDE, "x.h", TRUE);
	check_item(d, 0, LO_TEXT_INCLUDE, "x.h", TRUE);
}

static void test_words(void)
{
	static const char text[] = "#if DEBUG /* NDEBUG */\n\"TRACE\" X_TRACE // TRACE\n";
	g_autoptr(GHashTable) words = g_hash_table_new(g_str_hash, g_str_equal);
	g_autoptr(GHashTable) found = g_hash_table_new(g_str_hash, g_str_equal);

	g_hash_table_add(words, (gpointer)"DEBUG");
	g_hash_table_add(words, (gpointer)"NDEBUG");
	g_hash_table_add(words, (gpointer)"TRACE");
	lo_text_find_words(text, strlen(text), words, found);
	g_assert_cmpuint(g_hash_table_size(found), ==, 1);
	g_assert_true(g_hash_table_contains(found, "DEBUG"));
}

/* ---- a tree, read both ways ---- */

typedef struct {
	char *top;
	GPtrArray *files;	/* char *: to remove */
} Tree;

static void put(Tree *t, const char *name, const char *text)
{
	char *path = g_build_filename(t->top, name, NULL);

	g_assert_true(g_file_set_contents(path, text, -1, NULL));
	g_ptr_array_add(t->files, path);
}

/* Some units define macros before the headers or between them, some need a header to be read by itself. */
static void put_unit(Tree *t, guint i)
{
	static const char *const before[] = { "", "#define TAG(x) \"tag\" x\n", "#define SMALL\n", "#ifdef NONE\n#endif\n" };
	static const char *const between[] = { "", "#define SMALL\n", "", "#include \"own.h\"\n", "" };
	g_autofree char *name = g_strdup_printf("u%u.c", i);
	g_autofree char *text = g_strdup_printf(
		"%s#include <base.h>\n%s#include <more.h>\nstatic int x%u(struct s *p) { GUARD(p); return note(p) + size(); }\n"
		"COUNTED(u%u) int u%u(struct s *p) { return x%u(p) + sizeof(MODULE); }\n", before[i % 4], between[i % 5], i, i, i, i);

	put(t, name, text);
}

static void tree_init(Tree *t)
{
	t->top = g_dir_make_tmp("lo-prefix-XXXXXX", NULL);
	t->files = g_ptr_array_new_with_free_func(g_free);
	put(t, "base.h", "#ifndef BASE_H\n#define BASE_H\n#ifndef TAG\n#define TAG(x) x\n#endif\nstruct s { int lock; };\n"
	    "void print(const char *, const char *);\n#define PASTE2(a, b) a ## b\n#define PASTE(a, b) PASTE2(a, b)\n"
	    "#define COUNTED(n) static int PASTE(__u_ ## n, __COUNTER__) = sizeof(#n);\nCOUNTED(base)\n"
	    "static inline void drop_s(struct s **p) { print(\"drop\", 0); }\n"
	    "#define GUARD(p) struct s *g __attribute__((cleanup(drop_s))) = p\n#endif\n");
	put(t, "more.h", "#ifndef MORE_H\n#define MORE_H\n#include <base.h>\n"
	    "static inline int note(struct s *p) { print(TAG(\"note\"), MODULE); return p->lock; }\n"
	    "#ifdef SMALL\nstatic inline int size(void) { print(\"small\", 0); return 1; }\n"
	    "#else\nstatic inline int size(void) { print(\"large\", 0); return 2; }\n#endif\n#endif\n");
	put(t, "own.h", "#ifdef BASE_H\n#define SMALL\n#endif\n");
	for (guint i = 0; i < UNITS; i++)
		put_unit(t, i);
}

static void tree_clear(Tree *t)
{
	for (guint i = 0; i < t->files->len; i++)
		g_remove(t->files->pdata[i]);
	g_ptr_array_unref(t->files);
	g_rmdir(t->top);
	g_free(t->top);
}

static gboolean print_body(LoStoredFunc *f, gpointer data, GError **error)
{
	(void)error;
	lo_func_print(f->func, data);
	return TRUE;
}

static char *scan(Tree *t, gboolean no_prefix, LoScanResult *result)
{
	g_autofree char *path = g_build_filename(t->top, no_prefix ? "plain.db" : "prefix.db", NULL);
	g_autoptr(LoCompdb) db = lo_compdb_new(t->top);
	g_autoptr(GError) error = NULL;
	g_autoptr(LoStore) store = lo_store_open(path, LO_STORE_WRITE, &error);
	const LoScanOptions opt = { .root = t->top, .jobs = 3, .no_prefix = no_prefix };
	GString *out = g_string_new(NULL);

	g_assert_no_error(error);
	for (guint i = 0; i < UNITS; i++) {
		g_autofree char *name = g_strdup_printf("u%u.c", i), *macro = g_strdup_printf("-DMODULE=\"mod%u\"", i % 20);
		const char *const args[] = { "cc", "-I.", macro, "-c", name, NULL };

		lo_compdb_add(db, lo_compile_command_new(t->top, name, args));
	}
	lo_compdb_settle(db);
	g_assert_true(lo_scan_run(&opt, store, db, NULL, NULL, result, &error));
	g_assert_true(lo_store_each_func(store, print_body, out, &error));
	g_assert_true(lo_store_each_global(store, print_body, out, &error));
	for (guint i = 0; i < 4; i++) {
		static const char *const ends[] = { "", "-wal", "-shm", ".lock" };

		g_ptr_array_add(t->files, g_strconcat(path, ends[i], NULL));
	}
	return g_string_free(out, FALSE);
}

static void test_same_facts(void)
{
	LoScanResult with = { 0 }, without = { 0 };
	Tree t;

	tree_init(&t);
	g_autofree char *a = scan(&t, FALSE, &with), *b = scan(&t, TRUE, &without);
	g_assert_cmpuint(with.prefixes, >, 0);
	g_assert_cmpuint(with.prefixed, >=, UNITS / 4);
	g_assert_cmpuint(without.prefixed, ==, 0);
	g_assert_cmpuint(with.ok, ==, UNITS);
	g_assert_cmpuint(without.ok, ==, UNITS);
	g_assert_nonnull(strstr(a, "mod19"));
	g_assert_null(strstr(a, "__lockorder"));
	g_assert_cmpstr(a, ==, b);
	lo_scan_result_clear(&with);
	lo_scan_result_clear(&without);
	tree_clear(&t);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/prefix/text", test_text);
	g_test_add_func("/prefix/guards", test_guards);
	g_test_add_func("/prefix/words", test_words);
	g_test_add_func("/prefix/same-facts", test_same_facts);
	return g_test_run();
}
