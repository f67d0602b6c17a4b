#include "common/deflate.h"
#include "common/error.h"
#include "common/escape.h"
#include "common/glob.h"
#include "common/hash.h"
#include "common/keyset.h"
#include "common/mix.h"
#include "common/path.h"
#include "common/near.h"
#include "common/progress.h"

#include <glib/gstdio.h>

static void check_escape(const char *in, const char *expected)
{
	g_autofree char *out = lo_escape(in);

	g_assert_cmpstr(out, ==, expected);
}

static void test_escape(void)
{
	check_escape("", "");
	check_escape("mm/slub.c:12", "mm/slub.c:12");
	check_escape("a\nb\tc\rd", "a\\nb\\tc\\rd");
	check_escape("\033[2J\a", "\\x1b[2J\\x07");
	check_escape("gr\303\274n", "gr\303\274n");
	check_escape("\xff" "a\xc3", "\\xffa\\xc3");
	check_escape("\xe2\x80\xae" "x", "\\xe2\\x80\\xaex");	/* right-to-left override */
	check_escape("\xc2\x9b", "\\xc2\\x9b");			/* C1 control */
	check_escape("say \"x\" \\n", "say \"x\" \\n");
}

static void test_escape_quoted(void)
{
	g_autoptr(GString) out = g_string_new(NULL);

	lo_escape_append_quoted(out, "a\"\\\n");
	g_assert_cmpstr(out->str, ==, "\"a\\\"\\\\\\n\"");
}

static void test_glob(void)
{
	g_assert_true(lo_glob_matches("", ""));
	g_assert_true(lo_glob_matches("*", ""));
	g_assert_true(lo_glob_matches("dir/*.c", "dir/sub/in.c"));
	g_assert_true(lo_glob_matches("*ab*ab", "abaabab"));
	g_assert_true(lo_glob_matches("a?c*", "abc"));
	g_assert_true(lo_glob_matches("*\xff?", "\xc3\xff\xfe"));
	g_assert_false(lo_glob_matches("", "a"));
	g_assert_false(lo_glob_matches("a?", "a"));
	g_assert_false(lo_glob_matches("*.c", "in.cc"));
	g_assert_false(lo_glob_matches("[a]", "a"));
}

static void check_normal(const char *in, const char *expected)
{
	g_autofree char *out = lo_path_normalise(in);

	g_assert_cmpstr(out, ==, expected);
}

static void test_normalise(void)
{
	check_normal("", ".");
	check_normal(".", ".");
	check_normal("/", "/");
	check_normal("//a//b/", "/a/b");
	check_normal("/../a", "/a");
	check_normal("a/../b", "b");
	check_normal("a/..", ".");
	check_normal("../../a/./b", "../../a/b");
	check_normal("../a/../../b", "../../b");
	check_normal("./include/linux/mutex.h", "include/linux/mutex.h");
}

static void check_relative(const char *path, const char *root, const char *expected)
{
	g_autofree char *out = lo_path_relative(path, root);

	g_assert_cmpstr(out, ==, expected);
}

static void test_relative(void)
{
	check_relative("/src/linux/mm/slub.c", "/src/linux", "mm/slub.c");
	check_relative("/src/linux-6/mm/slub.c", "/src/linux", "/src/linux-6/mm/slub.c");
	check_relative("/src/linux", "/src/linux", ".");
	check_relative("/etc/passwd", "/", "etc/passwd");
	g_assert_false(lo_path_is_inside("/src/linux-6", "/src/linux"));
	g_assert_true(lo_path_is_inside("/", "/"));
}

static void test_absolute(void)
{
	g_autofree char *below = lo_path_absolute("../a/./b.c", "/src/dir");
	g_autofree char *absolute = lo_path_absolute("/x/../y", "/src/dir");

	g_assert_cmpstr(below, ==, "/src/a/b.c");
	g_assert_cmpstr(absolute, ==, "/y");
}

