#include "facts/ir_lines.h"

#include <string.h>

/* A function with every kind of term, instruction and exit. */
static LoFunc *sample(void)
{
	LoBuilder *b = lo_builder_new();
	LoFunc *f = lo_builder_func(b);

	f->name = lo_build_str(b, "shrink");
	f->file = lo_build_str(b, "mm/pool.c");
	f->scope = f->file;
	f->sig = lo_build_str(b, "int (struct pool *)");
	f->ret_type = lo_build_str(b, "int");
	f->line = 10;
	f->end_line = 40;
	f->flags = LO_FUNC_STATIC | LO_FUNC_INIT;
	f->n_params = 1;
	guint32 p = (guint32)lo_build_local(b, "p", "*pool");
	guint32 ret = (guint32)lo_build_local(b, "", "int");
	guint32 lock_field = lo_build_field(b, "pool", "lock", "mutex");
	guint32 ops_field = lo_build_field(b, "pool", "shrink", "*()");
	LoTermId param = lo_build_leaf(b, LO_TERM_LOCAL, p);
	LoTermId lock = lo_build_field_addr(b, param, lock_field);
	LoTermId take = lo_build_leaf(b, LO_TERM_FUNC, lo_build_sym(b, "mutex_lock", "", "void (struct mutex *)"));
	LoTermId pools = lo_build_leaf(b, LO_TERM_GLOBAL, lo_build_sym(b, "pools", "mm/pool.c", "[]pool"));
	LoTermId name = lo_build_string(b, "a \"b\"\n");
	LoTermId element = lo_build_index(b, pools, lo_build_const(b, -3));
	LoTermId any = lo_build_field_addr(b, lo_build_index(b, pools, LO_NO_TERM), lock_field);
	LoTermId op = lo_build_load(b, lo_build_field_addr(b, param, ops_field));
	LoTermId box = lo_build_container(b, param, lock_field);
	LoTermId result = lo_build_leaf(b, LO_TERM_LOCAL, ret);
	LoTermId args[] = { lock, name, box };
	guint32 entry = lo_build_block(b), yes = lo_build_block(b), no = lo_build_block(b), cases = lo_build_block(b);
	guint32 odd = lo_build_block(b), dead = lo_build_block(b), out = lo_build_block(b);

	lo_build_position(b, entry);
	lo_build_call(b, LO_NO_SLOT, take, args, 1, 11, "mutex_lock(&p->lock)", NULL, 0);
	lo_build_call(b, (gint32)ret, op, args, 3, 12, NULL, "int (struct pool *)", LO_CALL_VARIADIC);
	lo_build_exit(b, LO_EXIT_BRANCH, lo_build_not(b, result), (guint32[]){ yes, no }, 2, NULL, 13);
	lo_build_position(b, yes);
	lo_build_set(b, (gint32)ret, lo_build_binop(b, LO_BINOP_AND, result, lo_build_const(b, 4)), 14);
	lo_build_store(b, element, lo_build_unknown(b), 15, "POOL_INIT(x)");
	lo_build_exit(b, LO_EXIT_SWITCH, result, (guint32[]){ no, out, cases }, 3, (LoCase[]){ { -4, -1 }, { 7, 7 } }, 16);
	lo_build_position(b, no);
	lo_build_call(b, LO_NO_SLOT, take, &any, 1, 18, NULL, NULL, LO_CALL_CLEANUP);
	lo_build_exit(b, LO_EXIT_RETURN, result, NULL, 0, NULL, 19);
	lo_build_position(b, cases);
	lo_build_asm_goto(b, 20);
	lo_build_exit(b, LO_EXIT_CHOICE, LO_NO_TERM, (guint32[]){ odd, no }, 2, NULL, 20);
	lo_build_position(b, odd);
	lo_build_call(b, LO_NO_SLOT, take, NULL, 0, 21, NULL, NULL, LO_CALL_NORETURN);
	lo_build_exit(b, LO_EXIT_NONE, LO_NO_TERM, NULL, 0, NULL, 21);
	lo_build_position(b, dead);
	lo_build_set(b, (gint32)ret, lo_build_const(b, 1), 22);
	lo_build_exit(b, LO_EXIT_JUMP, LO_NO_TERM, &out, 1, NULL, 22);
	lo_build_position(b, out);
	lo_build_set(b, (gint32)ret, lo_build_const(b, 2), 30);
	lo_build_exit(b, LO_EXIT_JUMP, LO_NO_TERM, &no, 1, NULL, 30);
	return lo_builder_finish(b);
}

