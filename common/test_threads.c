#include "common/stable_array.h"
#include "common/threads.h"
#include "common/word_lists.h"

#define N_WORKERS 4
#define N_LISTS 5000

static void test_stable_array(void)
{
	LoStableArray a = { 0 };

	for (guint i = 0; i < 1000; i++)
		g_assert_cmpuint(lo_stable_array_add(&a, GUINT_TO_POINTER(i + 1)), ==, i);
	for (guint i = 0; i < 1000; i++)
		g_assert_cmpuint(GPOINTER_TO_UINT(lo_stable_array_get(&a, i)), ==, i + 1);
	lo_stable_array_clear(&a, NULL);
	g_assert_cmpuint(a.n, ==, 0);
}

static void count_one(guint32 i, gpointer worker, gpointer data)
{
	guint8 *seen = data;

	++*(guint *)worker;
	seen[i]++;
}

static void test_each(void)
{
	guint counts[N_WORKERS] = { 0 }, sum = 0;
	gpointer workers[N_WORKERS];
	g_autofree guint8 *seen = g_new0(guint8, N_LISTS);

	for (guint i = 0; i < N_WORKERS; i++)
		workers[i] = &counts[i];
	lo_threads_each(0, count_one, workers, N_WORKERS, seen);
	lo_threads_each(N_LISTS, count_one, workers, N_WORKERS, seen);
	for (guint i = 0; i < N_WORKERS; i++)
		sum += counts[i];
	g_assert_cmpuint(sum, ==, N_LISTS);
	for (guint i = 0; i < N_LISTS; i++)
		g_assert_cmpuint(seen[i], ==, 1);
}

typedef struct {
	LoWordLists *lists;
	guint32 ids[N_LISTS];
} Asker;

/* Lists of one and of three words, the numbers of some being prefixes of others'. */
static void ask_for_all(gpointer worker, gpointer data)
{
	Asker *a = worker;

	(void)data;
	for (guint32 i = 0; i < N_LISTS; i++) {
		const guint32 words[] = { i / 2, 7, i };
		a->ids[i] = lo_word_lists_add(a->lists, words, i % 2 ? 3 : 1);
	}
}

static void test_word_lists(void)
{
	LoWordLists *lists = lo_word_lists_new();
	g_autofree Asker *askers = g_new0(Asker, N_WORKERS);
	g_autoptr(GHashTable) ids = g_hash_table_new(NULL, NULL);
	gpointer workers[N_WORKERS];
	guint n;

	for (guint i = 0; i < N_WORKERS; i++) {
		askers[i].lists = lists;
		workers[i] = &askers[i];
	}
	lo_threads_run(ask_for_all, workers, N_WORKERS, NULL);
	for (guint i = 0; i < N_LISTS; i++) {
		const guint32 *words = lo_word_lists_get(lists, askers[0].ids[i], &n);
		g_assert_cmpuint(n, ==, i % 2 ? 3 : 1);
		g_assert_cmpuint(words[0], ==, i / 2);
		g_assert_true(g_hash_table_add(ids, GUINT_TO_POINTER(askers[0].ids[i])));
		for (guint k = 1; k < N_WORKERS; k++)
			g_assert_cmpuint(askers[k].ids[i], ==, askers[0].ids[i]);
	}
	g_assert_cmpuint(lo_word_lists_add(lists, NULL, 0), ==, 0);
	lo_word_lists_get(lists, 0, &n);
	g_assert_cmpuint(n, ==, 0);
	lo_word_lists_free(lists);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/stable-array", test_stable_array);
	g_test_add_func("/threads/each", test_each);
	g_test_add_func("/word-lists", test_word_lists);
	return g_test_run();
}
