#include "summary/starts.h"

#include <string.h>

typedef struct {
	LoVals *vals;
	LoProgram *program;
	LoFnId by;
	GArray *out;		/* LoStart */
	GArray *following;	/* Following */
	GHashTable *flagged;	/* (record, name of a member) that is initialised to other than zero */
	LoSummary *const *summaries;
} Finder;

/* A table's function that is called after another one of the table. */
typedef struct {
	LoVal table;
	const LoEntry *entry;
	LoFnId fn;
} Following;

/* A member that is set, of a record or of one that is a member of it. */
typedef struct {
	LoVal record;
	const char *member;	/* of the program */
} Flag;

static guint flag_hash(gconstpointer p)
{
	const Flag *f = p;

	return f->record * 31 + g_str_hash(f->member);
}

static gboolean flag_equal(gconstpointer pa, gconstpointer pb)
{
	const Flag *a = pa, *b = pb;

	return a->record == b->record && strcmp(a->member, b->member) == 0;
}

/* A place of an entry line: `object` is the record that the member is in. */
static LoVal entry_place(Finder *f, const LoPlace *pl, LoVal object)
{
	LoVal v = LO_VAL_NONE;

	switch (pl->root) {
	case LO_PLACE_OBJECT: v = object; break;
	case LO_PLACE_GLOBAL: {
		LoVarId id = lo_program_find_global(f->program, pl->name);
		v = lo_val_var(f->vals, id != LO_NO_ID ? id : lo_program_intern_var(f->program, pl->name, "", ""));
		break;
	}
	case LO_PLACE_PSEUDO: return lo_val_pseudo(f->vals, pl->name);
	case LO_PLACE_ANY: break;
	case LO_PLACE_NONE:
	case LO_PLACE_SYMBOL:
	case LO_PLACE_ARG:
	case LO_PLACE_RET: return LO_VAL_NONE;
	}
	for (guint i = 0; pl->steps && i < pl->steps->len; i++) {
		const LoPlaceStep *step = &LO_AT(pl->steps, LoPlaceStep, i);
		v = lo_val_field(f->vals, v, lo_program_intern_field(f->program, step->record, step->field, ""));
	}
	return v;
}

static void add_start(Finder *f, const LoStart *start)
{
	if (lo_program_fn(f->program, start->fn)->file[0])
		g_array_append_vals(f->out, start, 1);
}

/* Are the callers of the member among the scanned functions? Then these say what they hold. */
static gboolean is_scanned(const Finder *f, const LoEntry *entry)
{
	LoFnId fn = entry->unscanned ? lo_program_find_fn(f->program, entry->unscanned, "") : LO_NO_ID;

	return fn != LO_NO_ID && *lo_program_fn(f->program, fn)->file;
}

static void add_entry_starts(Finder *f, const LoEntry *entry, LoFnId fn, LoVal object)
{
	LoStart start = { .fn = fn, .by = f->by, .context = entry->context, .called = entry->called };

	for (; start.n_args < entry->args->len && start.n_args < LO_START_ARGS; start.n_args++)
		start.args[start.n_args] = entry_place(f, &LO_AT(entry->args, LoPlace, start.n_args), object);
	const Flag flag = { object, entry->unless };
	gboolean held = entry->hold->len && !(entry->unless && g_hash_table_contains(f->flagged, &flag));
	for (guint i = 0; held && i < entry->hold->len; i++) {
		start.lock = entry_place(f, &LO_AT(entry->hold, LoPlace, i), object);
		if (start.lock)
			add_start(f, &start);
	}
	if (!held)
		add_start(f, &start);
}

static void add_store(Finder *f, LoVal addr, LoVal value)
{
	const LoValue a = *lo_val(f->vals, addr), v = *lo_val(f->vals, value);

	if (a.kind != LO_V_FIELD || v.kind != LO_V_FN)
		return;
	const LoFieldInfo *field = lo_program_field(f->program, a.b);
	const LoEntry *entry = lo_model_entry(lo_vals_model(f->vals), field->record, field->name);
	if (!entry || is_scanned(f, entry))
		return;
	const Following later = { a.a, entry, v.a };
	if (entry->after)
		g_array_append_val(f->following, later);
	else
		add_entry_starts(f, entry, v.a, a.a);
}

static void add_initial(LoVals *vals, LoVal addr, LoVal value, LoVarId var, gpointer data)
{
	(void)vals;
	(void)var;
	add_store(data, addr, value);
}

static void add_flag(Finder *f, LoVal record, const char *member)
{
	const Flag flag = { record, member };

	if (!g_hash_table_contains(f->flagged, &flag))
		g_hash_table_add(f->flagged, g_memdup2(&flag, sizeof(flag)));
}