static const char sample_text[] =
	"function shrink(p: *pool) (mm/pool.c:10) static init\n"
	"b0:\n"
	"  L11 call mutex_lock(&p->lock)  [mutex_lock(&p->lock)]\n"
	"  L12 $1 = call p->shrink(&p->lock, \"a \\\"b\\\"\\n\", container_of(p, pool, lock))\n"
	"  L13 if !$1 b1 else b2\n"
	"b1:\n"
	"  L14 $1 = ($1 & 4)\n"
	"  L15 pools[-3] := ?  [POOL_INIT(x)]\n"
	"  L16 switch $1: -4..-1 b2, 7 b5, default b3\n"
	"b2:\n"
	"  L18 cleanup mutex_lock(&pools[].lock)\n"
	"  L19 return $1\n"
	"b3:\n"
	"  L20 asm goto\n"
	"  L20 either b4 b2\n"
	"b4:\n"
	"  L21 call mutex_lock() noreturn\n"
	"  L21 end\n"
	"b5:\n"
	"  L30 $1 = 2\n"
	"  L30 goto b2\n";

static char *print(const LoFunc *f)
{
	GString *out = g_string_new(NULL);

	lo_func_print(f, out);
	return g_string_free(out, FALSE);
}

static LoFunc *decode(GBytes *code, GError **error)
{
	return lo_func_decode(g_bytes_get_data(code, NULL), g_bytes_get_size(code), error);
}

static void test_print(void)
{
	g_autoptr(LoFunc) f = sample();
	g_autofree char *text = print(f);

	g_assert_cmpstr(text, ==, sample_text);
}

static void test_round_trip(void)
{
	g_autoptr(LoFunc) f = sample();
	g_autoptr(GBytes) code = lo_func_encode(f);
	g_autoptr(GError) error = NULL;
	g_autoptr(LoFunc) again = decode(code, &error);

	g_assert_no_error(error);
	g_autoptr(GBytes) code2 = lo_func_encode(again);
	g_autofree char *text = print(again);
	g_assert_true(g_bytes_equal(code, code2));
	g_assert_cmpstr(text, ==, sample_text);
}

static void test_truncated(void)
{
	g_autoptr(LoFunc) f = sample();
	g_autoptr(GBytes) code = lo_func_encode(f);
	gsize len;
	const guint8 *data = g_bytes_get_data(code, &len);

	for (gsize n = 0; n < len; n++) {
		g_autofree guint8 *part = g_memdup2(data, n);	/* exact size, so that a sanitizer sees an overrun */
		g_autoptr(GError) error = NULL;
		g_assert_null(lo_func_decode(part, n, &error));
		g_assert_nonnull(error);
	}
}

static void mutate(guint8 *data, gsize len, GRand *rand)
{
	for (gint n = g_rand_int_range(rand, 1, 5); n > 0; n--) {
		gsize at = (gsize)g_rand_int_range(rand, 0, (gint)len);
		if (g_rand_boolean(rand))
			data[at] ^= (guint8)(1 << g_rand_int_range(rand, 0, 8));
		else
			data[at] = (guint8)g_rand_int(rand);
	}
}

/* What decodes must print and encode without harm. */
static void exercise(const guint8 *data, gsize len)
{
	g_autoptr(LoFunc) f = lo_func_decode(data, len, NULL);

	if (!f)
		return;
	g_autofree char *text = print(f);
	g_autoptr(GBytes) code = lo_func_encode(f);
	g_autoptr(LoFunc) again = decode(code, NULL);
	g_assert_nonnull(text);
	g_assert_nonnull(again);
}

static void test_mutated(void)
{
	g_autoptr(LoFunc) f = sample();
	g_autoptr(GBytes) code = lo_func_encode(f);
	g_autoptr(GRand) rand = g_rand_new_with_seed(20);
	gsize len;
	const guint8 *data = g_bytes_get_data(code, &len);

	for (int i = 0; i < 100000; i++) {
		g_autofree guint8 *bad = g_memdup2(data, len);
		mutate(bad, len, rand);
		exercise(bad, len);
	}
}

static LoUnit *sample_unit(void)
{
	LoUnit *u = lo_unit_new("mm/pool.c");

	g_ptr_array_add(u->funcs, sample());
	g_ptr_array_add(u->funcs, sample());
	g_ptr_array_add(u->globals, sample());
	g_ptr_array_add(u->deps, g_strdup("mm/pool.c"));
	g_ptr_array_add(u->deps, g_strdup("mm/pool.h"));
	g_ptr_array_add(u->notes, g_strdup("mm/pool.c:3: odd"));
	return u;
}

