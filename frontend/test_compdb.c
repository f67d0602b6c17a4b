#include "frontend/compdb.h"

#include <glib/gstdio.h>
#include <string.h>

#include "common/error.h"

typedef struct {
	const char *text;
	const char *error;	/* after the file's path; NULL: fine */
	guint n;
} Case;

#define ENTRY(file) "{\"directory\": \"/t\", \"file\": \"" file "\", \"arguments\": [\"cc\", \"-c\", \"" file "\"]}"

static const Case cases[] = {
	{ "[" ENTRY("a.c") "]", NULL, 1 },
	{ "[" ENTRY("b.c") "," ENTRY("a.c") "," ENTRY("b.c") "]", NULL, 2 },
	{ "[" ENTRY("b.S") "," ENTRY("a.c") "]", NULL, 1 },
	{ "[{\"directory\": \"/t\", \"file\": \"a.c\", \"command\": \"cc -DX='a b' a.c\"}]", NULL, 1 },
	{ "", ":1: ", 0 },
	{ "[", ":1: ", 0 },
	{ "[]", ":1: no command for a C file (0 others)", 0 },
	{ "{}", ":1: not a compile_commands.json: no array of commands", 0 },
	{ "[\n" ENTRY("a.c") ",\n" ENTRY("b.c") "\n", ":4: ", 0 },
	{ "[\n" ENTRY("a.c") ",\n{\"directory\": \"/t\", \"fi", ":3: ", 0 },
	{ "[\n" ENTRY("a.c") ",\n{}]", ":3: compile command 2: no \"directory\"", 0 },
	{ "[\n" ENTRY("a.c") ",\n{\"directory\": \"/t\"}]", ":3: compile command 2: no \"file\"", 0 },
	{ "[\n7]", ":2: compile command 1: not an object", 0 },
	{ "[{\"directory\": \"/t\", \"file\": \"a.c\"}]",
	  ":1: compile command 1: neither \"arguments\" nor \"command\"", 0 },
	{ "[{\"directory\": \"/t\", \"file\": 1, \"command\": \"cc\"}]",
	  ":1: compile command 1: \"file\" is not a string with text in it", 0 },
	{ "[{\"directory\": \"/t\", \"file\": \"\", \"command\": \"cc\"}]",
	  ":1: compile command 1: \"file\" is not a string with text in it", 0 },
	{ "[{\"directory\": \"/t\", \"file\": \"a.c\", \"arguments\": []}]",
	  ":1: compile command 1: \"arguments\" is not an array of strings", 0 },
	{ "[{\"directory\": \"/t\", \"file\": \"a.c\", \"arguments\": \"cc a.c\"}]",
	  ":1: compile command 1: \"arguments\" is not an array of strings", 0 },
	{ "[{\"directory\": \"/t\", \"file\": \"a.c\", \"arguments\": [\"cc\", 3]}]",
	  ":1: compile command 1: argument 2 is not a string", 0 },
	{ "[{\"directory\": \"/t\", \"file\": \"a.c\", \"command\": \"cc 'x\"}]",
	  ":1: compile command 1: \"command\": the quote ' has no end", 0 },
	{ "[{\"directory\": \"/t\", \"file\": \"a.c\", \"command\": \"  \"}]",
	  ":1: compile command 1: \"command\" is blank", 0 },
	{ "[{\"directory\": \"/t\", \"directory\": \"/u\", \"file\": \"a.c\", \"command\": \"cc\"}]", ":1: ", 0 },
	{ "[" ENTRY("a.c") "] x", ":1: ", 0 },
	{ "\xff\xfe[", ":1: ", 0 },
	{ "[{\"directory\": \"/t\", \"file\": \"a\\u0000.c\", \"command\": \"cc\"}]", ":1: ", 0 },
};

static char *in_tmp(const char *dir)
{
	return g_build_filename(dir, "compile_commands.json", NULL);
}

