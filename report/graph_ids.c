/*
 * Ids of a graph's objects in the order in which they are made.  libcgraph's
 * own are addresses of their names, by which it sorts subgraphs when it writes
 * them: the output would differ from run to run.
 *
 * Named objects have even ids, others odd ones, as libcgraph wants it.
 */
#include "report/draw.h"

#define KINDS 4		/* AGRAPH, AGNODE, AGOUTEDGE, AGINEDGE */

typedef struct {
	Agraph_t *g;
	GHashTable *ids[KINDS];		/* libcgraph's string -> position in names + 1 */
	GPtrArray *names[KINDS];
	IDTYPE unnamed;
} Ids;

/* The two kinds of edge are the halves of one. */
static int kind_of(int objtype)
{
	return objtype == AGINEDGE ? AGOUTEDGE : objtype;
}

static void *ids_open(Agraph_t *g, Agdisc_t *disc G_GNUC_UNUSED)
{
	Ids *ids = g_new0(Ids, 1);

	ids->g = g;
	for (guint i = 0; i < KINDS; i++) {
		ids->ids[i] = g_hash_table_new(g_str_hash, g_str_equal);
		ids->names[i] = g_ptr_array_new();
	}
	return ids;
}

static long ids_map(void *state, int objtype, char *name, IDTYPE *id, int create)
{
	Ids *ids = state;
	int kind = kind_of(objtype);
	guint known = name ? GPOINTER_TO_UINT(g_hash_table_lookup(ids->ids[kind], name)) : 0;
	char *kept;

	if (!known && !create)
		return 0;
	if (!name) {
		*id = 2 * ids->unnamed++ + 1;
		return 1;
	}
	if (!known) {
		kept = agstrdup(ids->g, name);
		g_ptr_array_add(ids->names[kind], kept);
		known = ids->names[kind]->len;
		g_hash_table_insert(ids->ids[kind], kept, GUINT_TO_POINTER(known));
	}
	*id = 2 * (IDTYPE)known;
	return 1;
}

static long ids_alloc(void *state G_GNUC_UNUSED, int objtype G_GNUC_UNUSED, IDTYPE id G_GNUC_UNUSED)
{
	return 0;	/* nobody asks for an id of his choice */
}

static void ids_free(void *state G_GNUC_UNUSED, int objtype G_GNUC_UNUSED, IDTYPE id G_GNUC_UNUSED)
{
}

static char *ids_print(void *state, int objtype, IDTYPE id)
{
	const Ids *ids = state;

	return id % 2 ? NULL : g_ptr_array_index(ids->names[kind_of(objtype)], id / 2 - 1);
}

static void ids_close(void *state)
{
	Ids *ids = state;

	for (guint i = 0; i < KINDS; i++) {
		g_hash_table_unref(ids->ids[i]);
		g_ptr_array_unref(ids->names[i]);	/* the strings are the graph's */
	}
	g_free(ids);
}

static void ids_register(void *state G_GNUC_UNUSED, int objtype G_GNUC_UNUSED, void *object G_GNUC_UNUSED)
{
}

Agraph_t *lo_graph_open(const char *name)
{
	static Agiddisc_t ids = { ids_open, ids_map, ids_alloc, ids_free, ids_print, ids_close, ids_register };
	static Agdisc_t disc = { .mem = &AgMemDisc, .id = &ids, .io = &AgIoDisc };

	return agopen((char *)name, Agdirected, &disc);
}
