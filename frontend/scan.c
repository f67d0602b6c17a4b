#include "frontend/scan.h"

#include <clang-c/Index.h>
#include <errno.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "common/error.h"
#include "common/path.h"
#include "frontend/flags.h"
#include "frontend/pool.h"
#include "frontend/scan_prefix.h"
#include "frontend/unit.h"
#include "reader_version.h"

enum {
	BATCH = 64,	/* units in a transaction, and */
	BATCH_TIME = 5,	/* seconds: what a killed scan loses at most */
};

typedef struct {
	const LoCompileCommand *cmd;
	char *name;		/* the source, relative to the root when below it */
	char **args;		/* safe; NULL: refused */
	char *hash;
	char *refused;		/* why */
	guint64 size;		/* bytes of text to read, as far as known */
	const LoPrefix *prefix;	/* or NULL */
} Unit;

typedef struct {
	guint count;
	const char *first;
} Warned;

typedef struct {
	const LoScanOptions *opt;
	LoStore *store;
	const LoCompdb *db;
	LoScanProgress progress;
	gpointer progress_data;
	LoScanResult *result;
	char *root;
	GPtrArray *allowed;	/* char *, NULL-terminated */
	GArray *units;		/* Unit, by name */
	GArray *todo;		/* guint: index in units */
	GArray *jobs;		/* those of them that can be read, the largest first */
	LoScanPrefixes *prefixes;	/* or NULL */
	gint64 since;		/* real time: reading began */
	GHashTable *warned;	/* text -> Warned */
	GHashTable *judged;	/* of LoFlagsOptions */
	guint done;
	guint in_batch;
	double batch_start;
} Scan;

/* ---- what a phase costs ---- */

static double seconds(const struct timeval *t)
{
	return (double)t->tv_sec + (double)t->tv_usec / 1e6;
}

static double cpu_of(int who)
{
	struct rusage u = { 0 };

	getrusage(who, &u);
	return seconds(&u.ru_utime) + seconds(&u.ru_stime);
}

static guint64 peak_memory(guint workers)
{
	struct rusage us = { 0 }, worker = { 0 };

	getrusage(RUSAGE_SELF, &us);
	getrusage(RUSAGE_CHILDREN, &worker);	/* the largest of them */
	return ((guint64)us.ru_maxrss + (guint64)worker.ru_maxrss * workers) * 1024;
}

static double wall_clock(void)
{
	return (double)g_get_monotonic_time() / 1e6;
}

/* Holds the clocks' start until phase_end(). */
static LoScanPhase *phase_begin(Scan *s, const char *name)
{
	LoScanPhase *p = &s->result->phases[s->result->n_phases++];

	p->name = name;
	p->wall = wall_clock();
	p->cpu = cpu_of(RUSAGE_SELF) + cpu_of(RUSAGE_CHILDREN);
	return p;
}

static void phase_end(LoScanPhase *p, guint workers)
{
	p->wall = wall_clock() - p->wall;
	p->cpu = cpu_of(RUSAGE_SELF) + cpu_of(RUSAGE_CHILDREN) - p->cpu;
	p->peak = peak_memory(workers);
}

/* ---- units ---- */

static void unit_clear(gpointer p)
{
	Unit *u = p;

	g_free(u->name);
	g_strfreev(u->args);
	g_free(u->hash);
	g_free(u->refused);
}

static void checksum_add(GChecksum *sum, const char *text)
{
	g_checksum_update(sum, (const guchar *)text, (gssize)strlen(text) + 1);
}

/* Of all that the facts depend on besides the files. */
char *lo_scan_command_hash(const LoCompileCommand *cmd, char *const *args)
{
	g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
	CXString version = clang_getClangVersion();

	checksum_add(sum, LO_READER_VERSION);
	checksum_add(sum, clang_getCString(version));
	clang_disposeString(version);
	checksum_add(sum, cmd->directory);
	checksum_add(sum, cmd->source);
	checksum_add(sum, lo_compile_command_spelling(cmd));
	for (; args && *args; args++)
		checksum_add(sum, *args);
	return g_strdup(g_checksum_get_string(sum));
}

static void count_warnings(Scan *s, const Unit *u, GPtrArray *warnings)
{
	for (guint i = 0; i < warnings->len; i++) {
		Warned *w = g_hash_table_lookup(s->warned, warnings->pdata[i]);

		if (!w) {
			w = g_new0(Warned, 1);
			w->first = u->cmd->source;
			g_hash_table_insert(s->warned, g_strdup(warnings->pdata[i]), w);
		}
		w->count++;
	}
}

