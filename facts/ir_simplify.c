#include "facts/ir_simplify.h"

typedef struct {
	LoFunc *f;
	guint32 n;
	guint32 *preds;		/* edges into each block from reachable ones; the entry has one more */
	gboolean *reached;
} Graph;

static LoBlock *block_at(const LoFunc *f, guint32 i)
{
	return &LO_AT(f->blocks, LoBlock, i);
}

static guint32 *targets_of(const LoFunc *f, const LoBlock *b)
{
	return b->n_targets ? &LO_AT(f->targets, guint32, b->first_target) : NULL;
}

static guint32 chosen_target(const LoFunc *f, const LoBlock *b, gint64 k)
{
	if (b->exit == LO_EXIT_BRANCH)
		return k ? 0 : 1;
	for (guint32 i = 0; i + 1 < b->n_targets; i++) {
		const LoCase *c = &LO_AT(f->cases, LoCase, b->first_case + i);
		if (c->lo <= k && k <= c->hi)
			return i;
	}
	return b->n_targets - 1;
}

static gboolean all_targets_equal(const LoFunc *f, const LoBlock *b)
{
	const guint32 *t = targets_of(f, b);

	for (guint32 i = 1; i < b->n_targets; i++)
		if (t[i] != t[0])
			return FALSE;
	return TRUE;
}

static void make_jump(const LoFunc *f, LoBlock *b, guint32 which)
{
	guint32 *t = targets_of(f, b);

	t[0] = t[which];
	b->exit = LO_EXIT_JUMP;
	b->cond = LO_NO_TERM;
	b->n_targets = 1;
}

static void decide_branch(const LoFunc *f, LoBlock *b)
{
	if (b->exit != LO_EXIT_BRANCH && b->exit != LO_EXIT_SWITCH)
		return;
	const LoTerm *cond = &LO_AT(f->terms, LoTerm, b->cond);
	if (cond->kind == LO_TERM_CONST)
		make_jump(f, b, chosen_target(f, b, cond->k));
	else if (all_targets_equal(f, b))
		make_jump(f, b, 0);
}

static gboolean only_jumps(const LoBlock *b)
{
	return b->n_instrs == 0 && b->exit == LO_EXIT_JUMP;
}

/* Where a jump to `start` ends up.  A cycle of empty blocks (`for (;;);`) stays as it is. */
static guint32 skip_empty(const LoFunc *f, guint32 start)
{
	guint32 at = start;

	for (guint32 hops = 0; only_jumps(block_at(f, at)); hops++) {
		if (hops > f->blocks->len)
			return start;
		at = targets_of(f, block_at(f, at))[0];
	}
	return at;
}

static void skip_empty_blocks(LoFunc *f)
{
	for (guint32 i = 0; i < f->blocks->len; i++) {
		LoBlock *b = block_at(f, i);
		guint32 *t = targets_of(f, b);
		for (guint32 k = 0; k < b->n_targets; k++)
			t[k] = skip_empty(f, t[k]);
		decide_branch(f, b);
	}
}

static void mark_reached(Graph *g)
{
	g_autoptr(GArray) todo = g_array_new(FALSE, FALSE, sizeof(guint32));
	guint32 at = 0;

	g->preds[0] = 1;
	g->reached[0] = TRUE;
	g_array_append_val(todo, at);
	while (todo->len) {
		at = LO_AT(todo, guint32, todo->len - 1);
		g_array_set_size(todo, todo->len - 1);
		const LoBlock *b = block_at(g->f, at);
		for (guint32 k = 0; k < b->n_targets; k++) {
			guint32 to = targets_of(g->f, b)[k];
			g->preds[to]++;
			if (!g->reached[to])
				g_array_append_val(todo, to);
			g->reached[to] = TRUE;
		}
	}
}

/* The block that `b` may absorb, or itself. */
static guint32 sole_successor(const Graph *g, guint32 i)
{
	const LoBlock *b = block_at(g->f, i);

	if (b->exit != LO_EXIT_JUMP)
		return i;
	guint32 to = targets_of(g->f, b)[0];
	return g->preds[to] == 1 ? to : i;
}

typedef struct {
	GArray *instrs, *args, *targets, *cases;
} Layout;