static void find_flag(LoVals *vals, LoVal addr, LoVal value, LoVarId var, gpointer data)
{
	Finder *f = data;
	const LoValue a = *lo_val(vals, addr), v = *lo_val(vals, value);

	(void)var;
	if (a.kind != LO_V_FIELD || v.kind != LO_V_CONST || v.k == 0)
		return;
	const LoFieldInfo *member = lo_program_field(f->program, a.b);
	if (!lo_model_is_flag(lo_vals_model(vals), member->name))
		return;
	add_flag(f, a.a, member->name);
	if (lo_val(vals, a.a)->kind == LO_V_FIELD)
		add_flag(f, lo_val(vals, a.a)->a, member->name);
}

/* Started while the locks are held that `before` left; what those of its parameters are is unknown here. */
static void add_after(Finder *f, const Following *later, LoFnId before)
{
	const LoSummary *sum = f->summaries[before];
	LoStart start = { .fn = later->fn, .by = LO_NO_ID, .context = later->entry->context, .called = later->entry->called };

	for (guint i = 0; sum && i < sum->exits->len; i++) {
		const LoExit *x = &LO_AT(sum->exits, LoExit, i);
		for (guint k = 0; k < x->n_held; k++) {
			const LoHeld *h = &LO_AT(sum->helds, LoHeld, x->first_held + k);
			start.lock = lo_val(f->vals, h->lock)->flags & LO_VF_PARAM ?
				lo_val_subst(f->vals, h->lock, NULL, 0, later->fn, 0) : h->lock;
			start.hold = h->hold;
			if (start.lock && !h->nocheck)
				add_start(f, &start);
		}
	}
}

static void find_before(LoVals *vals, LoVal addr, LoVal value, LoVarId var, gpointer data)
{
	Finder *f = data;
	const LoValue a = *lo_val(vals, addr), v = *lo_val(vals, value);

	(void)var;
	if (a.kind != LO_V_FIELD || v.kind != LO_V_FN)
		return;
	for (guint i = 0; i < f->following->len; i++) {
		const Following *later = &LO_AT(f->following, Following, i);
		if (later->table == a.a && strcmp(later->entry->after, lo_program_field(f->program, a.b)->name) == 0)
			add_after(f, later, v.a);
	}
}

static void add_callback(Finder *f, const LoRegFact *r)
{
	LoVal fns[8];
	guint n = lo_val_alternatives(f->vals, r->object, fns);

	for (guint i = 0; i < n; i++) {
		const LoValue *v = lo_val(f->vals, fns[i]);
		if (v->kind != LO_V_FN)
			continue;
		LoStart start = { .fn = v->a, .lock = r->container, .n_args = LO_START_ARGS, .by = f->by, .context = r->context };
		memcpy(start.args, r->args, sizeof(start.args));
		add_start(f, &start);
	}
}

static gboolean is_equal(const LoStart *a, const LoStart *b)
{
	return a->fn == b->fn && a->lock == b->lock && a->hold == b->hold && a->context == b->context && a->n_args == b->n_args &&
		!memcmp(a->args, b->args, a->n_args * sizeof(LoVal));
}

/* One function registers the same in several places. */
static void drop_repeats(GArray *starts)
{
	g_autoptr(GHashTable) last = g_hash_table_new(NULL, NULL);	/* fn -> index + 1 of its newest start */
	guint n = 0;

	for (guint i = 0; i < starts->len; i++) {
		const LoStart *s = &LO_AT(starts, LoStart, i);
		guint before = GPOINTER_TO_UINT(g_hash_table_lookup(last, GUINT_TO_POINTER(s->fn + 1)));
		if (before && is_equal(s, &LO_AT(starts, LoStart, before - 1)))
			continue;
		LO_AT(starts, LoStart, n++) = *s;
		g_hash_table_insert(last, GUINT_TO_POINTER(s->fn + 1), GUINT_TO_POINTER(n));
	}
	g_array_set_size(starts, n);
}

GArray *lo_starts_find(LoVals *vals, LoSummary *const *summaries, guint n)
{
	g_autoptr(GArray) following = g_array_new(FALSE, FALSE, sizeof(Following));
	g_autoptr(GHashTable) flagged = g_hash_table_new_full(flag_hash, flag_equal, g_free, NULL);
	Finder f = { vals, lo_vals_program(vals), LO_NO_ID, g_array_new(FALSE, FALSE, sizeof(LoStart)), following, flagged, summaries };

	lo_vals_each_initial(vals, find_flag, &f);
	lo_vals_each_initial(vals, add_initial, &f);
	lo_vals_each_initial(vals, find_before, &f);
	for (f.by = 0; f.by < n; f.by++) {
		const LoSummary *sum = summaries[f.by];
		for (guint i = 0; sum && i < sum->stores->len; i++)
			add_store(&f, LO_AT(sum->stores, LoStoreFact, i).addr, LO_AT(sum->stores, LoStoreFact, i).value);
		for (guint i = 0; sum && i < sum->regs->len; i++)
			if (LO_AT(sum->regs, LoRegFact, i).kind == LO_REG_CALLBACK)
				add_callback(&f, &LO_AT(sum->regs, LoRegFact, i));
	}
	drop_repeats(f.out);
	return f.out;
}