static void test_hash(void)
{
	g_autofree char *file = NULL;
	int fd = g_file_open_tmp("lockorder-XXXXXX", &file, NULL);
	LoHash of_data = lo_hash_data("abc", 3), of_file;
	g_autofree char *hex = lo_hash_to_hex(&of_data);
	g_autoptr(GError) error = NULL;

	g_assert_cmpstr(hex, ==, "ba7816bf8f01cfea414140de5dae2223");	/* FIPS 180-2, cut */
	g_assert_true(g_close(fd, NULL));
	g_assert_true(g_file_set_contents(file, "abc", 3, NULL));
	g_assert_true(lo_hash_file(file, &of_file, &error));
	g_assert_cmpmem(&of_file, sizeof(of_file), &of_data, sizeof(of_data));
	g_unlink(file);
	g_assert_false(lo_hash_file(file, &of_file, &error));
	g_assert_error(error, LO_ERROR, LO_ERROR_IO);
	g_clear_error(&error);
	g_assert_false(lo_hash_file("/", &of_file, &error));
	g_assert_error(error, LO_ERROR, LO_ERROR_IO);
}

static void test_hash_strings(void)
{
	g_autofree char *one = lo_hash_strings((const char *const[]){ "ab", NULL });
	g_autofree char *two = lo_hash_strings((const char *const[]){ "a", "b", NULL });

	g_assert_cmpstr(one, !=, two);
}

typedef struct {
	gint64 now;
	GString *shown;
} Fake;

static gint64 fake_now(gpointer data)
{
	return ((Fake *)data)->now;
}

static void fake_show(const char *text, gpointer data)
{
	g_string_append_printf(((Fake *)data)->shown, "%s|", text);
}

static void at(Fake *fake, LoProgress *p, double seconds, guint64 done)
{
	fake->now = 5000000 + (gint64)(seconds * G_USEC_PER_SEC);
	lo_progress_update(p, done);
}

static void test_progress(void)
{
	Fake fake = { 5000000, g_string_new(NULL) };
	LoProgressIo io = { fake_now, fake_show, &fake };
	LoProgress *p = lo_progress_new_with_io("units", 3000, &io);

	at(&fake, p, 0.9, 90);
	at(&fake, p, 1.0, 100);
	at(&fake, p, 1.1, 110);
	at(&fake, p, 2.0, 200);
	at(&fake, p, 100, 20);
	lo_progress_free(p);
	g_assert_cmpstr(fake.shown->str, ==,
			"units: 100/3000 (3%), 100/s, 0:29 left|"
			"units: 200/3000 (6%), 100/s, 0:28 left|"
			"units: 20/3000 (0%), 0.2/s, 4:08:20 left||");
	g_string_free(fake.shown, TRUE);
}

static void tick_at(Fake *fake, LoProgress *p, double seconds)
{
	fake->now = 5000000 + (gint64)(seconds * G_USEC_PER_SEC);
	lo_progress_tick(p);
}

static void test_progress_in_steps(void)
{
	Fake fake = { 5000000, g_string_new(NULL) };
	LoProgressIo io = { fake_now, fake_show, &fake };
	LoProgress *p = lo_progress_new_with_io("solving", 0, &io);

	tick_at(&fake, p, 0.5);
	lo_progress_step(p, "load", 0);
	tick_at(&fake, p, 2);
	fake.now += 2 * G_USEC_PER_SEC;
	lo_progress_step(p, "strata", 10);
	tick_at(&fake, p, 4.1);
	tick_at(&fake, p, 34);
	tick_at(&fake, p, 50);
	lo_progress_free(p);
	lo_progress_step(NULL, "none", 0);
	g_assert_cmpstr(fake.shown->str, ==,
			"solving: load, 0:02|solving: strata, 0:04, about 0:36 left|solving: strata, 0:34, about 0:06 left|"
			"solving: strata, 0:50||");
	g_string_free(fake.shown, TRUE);
}

static void test_progress_is_quiet_when_short(void)
{
	Fake fake = { 5000000, g_string_new(NULL) };
	LoProgressIo io = { fake_now, fake_show, &fake };
	LoProgress *p = lo_progress_new_with_io("units", 0, &io);

	at(&fake, p, 0.5, 10);
	lo_progress_free(p);
	g_assert_cmpstr(fake.shown->str, ==, "");
	g_string_free(fake.shown, TRUE);
	lo_progress_update(NULL, 1);
	lo_progress_free(NULL);
}