static void test_unit(void)
{
	g_autoptr(LoUnit) u = sample_unit();
	g_autoptr(GBytes) code = lo_unit_encode(u);
	g_autoptr(GError) error = NULL;
	g_autoptr(LoUnit) again = lo_unit_decode(g_bytes_get_data(code, NULL), g_bytes_get_size(code), &error);

	g_assert_no_error(error);
	g_assert_cmpstr(again->source, ==, "mm/pool.c");
	g_assert_cmpuint(again->funcs->len, ==, 2);
	g_assert_cmpuint(again->func_code->len, ==, 2);
	g_assert_cmpuint(again->globals->len, ==, 1);
	g_assert_cmpstr(g_ptr_array_index(again->deps, 1), ==, "mm/pool.h");
	g_assert_cmpstr(g_ptr_array_index(again->notes, 0), ==, "mm/pool.c:3: odd");
	g_autoptr(GBytes) code2 = lo_unit_encode(again);
	g_assert_true(g_bytes_equal(code, code2));
}

static void test_unit_mutated(void)
{
	g_autoptr(LoUnit) u = sample_unit();
	g_autoptr(GBytes) code = lo_unit_encode(u);
	g_autoptr(GRand) rand = g_rand_new_with_seed(21);
	gsize len;
	const guint8 *data = g_bytes_get_data(code, &len);

	for (int i = 0; i < 20000; i++) {
		gsize n = (gsize)g_rand_int_range(rand, 1, (gint)len + 1);
		g_autofree guint8 *bad = g_memdup2(data, n);
		mutate(bad, n, rand);
		g_autoptr(LoUnit) again = lo_unit_decode(bad, n, NULL);
		if (again)
			g_assert_nonnull(again->source);
	}
}

static LoBuilder *builder_with_entry(void)
{
	LoBuilder *b = lo_builder_new();

	lo_build_local(b, "x", "int");
	lo_build_block(b);
	return b;
}

static void test_interning(void)
{
	LoBuilder *b = builder_with_entry();
	LoTermId x = lo_build_leaf(b, LO_TERM_LOCAL, 0);
	guint32 m = lo_build_field(b, "s", "m", "int");
	LoTermId one = lo_build_const(b, 1), two = lo_build_const(b, 2);

	g_assert_cmpuint(lo_build_str(b, "s"), ==, lo_build_str(b, "s"));
	g_assert_cmpuint(lo_build_str(b, NULL), ==, 0);
	g_assert_cmpuint(lo_build_field(b, "s", "m", NULL), ==, m);
	g_assert_cmpuint(lo_build_sym(b, "f", "", NULL), ==, lo_build_sym(b, "f", "", "int ()"));
	g_assert_cmpuint(lo_build_load(b, lo_build_leaf(b, LO_TERM_LOCAL_ADDR, 0)), ==, x);
	g_assert_cmpuint(lo_build_container(b, lo_build_field_addr(b, x, m), m), ==, x);
	g_assert_cmpuint(lo_build_binop(b, LO_BINOP_ADD, one, one), ==, two);
	g_assert_cmpuint(lo_build_not(b, two), ==, lo_build_const(b, 0));
	g_assert_cmpuint(lo_build_not(b, lo_build_binop(b, LO_BINOP_EQ, x, one)), ==,
			 lo_build_binop(b, LO_BINOP_NE, x, one));
	g_assert_cmpuint(lo_build_not(b, lo_build_not(b, x)), !=, x);
	LoTermId not_x = lo_build_not(b, x);
	g_assert_cmpuint(lo_build_not(b, lo_build_not(b, not_x)), ==, not_x);
	lo_func_free(lo_builder_finish(b));
}

static void test_fold_extremes(void)
{
	LoBuilder *b = builder_with_entry();
	LoTermId least = lo_build_const(b, G_MININT64), minus_one = lo_build_const(b, -1);

	g_assert_cmpuint(lo_build_binop(b, LO_BINOP_ADD, least, minus_one), ==, lo_build_const(b, G_MAXINT64));
	g_assert_cmpuint(lo_build_binop(b, LO_BINOP_SUB, lo_build_const(b, 0), least), ==, least);
	lo_func_free(lo_builder_finish(b));
}

/* for (;;) ; */
static void test_empty_loop(void)
{
	LoBuilder *b = builder_with_entry();
	guint32 loop = lo_build_block(b), back = lo_build_block(b);

	lo_build_exit(b, LO_EXIT_JUMP, LO_NO_TERM, &loop, 1, NULL, 1);
	lo_build_position(b, loop);
	lo_build_exit(b, LO_EXIT_JUMP, LO_NO_TERM, &back, 1, NULL, 1);
	lo_build_position(b, back);
	lo_build_exit(b, LO_EXIT_JUMP, LO_NO_TERM, &loop, 1, NULL, 1);
	g_autoptr(LoFunc) f = lo_builder_finish(b);
	g_autoptr(GBytes) code = lo_func_encode(f);
	g_autoptr(LoFunc) again = decode(code, NULL);
	g_assert_nonnull(again);
}

