#include "frontend/scan.h"

#include "common/error.h"
#include "common/path.h"
#include "frontend/flags.h"
#include "frontend/pool.h"
#include "frontend/unit.h"

typedef struct {
	const LoScanOptions *opt;
	const LoCompileCommand *cmd;
	char **args;
	LoUnit *facts;
	char *why;		/* there are none */
	gint64 usec;
} One;

/* This runs in a worker. */
static GBytes *read_unit(guint job G_GNUC_UNUSED, gpointer data, GError **error)
{
	const One *o = data;
	const LoFrontendOptions opt = { .root = o->opt->root };
	g_autoptr(LoUnit) facts = lo_frontend_read(lo_compile_command_spelling(o->cmd), o->cmd->directory,
						   (const char *const *)o->args, &opt, error);

	return facts ? lo_unit_encode(facts) : NULL;
}

static gboolean take_answer(const LoPoolAnswer *answer, gpointer data, GError **error)
{
	One *o = data;
	gsize len;
	const guint8 *bytes = answer->bytes ? g_bytes_get_data(answer->bytes, &len) : NULL;

	o->usec = answer->usec;
	if (!bytes) {
		o->why = g_strdup(answer->reason);
		return TRUE;
	}
	o->facts = lo_unit_decode(bytes, len, error);
	return o->facts != NULL;
}

static gboolean put(const One *o, const char *db, GError **error)
{
	g_autoptr(LoStore) store = lo_store_open(db, LO_STORE_WRITE_WAIT, error);
	g_autofree char *name = lo_path_relative(o->cmd->source, o->opt->root), *hash = lo_scan_command_hash(o->cmd, o->args);
	gboolean partial = o->facts && o->facts->notes->len;
	const LoUnitInfo info = {
		.source = name, .directory = o->cmd->directory, .command_hash = hash, .usec = o->usec,
		.status = !o->facts ? LO_UNIT_FAILED : partial ? LO_UNIT_PARTIAL : LO_UNIT_OK,
		.reason = o->facts ? partial ? o->facts->notes->pdata[0] : NULL : o->why,
	};
	char *allowed[] = { (char *)"/", NULL };
	const LoStoredCommand stored = { o->cmd->directory, (char *)lo_compile_command_spelling(o->cmd), o->cmd->args, allowed };

	return store && lo_store_set_root(store, o->opt->root, error) && lo_store_begin(store, error) &&
	       lo_store_put_unit(store, &info, o->facts, error) && lo_store_put_command(store, name, &stored, error) &&
	       lo_store_commit(store, error);
}

gboolean lo_scan_unit(const LoScanOptions *opt, const char *db, const LoCompileCommand *cmd, char **why, GError **error)
{
	const char *const allowed[] = { "/", NULL };
	const LoFlagsOptions flags = { .allowed = allowed };
	const guint job = 0;
	One one = { .opt = opt, .cmd = cmd, .args = lo_flags_sanitise(cmd, &flags, NULL, error) };
	const LoPoolOptions pool = { .workers = 1, .time_limit = opt->time_limit, .memory_limit = opt->memory_limit,
				     .work = read_unit, .take = take_answer, .data = &one };
	gboolean ok = one.args && lo_pool_run(&pool, &job, 1, error) && put(&one, db, error);

	g_strfreev(one.args);
	lo_unit_free(one.facts);
	*why = one.why;
	return ok;
}