static void test_near(void)
{
	g_assert_cmpuint(lo_near_distance("flush_lock", "flush_lock", 2), ==, 0);
	g_assert_cmpuint(lo_near_distance("flsh_lock", "flush_lock", 2), ==, 1);
	g_assert_cmpuint(lo_near_distance("flush_lokc", "flush_lock", 2), ==, 1);
	g_assert_cmpuint(lo_near_distance("flsuh_lokc", "flush_lock", 2), ==, 2);
	g_assert_cmpuint(lo_near_distance("flush_lock", "flash_lick", 1), ==, 2);
	g_assert_cmpuint(lo_near_distance("a", "abcd", 2), ==, 3);
	g_assert_cmpuint(lo_near_distance("", "ab", 2), ==, 2);
	g_assert_cmpuint(lo_near_limit("ab"), ==, 0);
}

static void test_key_set(void)
{
	LoKeySet s = { 0 };

	g_assert_false(lo_key_set_has(&s, 0));
	for (guint64 i = 0; i < 1000; i++)
		g_assert_true(lo_key_set_add(&s, i << 40 | (i % 3)));
	for (guint64 i = 0; i < 1000; i++)
		g_assert_false(lo_key_set_add(&s, i << 40 | (i % 3)));
	g_assert_true(lo_key_set_has(&s, 0));
	g_assert_false(lo_key_set_has(&s, 1000ull << 40));
	g_assert_cmpuint(s.n, ==, 1000);
	lo_key_set_clear(&s);
	g_assert_false(lo_key_set_has(&s, 0));
}

static void check_deflate(gsize len)
{
	g_autofree guint8 *plain = g_malloc(len + 1);

	for (gsize i = 0; i < len; i++)
		plain[i] = (guint8)(i % 251 * (i >> 16));
	g_autoptr(GBytes) packed = lo_deflate(plain, len);
	gsize n_packed, n_back;
	const guint8 *data = g_bytes_get_data(packed, &n_packed);
	g_autoptr(GBytes) back = lo_inflate(data, n_packed);
	g_assert_nonnull(back);
	g_assert_cmpmem(g_bytes_get_data(back, &n_back), g_bytes_get_size(back), plain, len);
	g_assert_null(lo_inflate(data, n_packed - 1));
	g_autofree guint8 *broken = g_memdup2(data, n_packed);
	broken[7] ^= 1;		/* another length */
	g_assert_null(lo_inflate(broken, n_packed));
	broken[0] = 255;	/* more than there can be */
	g_assert_null(lo_inflate(broken, n_packed));
}

static void test_deflate(void)
{
	const guint8 nothing[1] = { 0 };

	check_deflate(1);
	check_deflate(5000);
	check_deflate(9 << 20);
	g_autoptr(GBytes) packed = lo_deflate(nothing, 0);
	g_autoptr(GBytes) back = lo_inflate(g_bytes_get_data(packed, NULL), g_bytes_get_size(packed));
	g_assert_cmpuint(g_bytes_get_size(back), ==, 0);
	g_assert_null(lo_inflate(nothing, 1));
}

/* Sets of small numbers, hashed from a small start, all of them up to two members. */
static void test_mix(void)
{
	g_autoptr(GHashTable) seen = g_hash_table_new(NULL, NULL);

	for (guint a = 0; a < 64; a++) {
		g_assert_true(g_hash_table_add(seen, GSIZE_TO_POINTER(lo_mix(1, a))));
		for (guint b = 0; b < 64; b++)
			g_assert_true(g_hash_table_add(seen, GSIZE_TO_POINTER(lo_mix(lo_mix(1, a), b))));
	}
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/escape/plain", test_escape);
	g_test_add_func("/glob", test_glob);
	g_test_add_func("/escape/quoted", test_escape_quoted);
	g_test_add_func("/deflate", test_deflate);
	g_test_add_func("/key-set", test_key_set);
	g_test_add_func("/path/normalise", test_normalise);
	g_test_add_func("/path/relative", test_relative);
	g_test_add_func("/path/absolute", test_absolute);
	g_test_add_func("/hash/data", test_hash);
	g_test_add_func("/hash/strings", test_hash_strings);
	g_test_add_func("/progress/line", test_progress);
	g_test_add_func("/progress/steps", test_progress_in_steps);
	g_test_add_func("/mix", test_mix);
	g_test_add_func("/near", test_near);
	g_test_add_func("/progress/short", test_progress_is_quiet_when_short);
	return g_test_run();
}
