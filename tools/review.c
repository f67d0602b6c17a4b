#include "tools/review.h"

#include <string.h>

#include "common/error.h"
#include "common/escape.h"
#include "facts/ir_lines.h"
#include "frontend/reread.h"
#include "report/report.h"
#include "solver/roots.h"

/* Of the stored solution, read while workers read the units; each with a store and an error of its own. */
typedef struct {
	const LoModel *model;	/* lent */
	GBytes *state;
	LoSolverState *ready;	/* made of the state */
	LoOrders *orders;
	LoStore *stores[2];
	GThread *threads[2];	/* NULL: it has ended, or did not begin */
	GError *errors[2];
	gboolean begun;
} Stored;

typedef struct {
	LoStore *store;
	const LoEdits *edits;
	LoChange *change;
	GHashTable *taken;	/* "name\1scope" of functions that a unit has brought already */
	Stored stored;
} Review;

static gpointer read_state(gpointer data)
{
	Stored *s = data;

	s->state = lo_store_get_state(s->stores[0], &s->errors[0]);
	if (s->state)
		s->ready = lo_solver_state_new(s->state, s->model, &s->errors[0]);
	return NULL;
}

static gpointer read_orders(gpointer data)
{
	Stored *s = data;

	s->orders = lo_store_get_orders(s->stores[1], &s->errors[1]);
	return NULL;
}

static void begin_reading(Stored *s)
{
	s->begun = TRUE;
	s->threads[0] = g_thread_new("state", read_state, s);
	s->threads[1] = g_thread_new("orders", read_orders, s);
}

static void end_reading(Stored *s)
{
	for (guint i = 0; i < G_N_ELEMENTS(s->threads); i++)
		if (s->threads[i])
			g_thread_join(g_steal_pointer(&s->threads[i]));
}

/* LoPoolOptions.forking */
static void on_forking(gboolean again, gpointer data)
{
	Stored *s = &((Review *)data)->stored;

	if (again)
		end_reading(s);
	else if (!s->begun)
		begin_reading(s);
}

static gboolean finish_reading(Stored *s, GError **error)
{
	if (!s->begun)
		begin_reading(s);
	end_reading(s);
	for (guint i = 0; i < G_N_ELEMENTS(s->errors); i++) {
		if (!s->errors[i])
			continue;
		g_propagate_error(error, g_steal_pointer(&s->errors[i]));
		return FALSE;
	}
	return TRUE;
}

static void review_clear(Review *r)
{
	end_reading(&r->stored);
	g_clear_pointer(&r->stored.state, g_bytes_unref);
	g_clear_pointer(&r->stored.ready, lo_solver_state_free);
	g_clear_pointer(&r->stored.orders, lo_orders_free);
	for (guint i = 0; i < G_N_ELEMENTS(r->stored.stores); i++) {
		g_clear_error(&r->stored.errors[i]);
		g_clear_pointer(&r->stored.stores[i], lo_store_close);
	}
	g_clear_pointer(&r->change, lo_change_free);
	g_clear_pointer(&r->taken, g_hash_table_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Review, review_clear)

/* ---- one unit, before and after ---- */

typedef struct {
	GHashTable *funcs, *globals;	/* "name\1scope" -> LoFunc */
} Bodies;

static char *body_key(const LoFunc *f)
{
	return g_strconcat(lo_func_str(f, f->name), "\1", lo_func_str(f, f->scope), NULL);
}

static gboolean add_body(LoStoredFunc *stored, gpointer data, GError **error)
{
	(void)error;
	g_hash_table_replace(data, body_key(stored->func), stored->func);
	stored->func = NULL;
	return TRUE;
}

static void bodies_clear(Bodies *b)
{
	g_clear_pointer(&b->funcs, g_hash_table_unref);
	g_clear_pointer(&b->globals, g_hash_table_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Bodies, bodies_clear)

static gboolean load_bodies(Review *r, const char *source, Bodies *b, GError **error)
{
	b->funcs = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)lo_func_free);
	b->globals = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)lo_func_free);
	return lo_store_unit_bodies(r->store, source, FALSE, add_body, b->funcs, error) &&
	       lo_store_unit_bodies(r->store, source, TRUE, add_body, b->globals, error);
}

