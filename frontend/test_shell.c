#include "frontend/shell.h"

static void check_split(const char *text, const char *joined)
{
	g_auto(GStrv) words = lo_shell_split(text, NULL);
	g_autofree char *got = words ? g_strjoinv("|", words) : g_strdup("error");

	g_assert_cmpstr(got, ==, joined);
}

static void test_split(void)
{
	check_split("", "");
	check_split("cc -c a.c", "cc|-c|a.c");
	check_split("  cc\t-c \n a.c ", "cc|-c|a.c");
	check_split("-DX='\"a b\"'", "-DX=\"a b\"");
	check_split("-DX=\"a \\\"b\\\" \\c\"", "-DX=a \"b\" \\c");
	check_split("-DX=\\\"a\\\"", "-DX=\"a\"");
	check_split("a '' b", "a||b");
	check_split("a\\ b c\\\nd", "a b|cd");
	check_split("'it'\\''s'", "it's");
	check_split("a;b|c>d", "a;b|c>d");
	check_split("$(rm -rf /) `x` $HOME ~ *", "$(rm|-rf|/)|`x`|$HOME|~|*");
	check_split("'open", "error");
	check_split("\"open", "error");
	check_split("end\\", "end\\");
}

static void check_commands(const char *text, const char *expected)
{
	g_autoptr(GPtrArray) commands = lo_shell_commands(text, NULL);
	g_autoptr(GString) got = g_string_new(NULL);

	g_assert_nonnull(commands);
	for (guint i = 0; i < commands->len; i++) {
		g_autofree char *joined = g_strjoinv("|", commands->pdata[i]);

		g_string_append_printf(got, "%s[%s]", i ? " " : "", joined);
	}
	g_assert_cmpstr(got->str, ==, expected);
}

static void test_commands(void)
{
	check_commands("", "");
	check_commands("a b; c && d || e | f", "[a|b] [c] [d] [e] [f]");
	check_commands("echo 'a; b' ; (x>y)", "[echo|a; b] [x|>|y]");
	check_commands(";;;", "");
	check_commands("a 2>/dev/null", "[a|2|>|/dev/null]");
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/shell/split", test_split);
	g_test_add_func("/shell/commands", test_commands);
	return g_test_run();
}
