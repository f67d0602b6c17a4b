#include "solver/modules.h"


#include <string.h>

#define SHARED_CALLERS 8	/* directories that call into a shared one */
#define SHARED_PERCENT 25	/* of the directories, where there are few */

struct LoModules {
	GHashTable *ids;	/* char *: directory -> 1 + number */
	GPtrArray *names;	/* char *, owned by `ids` */
	guint32 *callers;	/* per directory */
	GHashTable *calls;	/* set of both numbers: the first's functions call the second's */
};

static guint32 dir_id(LoModules *m, const char *file, gboolean add)
{
	const char *slash = strrchr(file, '/');
	g_autofree char *dir = slash ? g_strndup(file, (gsize)(slash - file)) : g_strdup("");
	guint32 id = GPOINTER_TO_UINT(g_hash_table_lookup(m->ids, dir));

	if (id || !add)
		return id;
	g_ptr_array_add(m->names, dir);
	g_hash_table_insert(m->ids, g_steal_pointer(&dir), GUINT_TO_POINTER(m->names->len));
	return m->names->len;
}

static void add_calls(GHashTable *calls, const guint32 *dir_of, guint fn, const LoSummary *s)
{
	for (guint i = 0; i < s->events->len; i++) {
		const LoEvent *ev = &g_array_index(s->events, LoEvent, i);
		if (ev->kind == LO_EV_CALL && !ev->inherited && dir_of[ev->callee] && dir_of[ev->callee] != dir_of[fn])
			g_hash_table_add(calls, GSIZE_TO_POINTER((gsize)dir_of[fn] << 32 | dir_of[ev->callee]));
	}
}

LoModules *lo_modules_new(const LoProgram *p, LoSummary *const *summaries, guint n)
{
	LoModules *m = g_new0(LoModules, 1);
	g_autofree guint32 *dir_of = g_new0(guint32, n + 1);
	GHashTableIter it;
	gpointer key;

	m->ids = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	m->names = g_ptr_array_new();
	m->calls = g_hash_table_new(NULL, NULL);
	for (guint i = 0; i < n; i++)
		if (summaries[i] && *lo_program_fn(p, i)->file)
			dir_of[i] = dir_id(m, lo_program_fn(p, i)->file, TRUE);
	for (guint i = 0; i < n; i++)
		if (summaries[i])
			add_calls(m->calls, dir_of, i, summaries[i]);
	m->callers = g_new0(guint32, m->names->len + 1);
	g_hash_table_iter_init(&it, m->calls);
	while (g_hash_table_iter_next(&it, &key, NULL))
		m->callers[GPOINTER_TO_SIZE(key) & G_MAXUINT32]++;
	return m;
}

void lo_modules_free(LoModules *m)
{
	if (!m)
		return;
	g_hash_table_unref(m->ids);
	g_ptr_array_unref(m->names);
	g_hash_table_unref(m->calls);
	g_free(m->callers);
	g_free(m);
}

guint32 lo_module_of(const LoModules *m, const char *file)
{
	guint32 id = dir_id((LoModules *)m, file, FALSE);

	if (!id || m->callers[id] >= SHARED_CALLERS || m->callers[id] * 100 > SHARED_PERCENT * m->names->len)
		return 0;
	return id;
}

gboolean lo_module_calls(const LoModules *m, guint32 from, guint32 to)
{
	return g_hash_table_contains(m->calls, GSIZE_TO_POINTER((gsize)from << 32 | to));
}

const char *lo_module_name(const LoModules *m, guint32 module)
{
	return g_ptr_array_index(m->names, module - 1);
}