/* libclang would wait for what a pipe never says. */
static char *unfit(const LoCompileCommand *cmd, guint64 *size)
{
	struct stat st;

	if (stat(cmd->source, &st))
		return g_strdup(g_strerror(errno));
	*size = (guint64)st.st_size;
	return S_ISREG(st.st_mode) ? NULL : g_strdup("not a regular file");
}

static Unit make_unit(Scan *s, const LoCompileCommand *cmd)
{
	LoFlagsOptions flags = { .allowed = (const char *const *)s->allowed->pdata, .judged = s->judged };
	g_autoptr(GPtrArray) warnings = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GError) why = NULL;
	Unit u = { .cmd = cmd, .name = lo_path_relative(cmd->source, s->root) };

	if (!lo_path_is_below(cmd->source, flags.allowed)) {
		u.refused = g_strdup_printf("lies outside '%s' and the folders allowed: --tree or --allow DIR", s->root);
	} else if (!(u.refused = unfit(cmd, &u.size))) {
		u.args = lo_flags_sanitise(cmd, &flags, warnings, &why);
		u.refused = why ? g_strdup(why->message) : NULL;
		count_warnings(s, &u, warnings);
	}
	u.hash = lo_scan_command_hash(cmd, u.args);
	return u;
}

static gint by_name(gconstpointer a, gconstpointer b)
{
	const Unit *x = a, *y = b;

	return strcmp(x->name, y->name);
}

/* In one piece: a folder's units share headers. */
static void keep_shard(Scan *s)
{
	guint64 n = s->units->len;
	guint first, end;

	if (!s->opt->shards)
		return;
	first = (guint)(n * s->opt->shard / s->opt->shards);
	end = (guint)(n * (s->opt->shard + 1) / s->opt->shards);
	g_array_remove_range(s->units, end, (guint)n - end);
	g_array_remove_range(s->units, 0, first);
}

static void make_units(Scan *s)
{
	for (guint i = 0; i < s->db->commands->len; i++) {
		Unit u = make_unit(s, s->db->commands->pdata[i]);

		g_array_append_val(s->units, u);
	}
	g_array_sort(s->units, by_name);
	keep_shard(s);
	s->result->units = s->units->len;
}

static Unit *unit_at(Scan *s, guint i)
{
	return &g_array_index(s->units, Unit, i);
}

/* ---- storing ---- */

static gboolean batch_step(Scan *s, GError **error)
{
	if (++s->in_batch < BATCH && wall_clock() - s->batch_start < BATCH_TIME)
		return TRUE;
	s->in_batch = 0;
	s->batch_start = wall_clock();
	return lo_store_commit(s->store, error) && lo_store_begin(s->store, error);
}

static void count_status(Scan *s, const Unit *u, const LoUnitInfo *info)
{
	switch (info->status) {
	case LO_UNIT_OK:
		s->result->ok++;
		break;
	case LO_UNIT_PARTIAL:
		s->result->partial++;
		g_ptr_array_add(s->result->failures, g_strdup_printf("%s: read in part: %s", u->name, info->reason));
		break;
	case LO_UNIT_FAILED:
		s->result->failed++;
		g_ptr_array_add(s->result->failures, g_strdup_printf("%s: %s", u->name, info->reason));
		break;
	}
}

static gboolean put_command(Scan *s, const Unit *u, GError **error)
{
	LoStoredCommand cmd = { u->cmd->directory, (char *)lo_compile_command_spelling(u->cmd), u->cmd->args,
				(char **)s->allowed->pdata };

	return lo_store_put_command(s->store, u->name, &cmd, error);
}

static gboolean put(Scan *s, const Unit *u, LoUnitInfo *info, const LoUnit *facts, GError **error)
{
	info->source = u->name;
	info->directory = u->cmd->directory;
	info->command_hash = u->hash;
	info->since = s->since;
	count_status(s, u, info);
	if (!lo_store_put_unit(s->store, info, facts, error) || !put_command(s, u, error))
		return FALSE;
	s->done++;
	if (s->progress)
		s->progress(s->done, s->units->len, u->name, s->progress_data);
	return batch_step(s, error);
}