static gboolean is_same(const LoFunc *a, const LoFunc *b)
{
	g_autoptr(GBytes) x = lo_func_encode(a), y = lo_func_encode(b);

	return g_bytes_equal(x, y);
}

/* How much of a list of bodies is new. */
typedef enum { SAME, MOVED, DIFFERENT } Difference;

static Difference compare(const LoFunc *was, const LoFunc *now)
{
	if (was && is_same(was, now))
		return SAME;
	return was && lo_func_is_same_elsewhere(was, now, TRUE) ? MOVED : DIFFERENT;
}

/* Variables: takes out of `old` what the unit still has; TRUE: one is another than it was. */
static gboolean take_variables(Review *r, const GPtrArray *list, GHashTable *old)
{
	gboolean differs = FALSE;

	for (guint i = 0; i < list->len; i++) {
		const LoFunc *f = g_ptr_array_index(list, i);
		g_autofree char *key = body_key(f);
		Difference d = compare(g_hash_table_lookup(old, key), f);

		differs |= d == DIFFERENT;
		if (d != SAME && g_hash_table_add(r->taken, g_strdup(key)))
			g_ptr_array_add(r->change->globals, lo_func_copy(f));
		g_hash_table_remove(old, key);
	}
	return differs;
}

/* The same of functions; what differs from what was, or `all` of it, becomes part of the change. */
static void take_functions(Review *r, const GPtrArray *list, GHashTable *old, gboolean all)
{
	for (guint i = 0; i < list->len; i++) {
		const LoFunc *f = g_ptr_array_index(list, i);
		g_autofree char *key = body_key(f);
		const LoFunc *was = g_hash_table_lookup(old, key);
		Difference d = all ? DIFFERENT : compare(was, f);

		if (d != SAME && g_hash_table_add(r->taken, g_strdup(key))) {
			g_ptr_array_add(d == MOVED ? r->change->moved : r->change->funcs, lo_func_copy(f));
			if (d == MOVED)
				g_ptr_array_add(r->change->moved_from, lo_func_copy(was));
		}
		g_hash_table_remove(old, key);
	}
}

/* Is it of a file that was edited? What other files define is not gone with this unit. */
static gboolean is_edited(const Review *r, const LoFunc *f)
{
	return g_hash_table_contains(r->edits->files, lo_func_str(f, f->file));
}

static void take_gone(Review *r, GHashTable *old, GPtrArray *out)
{
	GHashTableIter it;
	gpointer key, f;

	g_hash_table_iter_init(&it, old);
	while (g_hash_table_iter_next(&it, &key, &f)) {
		if (!is_edited(r, f))
			continue;
		g_hash_table_iter_steal(&it);
		g_free(key);
		g_ptr_array_add(out, f);
	}
}

static gboolean take_unit(const char *source, const LoUnit *unit, gpointer data, GError **error)
{
	Review *r = data;
	g_auto(Bodies) old = { NULL, NULL };

	if (!load_bodies(r, source, &old, error))
		return FALSE;
	/* a function's summary knows what tables held that it reads */
	gboolean tables = take_variables(r, unit->globals, old.globals);
	take_functions(r, unit->funcs, old.funcs, tables);
	take_gone(r, old.globals, r->change->gone_globals);
	take_gone(r, old.funcs, r->change->gone_funcs);
	return TRUE;
}

