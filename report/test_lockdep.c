/* The readers of lockdep's output on text that is cut, noisy or hostile. */
#include <glib.h>
#include <string.h>

#include "common/error.h"
#include "report/lockdep.h"

static char *read_case(const char *folder, const char *file)
{
	g_autofree char *path = g_test_build_filename(G_TEST_DIST, "testdata", "lockdep", folder, file, NULL);
	char *text = NULL;

	g_assert_true(g_file_get_contents(path, &text, NULL, NULL));
	return text;
}

static LoLockdepLog *parse(const char *text)
{
	g_autoptr(GError) error = NULL;
	LoLockdepLog *log = lo_lockdep_parse("test", text, strlen(text), &error);

	g_assert_no_error(error);
	return log;
}

static void assert_order(const GPtrArray *orders, guint i, const char *from, const char *to)
{
	const LoSeenOrder *o = g_ptr_array_index(orders, i);

	g_assert_cmpuint(i, <, orders->len);
	g_assert_cmpstr(o->from, ==, from);
	g_assert_cmpstr(o->to, ==, to);
}

static void test_dump(void)
{
	g_autoptr(LoLockdepLog) log = parse("ff FD: 1 BD: 2 ....: (work_completion)(&x->w)#2\r\n -> [ff] z/1\n -> [ff] b#4\n"
					    " -> [ff] b\n -> [ff] (work_completion)(&x->w)\n\n0x12 FD: 1 BD: 2 ....: #3\n -> [f] a#1#2");

	g_assert_null(log->splats);
	g_assert_cmpuint(log->orders->len, ==, 3);
	assert_order(log->orders, 0, "#3", "a#1");
	assert_order(log->orders, 1, "(work_completion)(&x->w)", "b");
	assert_order(log->orders, 2, "(work_completion)(&x->w)", "z");
}

static void test_circular(void)
{
	g_autoptr(LoLockdepLog) log = parse(
		"WARNING: possible circular locking dependency detected\n"
		"-> #1 ((memory_chain).rwsem){++++}-{3:3}:\n [<ffff0123>] f.part.0+0x1/0x2\n ? g+0x1/0x2\n h+0x1/0x2\n"
		"-> #0 (subsys mutex#6){+.+.}:\n");
	const LoSplat *s = g_ptr_array_index(log->splats, 0);
	const LoSeenOrder *o;

	g_assert_cmpint(s->kind, ==, LO_SPLAT_CIRCULAR);
	g_assert_cmpuint(s->orders->len, ==, 2);
	assert_order(s->orders, 0, "subsys mutex", "(memory_chain).rwsem");
	assert_order(s->orders, 1, "(memory_chain).rwsem", "subsys mutex");
	o = g_ptr_array_index(s->orders, 0);
	g_assert_cmpuint(o->stack->len, ==, 2);
	g_assert_cmpstr(g_ptr_array_index(o->stack, 0), ==, "f");
	g_assert_cmpstr(g_ptr_array_index(o->stack, 1), ==, "h");
}

/* A log that was cut before the chain still has the two locks. */
static void test_cut_circular(void)
{
	g_autoptr(LoLockdepLog) log = parse(
		"x: possible circular locking dependency detected\na/1 is trying to acquire lock:\n(p), at: f+0x1/0x2\n"
		"but task is already holding lock:\n (q){+.+.}");
	const LoSplat *s = g_ptr_array_index(log->splats, 0);

	g_assert_cmpuint(s->orders->len, ==, 1);
	assert_order(s->orders, 0, "q", "p");
}

static void test_nothing(void)
{
	g_autoptr(GError) error = NULL;

	g_assert_null(lo_lockdep_parse("empty", "", 0, &error));
	g_assert_error(error, LO_ERROR, LO_ERROR_INPUT);
	g_assert_true(g_str_has_prefix(error->message, "empty: "));
}

/* A cycle of thousands of links, and thousands of reports: neither may take quadratic time. */
static void test_long(void)
{
	g_autoptr(GString) text = g_string_new("possible circular locking dependency detected\n");
	g_autoptr(LoLockdepLog) log = NULL;

	for (guint i = 0; i < 100000; i++)
		g_string_append_printf(text, "-> #%u (l%u){+.+.}:\n f+0x1/0x2\n", i, i);
	for (guint i = 0; i < 20000; i++)
		g_string_append(text, "inconsistent lock state\n");
	log = parse(text->str);
	g_assert_cmpuint(log->splats->len, ==, 20001);
}

static void mutate(GRand *rand, char *text, gsize len)
{
	static const char noise[] = "(){}[]<>-#:? \n\t\xff\0+0x";

	for (guint i = 0; i < 12; i++)
		text[g_rand_int_range(rand, 0, (gint32)len)] = noise[g_rand_int_range(rand, 0, sizeof(noise))];
}

static void assert_sound(const LoLockdepLog *log)
{
	g_assert_true((log->orders == NULL) != (log->splats == NULL));
	for (guint i = 0; log->splats && i < log->splats->len; i++) {
		const LoSplat *s = g_ptr_array_index(log->splats, i);

		for (guint j = 0; j < s->orders->len; j++) {
			const LoSeenOrder *o = g_ptr_array_index(s->orders, j);

			g_assert_nonnull(o->from);
			g_assert_nonnull(o->to);
		}
	}
}

static void test_mutations(gconstpointer data)
{
	const char *const *where = data;
	g_autofree char *text = read_case(where[0], where[1]);
	g_autoptr(GRand) rand = g_rand_new_with_seed(20);
	gsize len = strlen(text);

	for (guint i = 0; i < 3000; i++) {
		g_autofree char *copy = g_memdup2(text, len);
		gsize cut = (gsize)g_rand_int_range(rand, 1, (gint32)len + 1);
		g_autoptr(LoLockdepLog) log = NULL;
		g_autoptr(GError) error = NULL;

		mutate(rand, copy, len);
		log = lo_lockdep_parse("mutated", copy, i % 2 ? len : cut, &error);
		g_assert_true((log == NULL) == (error != NULL));
		if (log)
			assert_sound(log);
	}
}

int main(int argc, char **argv)
{
	static const char *const dump[] = { "dump", "seen.lockdep" }, *const splats[] = { "splats", "dmesg" };

	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/lockdep/dump", test_dump);
	g_test_add_func("/lockdep/circular", test_circular);
	g_test_add_func("/lockdep/cut-circular", test_cut_circular);
	g_test_add_func("/lockdep/nothing", test_nothing);
	g_test_add_func("/lockdep/long", test_long);
	g_test_add_data_func("/lockdep/mutated-dump", dump, test_mutations);
	g_test_add_data_func("/lockdep/mutated-splats", splats, test_mutations);
	return g_test_run();
}