/* Errors name the source, and so does the list of failures. */
static const char *without_name(const char *reason, const char *name)
{
	gsize len = strlen(name);

	return !strncmp(reason, name, len) && !strncmp(reason + len, ": ", 2) ? reason + len + 2 : reason;
}

static gboolean put_failed(Scan *s, const Unit *u, const char *reason, gint64 usec, GError **error)
{
	const char *bare = without_name(without_name(reason, u->cmd->source), lo_compile_command_spelling(u->cmd));
	LoUnitInfo info = { .status = LO_UNIT_FAILED, .reason = bare, .usec = usec };

	return put(s, u, &info, NULL, error);
}

/* What its author's compiler reads without an error and libclang does not, is
 * read in part: say the first error. */
static char *first_note(const LoUnit *facts)
{
	guint n = facts->notes->len;

	if (!n)
		return NULL;
	return n == 1 ? g_strdup(facts->notes->pdata[0]) :
			g_strdup_printf("%s (and %u more)", (char *)facts->notes->pdata[0], n - 1);
}

static gboolean take_answer(const LoPoolAnswer *answer, gpointer data, GError **error)
{
	Scan *s = data;
	const Unit *u = unit_at(s, answer->job);
	LoUnitInfo info = { .status = LO_UNIT_OK, .usec = answer->usec };
	g_autoptr(GError) why = NULL;
	g_autoptr(LoUnit) facts = NULL;
	g_autofree char *note = NULL;
	gsize len;
	const guint8 *bytes;

	if (!answer->bytes)
		return put_failed(s, u, answer->reason, answer->usec, error);
	bytes = g_bytes_get_data(answer->bytes, &len);
	facts = lo_unit_decode(bytes, len, &why);
	if (!facts)
		return put_failed(s, u, why->message, answer->usec, error);
	info.reason = note = first_note(facts);
	if (note)
		info.status = LO_UNIT_PARTIAL;
	return put(s, u, &info, facts, error);
}

/* ---- reading: this runs in a worker ---- */

static LoUnit *read_with(const Scan *s, const Unit *u, const LoPrefix *prefix, GError **error)
{
	const LoFrontendOptions opt = { .root = s->root, .prefix = prefix };

	return lo_frontend_read(lo_compile_command_spelling(u->cmd), u->cmd->directory, (const char *const *)u->args,
				&opt, error);
}

/* Whatever is wrong with it may be the prefix's fault. */
static gboolean is_doubtful(const LoUnit *facts)
{
	return !facts || facts->notes->len || lo_prefix_shows(facts);
}

static GBytes *read_unit(guint job, gpointer data, GError **error)
{
	Scan *s = data;
	const Unit *u = unit_at(s, job);
	g_autoptr(LoUnit) facts = u->prefix ? read_with(s, u, u->prefix, NULL) : NULL;

	if (is_doubtful(facts)) {
		g_clear_pointer(&facts, lo_unit_free);
		facts = read_with(s, u, NULL, error);
	}
	return facts ? lo_unit_encode(facts) : NULL;
}

/* ---- phases ---- */

static gint by_size(gconstpointer a, gconstpointer b, gpointer data)
{
	const Unit *x = unit_at(data, *(const guint *)a), *y = unit_at(data, *(const guint *)b);

	if (x->size != y->size)
		return x->size < y->size ? 1 : -1;
	return strcmp(x->name, y->name);
}

static void find_stale(Scan *s)
{
	for (guint i = 0; i < s->units->len; i++) {
		const Unit *u = unit_at(s, i);

		if (!s->opt->force && u->args && lo_store_unit_fresh(s->store, u->name, u->hash))
			s->result->reused++;
		else
			g_array_append_val(s->todo, i);
	}
	s->done = s->result->reused;
}

static gboolean forget_gone(Scan *s, GError **error)
{
	g_autoptr(GPtrArray) names = g_ptr_array_new();

	for (guint i = 0; i < s->units->len; i++)
		g_ptr_array_add(names, unit_at(s, i)->name);
	g_ptr_array_add(names, NULL);
	return lo_store_keep_units(s->store, (const char *const *)names->pdata, error);
}

static gboolean put_refused(Scan *s, GError **error)
{
	for (guint i = 0; i < s->todo->len; i++) {
		guint job = g_array_index(s->todo, guint, i);
		const Unit *u = unit_at(s, job);

		if (u->args)
			g_array_append_val(s->jobs, job);
		else if (!put_failed(s, u, u->refused, 0, error))
			return FALSE;
	}
	return TRUE;
}