/* What is gone from one unit may be in another now. */
static void drop_moved(GPtrArray *gone, const GPtrArray *present)
{
	g_autoptr(GHashTable) keys = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

	for (guint i = 0; i < present->len; i++)
		g_hash_table_add(keys, body_key(g_ptr_array_index(present, i)));
	for (guint i = gone->len; i-- > 0;) {
		g_autofree char *key = body_key(g_ptr_array_index(gone, i));
		if (g_hash_table_contains(keys, key))
			g_ptr_array_remove_index(gone, i);
	}
}

/* ---- which units ---- */

typedef struct {
	GPtrArray *own;		/* char *: units whose own source is edited */
	GPtrArray *including;	/* units that read an edited file */
	GPtrArray *gone;	/* units whose source is deleted */
} Units;

static void units_clear(Units *u)
{
	g_ptr_array_unref(u->own);
	g_ptr_array_unref(u->including);
	g_ptr_array_unref(u->gone);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Units, units_clear)

static gboolean has_text(GPtrArray *list, const char *s)
{
	return g_ptr_array_find_with_equal_func(list, s, g_str_equal, NULL);
}

/* Those beside the header first: most likely it is theirs. */
static void add_including(GPtrArray *out, const GPtrArray *units, const char *header, gboolean beside)
{
	g_autofree char *dir = g_path_get_dirname(header);

	for (guint i = 0; i < units->len; i++) {
		const char *source = g_ptr_array_index(units, i);
		g_autofree char *its = g_path_get_dirname(source);
		if (beside == !strcmp(its, dir))
			g_ptr_array_add(out, g_strdup(source));
	}
}

static gboolean find_units(LoStore *store, const LoEdits *edits, Units *u, GError **error)
{
	g_autoptr(GPtrArray) paths = lo_edits_paths(edits);

	for (guint i = 0; i < paths->len; i++) {
		const char *path = g_ptr_array_index(paths, i);
		const LoEdit *e = g_hash_table_lookup(edits->files, path);
		if (lo_store_has_unit(store, path))
			g_ptr_array_add(e->contents ? u->own : u->gone, g_strdup(path));
		g_autoptr(GPtrArray) readers = lo_store_units_reading(store, path, error);
		if (!readers)
			return FALSE;
		if (!readers->len && e->contents && (g_str_has_suffix(path, ".c") || g_str_has_suffix(path, ".h"))) {
			g_autofree char *text = g_strdup_printf("%s: not looked at: no unit of the last scan reads it", path);
			lo_warn(text);
		}
		add_including(u->including, readers, path, TRUE);
		add_including(u->including, readers, path, FALSE);
	}
	for (guint i = u->including->len; i-- > 0;) {
		const char *source = g_ptr_array_index(u->including, i);
		guint first;
		g_ptr_array_find_with_equal_func(u->including, source, g_str_equal, &first);
		if (first < i || has_text(u->own, source) || has_text(u->gone, source))
			g_ptr_array_remove_index(u->including, i);
	}
	return TRUE;
}

static LoOverlay *make_overlays(const LoEdits *edits, GPtrArray *names, guint *n)
{
	g_autoptr(GPtrArray) paths = lo_edits_paths(edits);
	LoOverlay *out = g_new0(LoOverlay, paths->len + 1);

	*n = 0;
	for (guint i = 0; i < paths->len; i++) {
		const LoEdit *e = g_hash_table_lookup(edits->files, g_ptr_array_index(paths, i));
		char *full = g_build_filename(edits->root, g_ptr_array_index(paths, i), NULL);
		g_ptr_array_add(names, full);
		out[(*n)++] = (LoOverlay){ full, e->contents ? e->contents : "", e->len };
	}
	return out;
}

