#include "frontend/reread.h"

#include "common/error.h"
#include "frontend/flags.h"
#include "frontend/pool.h"

typedef struct {
	const char *source;
	LoCompileCommand *cmd;
	char **args;
} Unit;

typedef struct {
	const LoRereadOptions *opt;
	const char *root;
	GArray *units;		/* Unit */
	LoRereadTake take;
	gpointer data;
	gint64 deadline;	/* 0: none */
	guint taken;
	gboolean late;
} Reread;

static void unit_clear(gpointer data)
{
	Unit *u = data;

	lo_compile_command_free(u->cmd);
	g_strfreev(u->args);
}

static gboolean add_unit(Reread *r, LoStore *store, const char *source, GError **error)
{
	g_autoptr(LoStoredCommand) stored = lo_store_get_command(store, source, error);
	Unit u = { .source = source };

	if (!stored)
		return FALSE;
	const LoFlagsOptions flags = { .allowed = (const char *const *)stored->allowed };
	u.cmd = lo_compile_command_new(stored->directory, stored->file, (const char *const *)stored->args);
	u.args = lo_flags_sanitise(u.cmd, &flags, NULL, error);
	g_array_append_val(r->units, u);
	return u.args != NULL;
}

static const Unit *unit_at(const Reread *r, guint i)
{
	return &g_array_index(r->units, Unit, i);
}

/* This runs in a worker. */
static GBytes *read_unit(guint job, gpointer data, GError **error)
{
	const Reread *r = data;
	const Unit *u = unit_at(r, job);
	const LoFrontendOptions opt = { .root = r->root, .overlays = r->opt->overlays, .n_overlays = r->opt->n_overlays };
	g_autoptr(LoUnit) facts = lo_frontend_read(lo_compile_command_spelling(u->cmd), u->cmd->directory,
						   (const char *const *)u->args, &opt, error);

	return facts ? lo_unit_encode(facts) : NULL;
}

static gboolean take_answer(const LoPoolAnswer *answer, gpointer data, GError **error)
{
	Reread *r = data;
	const char *source = unit_at(r, answer->job)->source;
	g_autoptr(LoUnit) facts = NULL;
	gsize len;

	if (!answer->bytes) {
		g_set_error(error, LO_ERROR, LO_ERROR_INPUT, "%s: cannot be read: %s", source, answer->reason);
		return FALSE;
	}
	const guint8 *bytes = g_bytes_get_data(answer->bytes, &len);
	facts = lo_unit_decode(bytes, len, error);
	if (!facts || !r->take(source, facts, r->data, error))
		return FALSE;
	r->taken++;
	if (!r->deadline || r->taken == r->units->len || g_get_monotonic_time() < r->deadline)
		return TRUE;
	r->late = TRUE;
	g_set_error(error, LO_ERROR, LO_ERROR_INCOMPLETE, "no time left");
	return FALSE;
}

static void tell_forking(gboolean again, gpointer data)
{
	const Reread *r = data;

	r->opt->forking(again, r->data);
}

static gboolean run(Reread *r, GError **error)
{
	g_autofree guint *jobs = g_new(guint, r->units->len + 1);
	g_autoptr(GError) why = NULL;
	const LoPoolOptions pool = { .workers = r->opt->jobs, .work = read_unit, .take = take_answer, .data = r,
				     .forking = r->opt->forking ? tell_forking : NULL };

	for (guint i = 0; i < r->units->len; i++)
		jobs[i] = i;
	if (lo_pool_run(&pool, jobs, r->units->len, &why) || r->late)
		return TRUE;
	g_propagate_error(error, g_steal_pointer(&why));
	return FALSE;
}

gboolean lo_reread(LoStore *store, const GPtrArray *sources, const LoRereadOptions *opt, LoRereadTake take, gpointer data,
		   guint *left, GError **error)
{
	Reread r = { .opt = opt, .root = lo_store_root(store), .take = take, .data = data,
		     .units = g_array_new(FALSE, FALSE, sizeof(Unit)) };
	gboolean ok = TRUE;

	g_array_set_clear_func(r.units, unit_clear);
	for (guint i = 0; ok && i < sources->len; i++)
		ok = add_unit(&r, store, g_ptr_array_index(sources, i), error);
	if (opt->seconds > 0)
		r.deadline = g_get_monotonic_time() + (gint64)(opt->seconds * 1e6);
	ok = ok && run(&r, error);
	*left = r.units->len - r.taken;
	g_array_unref(r.units);
	return ok;
}
