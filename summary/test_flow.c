/* The order of blocks and the heads of loops. */
#include "summary/flow.h"

static LoBuilder *body(guint blocks)
{
	LoBuilder *b = lo_builder_new();

	while (lo_build_block(b) + 1 < blocks)
		;
	return b;
}

static void jump(LoBuilder *b, guint32 from, guint32 to)
{
	lo_build_position(b, from);
	lo_build_exit(b, LO_EXIT_JUMP, LO_NO_TERM, &to, 1, NULL, 1);
}

static void branch(LoBuilder *b, guint32 from, guint32 yes, guint32 no)
{
	const guint32 to[] = { yes, no };

	lo_build_position(b, from);
	lo_build_exit(b, LO_EXIT_BRANCH, lo_build_unknown(b), to, 2, NULL, 1);
}

static void end(LoBuilder *b, guint32 from)
{
	lo_build_position(b, from);
	lo_build_exit(b, LO_EXIT_RETURN, LO_NO_TERM, NULL, 0, NULL, 1);
}

/* No block comes before one that leads to it, but for the jumps back. */
static void check_order(const LoFlow *f, const LoFunc *ir)
{
	for (guint32 i = 0; i < ir->blocks->len; i++) {
		const LoBlock *b = &LO_AT(ir->blocks, LoBlock, i);
		g_assert_cmpuint(f->block_at[f->rank[i]], ==, i);
		for (guint t = 0; t < b->n_targets; t++) {
			guint32 to = LO_AT(ir->targets, guint32, b->first_target + t);
			g_assert_true(f->rank[i] < f->rank[to] || f->loop_head[to]);
		}
	}
}

static guint count_heads(const LoFlow *f, const LoFunc *ir)
{
	guint n = 0;

	for (guint32 i = 0; i < ir->blocks->len; i++)
		n += f->loop_head[i] != 0;
	return n;
}

/* Error labels that stand before the blocks that jump to them are no loops. */
static void test_jump_up(void)
{
	LoBuilder *b = body(5);

	branch(b, 0, 2, 1);
	branch(b, 1, 2, 4);
	end(b, 2);
	jump(b, 4, 3);
	jump(b, 3, 2);
	LoFunc *ir = lo_builder_finish(b);
	LoFlow f;
	lo_flow_init(&f, ir);
	check_order(&f, ir);
	g_assert_cmpuint(count_heads(&f, ir), ==, 0);
	lo_flow_clear(&f);
	lo_func_free(ir);
}

static void test_loops(void)
{
	LoBuilder *b = body(5);

	branch(b, 0, 1, 4);
	branch(b, 1, 2, 4);
	branch(b, 2, 2, 3);
	jump(b, 3, 1);
	end(b, 4);
	LoFunc *ir = lo_builder_finish(b);
	LoFlow f;
	lo_flow_init(&f, ir);
	check_order(&f, ir);
	g_assert_cmpuint(count_heads(&f, ir), ==, 2);
	lo_flow_clear(&f);
	lo_func_free(ir);
}

static void test_empty(void)
{
	LoFunc *ir = lo_func_new();
	LoFlow f;

	lo_flow_init(&f, ir);
	lo_flow_clear(&f);
	lo_func_free(ir);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/flow/jump-up", test_jump_up);
	g_test_add_func("/flow/loops", test_loops);
	g_test_add_func("/flow/empty", test_empty);
	return g_test_run();
}