/* switch (8) { case 1: ...; case 8: x = 5; } in a do-while (0) */
static void test_decided_switch(void)
{
	LoBuilder *b = builder_with_entry();
	guint32 one = lo_build_block(b), eight = lo_build_block(b), out = lo_build_block(b);

	lo_build_exit(b, LO_EXIT_SWITCH, lo_build_const(b, 8), (guint32[]){ one, eight, out }, 3,
		      (LoCase[]){ { 1, 1 }, { 8, 8 } }, 1);
	lo_build_position(b, one);
	LoTermId bad = lo_build_leaf(b, LO_TERM_FUNC, lo_build_sym(b, "bad_size", "", "void (void)"));
	lo_build_call(b, LO_NO_SLOT, bad, NULL, 0, 2, NULL, NULL, 0);
	lo_build_exit(b, LO_EXIT_JUMP, LO_NO_TERM, &out, 1, NULL, 2);
	lo_build_position(b, eight);
	lo_build_set(b, 0, lo_build_const(b, 5), 3);
	lo_build_exit(b, LO_EXIT_JUMP, LO_NO_TERM, &out, 1, NULL, 3);
	lo_build_position(b, out);
	lo_build_exit(b, LO_EXIT_BRANCH, lo_build_const(b, 0), (guint32[]){ eight, out }, 2, NULL, 4);
	g_autoptr(LoFunc) f = lo_builder_finish(b);
	g_assert_cmpuint(f->instrs->len, ==, 1);
	g_assert_cmpuint(LO_AT(f->instrs, LoInstr, 0).line, ==, 3);
	g_assert_cmpuint(f->syms->len, ==, 0);		/* what only a dead block calls is not called */
	g_assert_cmpuint(f->terms->len, ==, 1);
}

/* Doubling terms would print 2^60 characters. */
static void test_print_is_bounded(void)
{
	LoBuilder *b = builder_with_entry();
	LoTermId t = lo_build_leaf(b, LO_TERM_LOCAL, 0);

	for (int i = 0; i < 60; i++)
		t = lo_build_binop(b, LO_BINOP_ADD, t, t);
	lo_build_set(b, 0, t, 1);
	g_autoptr(LoFunc) f = lo_builder_finish(b);
	g_autofree char *text = print(f);
	g_assert_cmpuint(strlen(text), <, 10000);
}

/* `line` of the body; the call in it has that number too, and `arg`. */
static LoFunc *calling(guint32 line, gint64 arg)
{
	LoBuilder *b = builder_with_entry();
	LoFunc *f = lo_builder_func(b);
	LoTermId fn = lo_build_leaf(b, LO_TERM_FUNC, lo_build_sym(b, "say", "", "void (int, int)"));
	LoTermId args[] = { lo_build_const(b, line + 1), lo_build_const(b, arg) };

	f->line = line;
	f->end_line = line + 3;
	lo_build_call(b, LO_NO_SLOT, fn, args, 2, line + 1, NULL, NULL, 0);
	lo_build_exit(b, LO_EXIT_RETURN, LO_NO_TERM, NULL, 0, NULL, line + 3);
	return lo_builder_finish(b);
}

static void test_moved_lines(void)
{
	g_autoptr(LoFunc) was = calling(10, 7), now = calling(30, 7), other = calling(30, 8);
	g_autoptr(GHashTable) lines = g_hash_table_new(NULL, NULL);

	g_assert_true(lo_func_is_same_elsewhere(was, now, TRUE));
	g_assert_false(lo_func_is_same_elsewhere(was, other, TRUE));
	g_assert_true(lo_func_moved_lines(was, now, lines));
	g_assert_cmpuint(GPOINTER_TO_UINT(g_hash_table_lookup(lines, GUINT_TO_POINTER(11))), ==, 31);
	g_assert_cmpuint(GPOINTER_TO_UINT(g_hash_table_lookup(lines, GUINT_TO_POINTER(13))), ==, 33);
	LO_AT(now->instrs, LoInstr, 0).line = 33;
	g_hash_table_insert(lines, GUINT_TO_POINTER(11), GUINT_TO_POINTER(31));
	g_assert_false(lo_func_moved_lines(was, now, lines));
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/ir/print", test_print);
	g_test_add_func("/ir/round-trip", test_round_trip);
	g_test_add_func("/ir/truncated", test_truncated);
	g_test_add_func("/ir/mutated", test_mutated);
	g_test_add_func("/ir/unit", test_unit);
	g_test_add_func("/ir/unit-mutated", test_unit_mutated);
	g_test_add_func("/ir/interning", test_interning);
	g_test_add_func("/ir/fold-extremes", test_fold_extremes);
	g_test_add_func("/ir/empty-loop", test_empty_loop);
	g_test_add_func("/ir/decided-switch", test_decided_switch);
	g_test_add_func("/ir/print-is-bounded", test_print_is_bounded);
	g_test_add_func("/ir/moved-lines", test_moved_lines);
	return g_test_run();
}