static gboolean read_units(Review *r, const Units *u, const LoReviewOptions *opt, GError **error)
{
	g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
	LoRereadOptions how = { .jobs = opt->jobs, .forking = on_forking };
	g_autofree LoOverlay *overlays = make_overlays(r->edits, names, &how.n_overlays);
	guint left = 0;

	how.overlays = overlays;
	if (!lo_reread(r->store, u->own, &how, take_unit, r, &left, error))
		return FALSE;
	for (guint i = 0; i < u->gone->len; i++) {
		g_autoptr(LoUnit) nothing = lo_unit_new(g_ptr_array_index(u->gone, i));
		if (!take_unit(g_ptr_array_index(u->gone, i), nothing, r, error))
			return FALSE;
	}
	how.seconds = opt->seconds;
	if (u->including->len && !lo_reread(r->store, u->including, &how, take_unit, r, &left, error))
		return FALSE;
	if (left)
		lo_tell("%s: %u of %u units that read an edited header were left out for lack of time\n", g_get_prgname(), left,
			   u->including->len);
	drop_moved(r->change->gone_funcs, r->change->funcs);
	drop_moved(r->change->gone_globals, r->change->globals);
	return TRUE;
}

static gboolean find_change(Review *r, const LoReviewOptions *opt, GError **error)
{
	g_auto(Units) units = { g_ptr_array_new_with_free_func(g_free), g_ptr_array_new_with_free_func(g_free),
				g_ptr_array_new_with_free_func(g_free) };

	return find_units(r->store, r->edits, &units, error) && read_units(r, &units, opt, error);
}

/* Those that go stay in their groups: a variant of what is still there is no error less. */
void lo_review_group(LoDiff *d, LoSolution *after)
{
	GArray *reports = d->reports_new;
	g_autoptr(GHashTable) known = g_hash_table_new(g_str_hash, g_str_equal);

	for (guint32 i = 0; i < after->reports->len; i++)
		g_hash_table_add(known, lo_report_row(after, i)->key);
	for (guint i = 0; i < reports->len; i++)
		g_hash_table_remove(known, lo_report_row(after, g_array_index(reports, guint32, i))->key);
	g_autoptr(GArray) orders = g_array_copy(d->edges_new);
	g_array_append_vals(orders, d->edges_risen->data, d->edges_risen->len);
	lo_group_new_reports(after, known, orders);
	g_array_set_size(reports, 0);
	for (guint32 i = 0; i < after->reports->len; i++)
		if (!g_hash_table_contains(known, lo_report_row(after, i)->key))
			g_array_append_val(reports, i);
}

LoDiff *lo_review(LoStore *store, const LoEdits *edits, const LoReviewOptions *opt, LoSolution **before, LoSolution **after,
		  GError **error)
{
	const LoSolverSettings how = { .models = opt->models, .strata = opt->strata };
	const LoSolveOptions solve = { .strata = (guint)opt->strata, .only_added = opt->only_added };
	g_autoptr(LoModel) model = lo_load_models(opt->models, error);
	gint64 t = g_get_monotonic_time();

	if (!model || !lo_check_solved_with(store, model, &how, error))
		return NULL;
	g_auto(Review) r = { store, edits, lo_change_new(), g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
			     { .model = model } };
	for (guint i = 0; i < G_N_ELEMENTS(r.stored.stores); i++) {
		r.stored.stores[i] = lo_store_open_again(store, error);
		if (!r.stored.stores[i])
			return NULL;
	}
	if (!find_change(&r, opt, error))
		return NULL;
	g_debug("read: %" G_GINT64_FORMAT " ms", (g_get_monotonic_time() - t) / 1000);
	g_autoptr(LoProgress) progress = lo_is_quiet() ? NULL : lo_progress_new_stepwise("solving");
	lo_progress_step(progress, "what changes", 0);
	if (!finish_reading(&r.stored, error) ||
	    !lo_solve_change(store, model, &solve, r.stored.state, g_steal_pointer(&r.stored.ready), r.stored.orders, r.change, before, after, error))
		return NULL;
	LoDiff *d = lo_diff_new(*before, *after);
	lo_diff_keep_caused(d);
	if (opt->only_added) {
		g_array_set_size(d->edges_gone, 0);
		g_array_set_size(d->reports_gone, 0);
	}
	lo_review_group(d, *after);
	return d;
}
