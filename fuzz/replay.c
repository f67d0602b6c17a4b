/*
 * Runs a fuzz target over inputs, without libFuzzer.
 *
 *   TARGET [-m N] FILE|FOLDER...
 *
 * Each file is one input; N mutations of it (the same in each run) follow: cut
 * short, bytes changed, pieces doubled or left out.  The output is TAP.
 */
#include <glib.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fuzz/fuzz.h"

/* xorshift64*: the same numbers everywhere. */
static guint64 next_random(guint64 *state)
{
	*state ^= *state >> 12;
	*state ^= *state << 25;
	*state ^= *state >> 27;
	return *state * G_GUINT64_CONSTANT(2685821657736338717);
}

static gsize below(guint64 *state, gsize n)
{
	return n ? (gsize)(next_random(state) % n) : 0;
}

static void change_bytes(GByteArray *a, guint64 *state)
{
	static const guint8 telling[] = { 0, 0xff, 0x80, 0x7f, '\n', '"', '\\', '{', '}', '(', ' ', '9' };

	for (gsize i = 1 + below(state, 4); i && a->len; i--)
		a->data[below(state, a->len)] = below(state, 2) ? telling[below(state, sizeof(telling))] : (guint8)next_random(state);
}

static void double_piece(GByteArray *a, guint64 *state)
{
	gsize from = below(state, a->len), n = 1 + below(state, MIN(64, a->len - from));
	g_autofree guint8 *piece = a->len ? g_memdup2(a->data + from, n) : NULL;

	if (piece)
		g_byte_array_append(a, piece, (guint)n);
}

static void leave_out_piece(GByteArray *a, guint64 *state)
{
	gsize from = below(state, a->len), n = 1 + below(state, MIN(32, a->len - from));

	if (a->len)
		g_byte_array_remove_range(a, (guint)from, (guint)n);
}

static void mutate(GByteArray *a, guint64 *state)
{
	switch (below(state, 4)) {
	case 0:
		g_byte_array_set_size(a, (guint)below(state, a->len + 1));
		break;
	case 1:
		double_piece(a, state);
		break;
	case 2:
		leave_out_piece(a, state);
		break;
	default:
		change_bytes(a, state);
	}
}

/* In memory of exactly its size, so that a sanitizer sees a read beyond the end. */
static void run(const guint8 *data, gsize len)
{
	g_autofree guint8 *copy = g_malloc(MAX(len, 1));

	if (len)
		memcpy(copy, data, len);
	LLVMFuzzerTestOneInput(copy, len);
}

static gboolean replay(const char *path, guint mutations)
{
	g_autofree char *text = NULL;
	gsize len;
	guint64 state = G_GUINT64_CONSTANT(88172645463325252);

	if (!g_file_get_contents(path, &text, &len, NULL))
		return FALSE;
	run((const guint8 *)text, len);
	for (guint i = 0; i < mutations; i++) {
		g_autoptr(GByteArray) a = g_byte_array_new();

		g_byte_array_append(a, (const guint8 *)text, (guint)len);
		mutate(a, &state);
		run(a->data, a->len);
	}
	return TRUE;
}

static void add_inputs(GPtrArray *inputs, const char *path)
{
	g_autoptr(GDir) dir = g_dir_open(path, 0, NULL);
	const char *name;

	if (!dir) {
		g_ptr_array_add(inputs, g_strdup(path));
		return;
	}
	while ((name = g_dir_read_name(dir))) {
		g_autofree char *below_it = g_build_filename(path, name, NULL);

		add_inputs(inputs, below_it);
	}
}

static gint by_path(gconstpointer a, gconstpointer b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

int main(int argc, char **argv)
{
	g_autoptr(GPtrArray) inputs = g_ptr_array_new_with_free_func(g_free);
	guint mutations = 0, failed = 0;

	for (int i = 1; i < argc; i++) {
		if (!strcmp(argv[i], "-m") && i + 1 < argc)
			mutations = (guint)strtoul(argv[++i], NULL, 10);
		else
			add_inputs(inputs, argv[i]);
	}
	g_log_set_always_fatal(G_LOG_FATAL_MASK | G_LOG_LEVEL_CRITICAL);
	g_ptr_array_sort(inputs, by_path);
	printf("1..%u\n", MAX(inputs->len, 1));
	if (!inputs->len) {
		printf("not ok 1 - no inputs\n");
		return 1;
	}
	for (guint i = 0; i < inputs->len; i++) {
		g_autofree char *name = g_path_get_basename(inputs->pdata[i]);
		gboolean ok = replay(inputs->pdata[i], mutations);

		failed += !ok;
		printf("%s %u - %s\n", ok ? "ok" : "not ok", i + 1, name);
		fflush(stdout);
	}
	return failed ? 1 : 0;
}