static void append_args(const LoFunc *f, Layout *l, LoInstr *instr)
{
	guint32 first = l->args->len;

	if (instr->kind == LO_INSTR_CALL && instr->n_args)
		g_array_append_vals(l->args, &LO_AT(f->args, LoTermId, instr->first_arg), instr->n_args);
	instr->first_arg = first;
}

static void append_instrs(const LoFunc *f, Layout *l, const LoBlock *b)
{
	for (guint32 i = 0; i < b->n_instrs; i++) {
		LoInstr instr = LO_AT(f->instrs, LoInstr, b->first_instr + i);
		append_args(f, l, &instr);
		g_array_append_val(l->instrs, instr);
	}
}

static void append_exit(const LoFunc *f, Layout *l, LoBlock *b, const guint32 *number)
{
	const guint32 *t = targets_of(f, b);
	guint32 first_target = l->targets->len, first_case = l->cases->len;

	for (guint32 k = 0; k < b->n_targets; k++)
		g_array_append_val(l->targets, number[t[k]]);
	if (b->exit == LO_EXIT_SWITCH && b->n_targets > 1)
		g_array_append_vals(l->cases, &LO_AT(f->cases, LoCase, b->first_case), b->n_targets - 1);
	b->first_target = first_target;
	b->first_case = first_case;
}

/* Block `i` and those that it absorbs, as one. */
static LoBlock lay_out(const Graph *g, Layout *l, guint32 i, const guint32 *number)
{
	guint32 first = l->instrs->len, at = i, next;

	append_instrs(g->f, l, block_at(g->f, at));
	while ((next = sole_successor(g, at)) != at && next != 0) {
		at = next;
		append_instrs(g->f, l, block_at(g->f, at));
	}
	LoBlock b = *block_at(g->f, at);
	b.first_instr = first;
	b.n_instrs = l->instrs->len - first;
	append_exit(g->f, l, &b, number);
	return b;
}

/* Gives each block that stays its number; absorbed ones get their absorber's by not being targets at all. */
static guint32 *number_blocks(const Graph *g)
{
	g_autofree gboolean *absorbed = g_new0(gboolean, g->n);
	guint32 *number = g_new(guint32, g->n), next = 0;

	for (guint32 i = 0; i < g->n; i++) {
		guint32 to = g->reached[i] ? sole_successor(g, i) : i;
		if (to != i && to != 0)
			absorbed[to] = TRUE;
	}
	for (guint32 i = 0; i < g->n; i++)
		number[i] = g->reached[i] && !absorbed[i] ? next++ : G_MAXUINT32;
	return number;
}

static void replace(GArray **old, GArray *new)
{
	g_array_unref(*old);
	*old = new;
}

static void rebuild(Graph *g)
{
	LoFunc *f = g->f;
	g_autofree guint32 *number = number_blocks(g);
	GArray *blocks = g_array_new(FALSE, FALSE, sizeof(LoBlock));
	Layout l = {
		.instrs = g_array_sized_new(FALSE, FALSE, sizeof(LoInstr), f->instrs->len),
		.args = g_array_sized_new(FALSE, FALSE, sizeof(LoTermId), f->args->len),
		.targets = g_array_new(FALSE, FALSE, sizeof(guint32)),
		.cases = g_array_new(FALSE, FALSE, sizeof(LoCase)),
	};

	for (guint32 i = 0; i < g->n; i++) {
		if (number[i] == G_MAXUINT32)
			continue;
		LoBlock b = lay_out(g, &l, i, number);
		g_array_append_val(blocks, b);
	}
	replace(&f->blocks, blocks);
	replace(&f->instrs, l.instrs);
	replace(&f->args, l.args);
	replace(&f->targets, l.targets);
	replace(&f->cases, l.cases);
}

void lo_func_simplify(LoFunc *f)
{
	Graph g = { .f = f, .n = f->blocks->len };

	for (guint32 i = 0; i < g.n; i++)
		decide_branch(f, block_at(f, i));
	skip_empty_blocks(f);
	g.preds = g_new0(guint32, g.n);
	g.reached = g_new0(gboolean, g.n);
	mark_reached(&g);
	rebuild(&g);
	g_free(g.preds);
	g_free(g.reached);
}
