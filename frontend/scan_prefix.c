#include "frontend/scan_prefix.h"

#include "common/temp_folder.h"

enum { WORTH_IT = 24 };	/* fewer units are read before a prefix is made */

struct LoScanPrefixes {
	LoPrefixPlanner *planner;
	GPtrArray *prefixes;	/* LoPrefix, as the plans */
	gint *chosen;		/* per unit: index, or -1 */
	guint n, users;
};

static const LoPrefixPlan *plan_at(const LoScanPrefixes *s, guint i)
{
	return lo_prefix_plans(s->planner)->pdata[i];
}

/* In a worker. */
static GBytes *make(guint job, gpointer data, GError **error)
{
	const LoScanPrefixes *s = data;

	return lo_prefix_make(s->prefixes->pdata[job], plan_at(s, job), error);
}

static gboolean take(const LoPoolAnswer *answer, gpointer data, GError **error)
{
	LoScanPrefixes *s = data;
	LoPrefix *p = s->prefixes->pdata[answer->job];

	(void)error;
	if (answer->bytes)
		lo_prefix_take_files(p, answer->bytes);
	else
		g_debug("prefix %u (%s): %s", answer->job, plan_at(s, answer->job)->source, answer->reason);
	lo_prefix_planner_made(s->planner, answer->job, answer->bytes ? p->files : NULL);
	return TRUE;
}

/* Without files for them, everything works, only slower. */
static gboolean make_all(LoScanPrefixes *s, const LoPoolOptions *pool, GError **error)
{
	guint n = lo_prefix_plans(s->planner)->len;
	g_autoptr(LoTempFolder) folder = n ? lo_temp_folder_new() : NULL;
	g_autofree guint *jobs = g_new(guint, n + 1);
	LoPoolOptions opt = *pool;
	guint n_jobs = 0;

	for (guint i = 0; folder && i < n; i++) {
		g_ptr_array_add(s->prefixes, lo_prefix_new(lo_temp_folder_path(folder), i));
		if (s->prefixes->pdata[i])
			jobs[n_jobs++] = i;
	}
	opt.work = make;
	opt.take = take;
	opt.data = s;
	return lo_pool_run(&opt, jobs, n_jobs, error);
}

static void choose_all(LoScanPrefixes *s)
{
	s->chosen = g_new(gint, s->n + 1);
	for (guint i = 0; i < s->n; i++) {
		s->chosen[i] = lo_prefix_choose(s->planner, i);
		s->users += s->chosen[i] >= 0;
	}
}

LoScanPrefixes *lo_scan_prefixes_new(const LoPrefixUnit *units, guint n, const LoPoolOptions *pool, GError **error)
{
	g_autoptr(LoScanPrefixes) s = NULL;
	gint64 start = g_get_monotonic_time();

	if (n < WORTH_IT)
		return NULL;
	s = g_new0(LoScanPrefixes, 1);
	s->n = n;
	s->prefixes = g_ptr_array_new_with_free_func((GDestroyNotify)lo_prefix_free);
	s->planner = lo_prefix_planner_new(units, n);
	g_debug("planned %u prefixes in %" G_GINT64_FORMAT " ms", lo_prefix_plans(s->planner)->len,
		(g_get_monotonic_time() - start) / 1000);
	if (!make_all(s, pool, error))
		return NULL;
	choose_all(s);
	g_debug("%u of %u units have a prefix, after %" G_GINT64_FORMAT " ms", s->users, n,
		(g_get_monotonic_time() - start) / 1000);
	return g_steal_pointer(&s);
}

void lo_scan_prefixes_free(LoScanPrefixes *s)
{
	if (!s)
		return;
	g_ptr_array_unref(s->prefixes);
	lo_prefix_planner_free(s->planner);
	g_free(s->chosen);
	g_free(s);
}

const LoPrefix *lo_scan_prefix_of(const LoScanPrefixes *s, guint unit)
{
	return s->chosen[unit] < 0 ? NULL : s->prefixes->pdata[s->chosen[unit]];
}

guint64 lo_scan_prefix_bytes_left(const LoScanPrefixes *s, guint unit)
{
	return lo_prefix_bytes_left(s->planner, unit, s->chosen[unit]);
}

guint lo_scan_prefixes_count(const LoScanPrefixes *s)
{
	return s->prefixes->len;
}

guint lo_scan_prefixes_users(const LoScanPrefixes *s)
{
	return s->users;
}