static LoPoolOptions pool_options(Scan *s)
{
	return (LoPoolOptions){
		.workers = s->opt->jobs, .time_limit = s->opt->time_limit, .memory_limit = s->opt->memory_limit,
		.work = read_unit, .take = take_answer, .data = s,
	};
}

static gboolean make_prefixes(Scan *s, GError **error)
{
	g_autofree LoPrefixUnit *in = g_new(LoPrefixUnit, s->jobs->len + 1);
	LoPoolOptions pool = pool_options(s);
	GError *why = NULL;

	for (guint i = 0; i < s->jobs->len; i++) {
		const Unit *u = unit_at(s, g_array_index(s->jobs, guint, i));

		in[i] = (LoPrefixUnit){ u->cmd->directory, u->cmd->source, lo_compile_command_spelling(u->cmd),
					(const char *const *)u->args };
	}
	s->prefixes = lo_scan_prefixes_new(in, s->jobs->len, &pool, &why);
	for (guint i = 0; s->prefixes && i < s->jobs->len; i++) {
		Unit *u = unit_at(s, g_array_index(s->jobs, guint, i));

		u->prefix = lo_scan_prefix_of(s->prefixes, i);
		u->size = lo_scan_prefix_bytes_left(s->prefixes, i);
	}
	if (s->prefixes) {
		s->result->prefixes = lo_scan_prefixes_count(s->prefixes);
		s->result->prefixed = lo_scan_prefixes_users(s->prefixes);
	}
	if (why)
		g_propagate_error(error, why);
	return !why;
}

/* The largest first, or the last unit to start is the one that all wait for. */
static gboolean read_jobs(Scan *s, GError **error)
{
	LoPoolOptions pool = pool_options(s);

	g_array_sort_with_data(s->jobs, by_size, s);
	return lo_pool_run(&pool, (const guint *)(gpointer)s->jobs->data, s->jobs->len, error);
}

/* What came in before an interruption is kept; a store that cannot be written to is rolled back. */
static gboolean settle(Scan *s, gboolean ok, GError *why, GError **error)
{
	gboolean interrupted = !ok && g_error_matches(why, LO_ERROR, LO_ERROR_INCOMPLETE);

	if (ok || interrupted)
		ok = lo_store_commit(s->store, interrupted ? NULL : error) && ok;
	else
		lo_store_rollback(s->store);
	if (why)
		g_propagate_error(error, why);
	return ok;
}

static gboolean run_phases(Scan *s, GError **error)
{
	guint workers = s->opt->jobs ? s->opt->jobs : g_get_num_processors();
	GError *why = NULL;
	LoScanPhase *p;
	gboolean ok;

	p = phase_begin(s, "check");
	if (!lo_store_set_root(s->store, s->root, error))
		return FALSE;
	make_units(s);
	find_stale(s);
	phase_end(p, 0);
	if (!lo_store_begin(s->store, error))
		return FALSE;
	s->batch_start = wall_clock();
	s->since = g_get_real_time();
	p = phase_begin(s, "prefix");
	ok = put_refused(s, &why) && (s->opt->no_prefix || make_prefixes(s, &why));
	phase_end(p, MIN(workers, s->jobs->len));
	p = phase_begin(s, "read");
	ok = ok && read_jobs(s, &why);
	phase_end(p, MIN(workers, s->jobs->len));
	p = phase_begin(s, "forget");
	if (ok)
		ok = forget_gone(s, &why);
	ok = settle(s, ok, why, error);
	phase_end(p, 0);
	return ok;
}

/* ---- the result ---- */