static void check_case(const Case *c, const char *dir)
{
	g_autofree char *path = in_tmp(dir);
	g_autofree char *expected = g_strconcat(path, c->error, NULL);
	g_autoptr(GError) error = NULL;
	g_autoptr(LoCompdb) db = NULL;

	g_test_message("%s", c->text);
	g_assert_true(g_file_set_contents(path, c->text, -1, NULL));
	db = lo_compdb_read(dir, &error);
	if (!c->error) {
		g_assert_no_error(error);
		g_assert_cmpuint(db->commands->len, ==, c->n);
		return;
	}
	g_assert_null(db);
	g_assert_error(error, LO_ERROR, LO_ERROR_INPUT);
	if (!g_str_has_prefix(error->message, expected))
		g_assert_cmpstr(error->message, ==, expected);
}

static void remove_tmp(const char *dir)
{
	g_autofree char *path = in_tmp(dir);

	g_remove(path);
	g_rmdir(dir);
}

static void test_cases(void)
{
	g_autofree char *dir = g_dir_make_tmp("lo-compdb-XXXXXX", NULL);

	for (guint i = 0; i < G_N_ELEMENTS(cases); i++)
		check_case(&cases[i], dir);
	remove_tmp(dir);
}

/* Every beginning of a good file is an error, never a shorter list. */
static void test_truncated(void)
{
	static const char whole[] = "[\n" ENTRY("a.c") ",\n" ENTRY("b.c") "\n]\n";
	g_autofree char *dir = g_dir_make_tmp("lo-compdb-XXXXXX", NULL);
	g_autofree char *path = in_tmp(dir);

	for (gsize len = 0; len < strlen(whole) - 2; len++) {
		g_autoptr(LoCompdb) db = NULL;
		g_autoptr(GError) error = NULL;

		g_assert_true(g_file_set_contents(path, whole, (gssize)len, NULL));
		db = lo_compdb_read(path, &error);
		g_assert_null(db);
		g_assert_error(error, LO_ERROR, LO_ERROR_INPUT);
	}
	remove_tmp(dir);
}

static LoCompileCommand *command(const char *source, const char *flag)
{
	const char *const args[] = { "cc", flag, "-o", "x y.o", "-c", source, NULL };

	return lo_compile_command_new("/t", source, args);
}

static void test_round_trip(void)
{
	g_autofree char *dir = g_dir_make_tmp("lo-compdb-XXXXXX", NULL);
	g_autofree char *path = in_tmp(dir);
	g_autoptr(LoCompdb) out = lo_compdb_new("/t");
	g_autoptr(LoCompdb) in = NULL;
	LoCompileCommand *first;

	lo_compdb_add(out, command("b.c", "-DB"));
	lo_compdb_add(out, command("./d/../a.c", "-DS=\"x\\y\""));
	lo_compdb_add(out, command("a.c", "-DSECOND"));
	lo_compdb_settle(out);
	g_assert_cmpuint(out->duplicates, ==, 1);
	g_assert_true(lo_compdb_write(out, path, NULL));
	in = lo_compdb_read(path, NULL);
	g_assert_nonnull(in);
	g_assert_cmpuint(in->commands->len, ==, 2);
	first = in->commands->pdata[0];
	g_assert_cmpstr(first->source, ==, "/t/a.c");
	g_assert_cmpstr(first->directory, ==, "/t");
	g_assert_cmpstr(first->output, ==, "x y.o");
	g_assert_cmpstr(first->args[1], ==, "-DS=\"x\\y\"");
	remove_tmp(dir);
}

static void check_spelling(const char *source, const char *in_args, const char *expected)
{
	const char *const args[] = { "cc", "-c", in_args, NULL };
	g_autoptr(LoCompileCommand) cmd = lo_compile_command_new("/t", source, args);

	g_assert_cmpstr(lo_compile_command_spelling(cmd), ==, expected);
}