static gint by_text(gconstpointer a, gconstpointer b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void list_warnings(Scan *s)
{
	GPtrArray *out = s->result->warnings;
	GHashTableIter it;
	gpointer text, data;

	g_hash_table_iter_init(&it, s->warned);
	while (g_hash_table_iter_next(&it, &text, &data)) {
		const Warned *w = data;

		g_ptr_array_add(out, w->count == 1 ? g_strdup_printf("%s: %s", w->first, (char *)text) :
			g_strdup_printf("%s: %s (and in %u more)", w->first, (char *)text, w->count - 1));
	}
	g_ptr_array_sort(out, by_text);
	g_ptr_array_sort(s->result->failures, by_text);
}

void lo_scan_result_clear(LoScanResult *result)
{
	g_clear_pointer(&result->failures, g_ptr_array_unref);
	g_clear_pointer(&result->warnings, g_ptr_array_unref);
}

static char *compdb_folder(const LoCompdb *db)
{
	g_autofree char *path = g_canonicalize_filename(db->path, NULL);

	return g_file_test(path, G_FILE_TEST_IS_DIR) ? g_steal_pointer(&path) : g_path_get_dirname(path);
}

static gboolean is_below(const char *dir, const char *path)
{
	gsize len = strlen(dir);

	return !strncmp(path, dir, len) && (path[len] == '/' || !path[len]);
}

/* Makes `dir` the longest folder that holds both. */
static void shrink_to_hold(char *dir, const char *path)
{
	while (*dir && !is_below(dir, path))
		*strrchr(dir, '/') = '\0';
}

/* NULL when that is a top folder, such as /home: no tree, and too much to let commands name. */
static char *common_folder(const LoCompdb *db, gboolean directories)
{
	const LoCompileCommand *first = db->commands->pdata[0];
	g_autofree char *dir = g_path_get_dirname(first->source);

	for (guint i = 0; i < db->commands->len; i++) {
		const LoCompileCommand *cmd = db->commands->pdata[i];

		shrink_to_hold(dir, cmd->source);
		if (directories)
			shrink_to_hold(dir, cmd->directory);
	}
	return *dir && strrchr(dir, '/') != dir ? g_steal_pointer(&dir) : NULL;
}

/* Commands in a build folder beside the sources, or written elsewhere for a
 * tree that is not to be touched, are common. */
static char *default_root(Scan *s)
{
	g_autofree char *folder = compdb_folder(s->db);
	g_autofree char *sources = NULL, *all = NULL;

	if (s->db->trusted || !s->db->commands->len)
		return g_steal_pointer(&folder);
	sources = common_folder(s->db, FALSE);
	if (!sources || is_below(folder, sources))
		return g_steal_pointer(&folder);
	all = common_folder(s->db, TRUE);
	if (!all)
		all = g_steal_pointer(&sources);
	g_ptr_array_add(s->result->warnings, g_strdup_printf("%s: its sources lie elsewhere: the tree is taken to be '%s'",
							     s->db->path, all));
	return g_steal_pointer(&all);
}

static void add_allowed(Scan *s)
{
	const char *const *more = s->opt->allowed;

	g_ptr_array_add(s->allowed, g_strdup(s->root));
	g_ptr_array_add(s->allowed, compdb_folder(s->db));
	if (s->db->trusted)
		g_ptr_array_add(s->allowed, g_strdup("/"));
	for (guint i = 0; more && more[i]; i++)
		g_ptr_array_add(s->allowed, g_canonicalize_filename(more[i], NULL));
	g_ptr_array_add(s->allowed, NULL);
}

static void scan_init(Scan *s)
{
	const LoScanOptions *opt = s->opt;

	*s->result = (LoScanResult){ 0 };
	s->result->failures = g_ptr_array_new_with_free_func(g_free);
	s->result->warnings = g_ptr_array_new_with_free_func(g_free);
	s->root = opt->root ? g_canonicalize_filename(opt->root, NULL) : default_root(s);
	s->allowed = g_ptr_array_new_with_free_func(g_free);
	add_allowed(s);
	s->units = g_array_new(FALSE, FALSE, sizeof(Unit));
	g_array_set_clear_func(s->units, unit_clear);
	s->todo = g_array_new(FALSE, FALSE, sizeof(guint));
	s->jobs = g_array_new(FALSE, FALSE, sizeof(guint));
	s->warned = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	s->judged = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
}

static void scan_deinit(Scan *s)
{
	g_free(s->root);
	g_ptr_array_unref(s->allowed);
	g_array_unref(s->units);
	g_array_unref(s->todo);
	g_array_unref(s->jobs);
	lo_scan_prefixes_free(s->prefixes);
	g_hash_table_unref(s->warned);
	g_hash_table_unref(s->judged);
}

gboolean lo_scan_run(const LoScanOptions *opt, LoStore *store, const LoCompdb *db, LoScanProgress progress,
		     gpointer progress_data, LoScanResult *result, GError **error)
{
	Scan s = { .opt = opt, .store = store, .db = db, .progress = progress, .progress_data = progress_data,
		   .result = result };
	gboolean ok;

	scan_init(&s);
	ok = run_phases(&s, error);
	list_warnings(&s);
	scan_deinit(&s);
	return ok;
}