static void test_spelling(void)
{
	check_spelling("d/a.c", "d/a.c", "d/a.c");
	check_spelling("d/a.c", "./d/a.c", "./d/a.c");
	check_spelling("d/a.c", "/t/d/a.c", "/t/d/a.c");
	check_spelling("/t/d/a.c", "d/a.c", "d/a.c");
	check_spelling("d/a.c", "-DNONE", "d/a.c");
	check_spelling("/s/a.c", "-DNONE", "/s/a.c");
	check_spelling("-a.c", "-a.c", "/t/-a.c");
	/* x may be a link: only what exists tells */
	check_spelling("a.c", "x/../a.c", "a.c");
}

static void test_unreadable(void)
{
	g_autoptr(GError) missing = NULL, device = NULL;

	g_assert_null(lo_compdb_read("/nowhere/at/all.json", &missing));
	g_assert_error(missing, LO_ERROR, LO_ERROR_IO);
	g_assert_null(lo_compdb_read("/dev/null", &device));
	g_assert_error(device, LO_ERROR, LO_ERROR_INPUT);
}

static void touch(const char *dir, const char *name)
{
	g_autofree char *path = g_build_filename(dir, name, NULL);
	g_autofree char *parent = g_path_get_dirname(path);

	g_mkdir_with_parents(parent, 0700);
	g_assert_true(g_file_set_contents(path, "", 0, NULL));
}

static void remove_names(const char *dir, const char *const *names)
{
	for (guint i = 0; names[i]; i++) {
		g_autofree char *path = g_build_filename(dir, names[i], NULL);

		g_remove(path);
	}
	g_rmdir(dir);
}

static void test_guess(void)
{
	static const char *const names[] = { "b/y.c", "a.c", "include/x.h", "b/y.h", ".git/z.c", "b", "include",
					     ".git", NULL };
	g_autofree char *dir = g_dir_make_tmp("lo-guess-XXXXXX", NULL);
	g_autoptr(LoCompdb) db = NULL;
	g_autofree char *joined = NULL, *expected = NULL;
	LoCompileCommand *second;

	for (guint i = 0; i < 5; i++)
		touch(dir, names[i]);
	db = lo_compdb_guess(dir, NULL);
	g_assert_nonnull(db);
	g_assert_cmpuint(db->commands->len, ==, 2);
	g_assert_cmpuint(db->warnings->len, ==, 1);
	second = db->commands->pdata[1];
	g_assert_true(g_str_has_suffix(second->source, "/b/y.c"));
	joined = g_strjoinv(" ", second->args);
	expected = g_strdup_printf("cc -D_GNU_SOURCE -I%s -I%s/include -I%s/b", dir, dir, dir);
	g_assert_cmpstr(joined, ==, expected);
	remove_names(dir, names);
}

static void test_guess_nothing(void)
{
	g_autofree char *dir = g_dir_make_tmp("lo-guess-XXXXXX", NULL);
	g_autoptr(GError) error = NULL;

	g_assert_null(lo_compdb_guess(dir, &error));
	g_assert_error(error, LO_ERROR, LO_ERROR_USAGE);
	g_rmdir(dir);
}

static void test_from_flags(void)
{
	static const char *const wrong[] = { "no-such-file.c", NULL }, *const header[] = { "x.h", NULL };
	static const char *const flags[] = { "-DX", NULL };
	g_autoptr(GError) missing = NULL, not_c = NULL;

	g_assert_null(lo_compdb_from_flags(wrong, flags, &missing));
	g_assert_error(missing, LO_ERROR, LO_ERROR_USAGE);
	g_assert_null(lo_compdb_from_flags(header, NULL, &not_c));
	g_assert_error(not_c, LO_ERROR, LO_ERROR_USAGE);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/compdb/cases", test_cases);
	g_test_add_func("/compdb/truncated", test_truncated);
	g_test_add_func("/compdb/round-trip", test_round_trip);
	g_test_add_func("/compdb/spelling", test_spelling);
	g_test_add_func("/compdb/unreadable", test_unreadable);
	g_test_add_func("/compdb/guess", test_guess);
	g_test_add_func("/compdb/guess-nothing", test_guess_nothing);
	g_test_add_func("/compdb/from-flags", test_from_flags);
	return g_test_run();
}
