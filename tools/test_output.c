/* Output goes where it is asked to, and destroys nothing else. */
#include <errno.h>
#include <glib/gstdio.h>
#include <sys/stat.h>

#include "common/error.h"
#include "tools/command.h"

static void test_file(void)
{
	g_autofree char *dir = g_dir_make_tmp("lockorder-XXXXXX", NULL);
	g_autofree char *path = g_build_filename(dir, "out", NULL);
	g_autofree char *got = NULL;
	g_autoptr(GString) out = g_string_new_len("a\0b\n", 4);
	gsize len;

	g_assert_true(lo_write_output(out, path, NULL));
	g_assert_true(lo_write_output(out, path, NULL));
	g_assert_true(g_file_get_contents(path, &got, &len, NULL));
	g_assert_cmpmem(got, len, out->str, out->len);
	g_assert_cmpint(g_unlink(path), ==, 0);
	g_assert_cmpint(g_rmdir(dir), ==, 0);
}

/* A rename over it would leave a plain file in its place. */
static void test_device(void)
{
	g_autoptr(GString) out = g_string_new("x\n");
	struct stat st;

	g_assert_true(lo_write_output(out, "/dev/null", NULL));
	g_assert_cmpint(stat("/dev/null", &st), ==, 0);
	g_assert_true(S_ISCHR(st.st_mode));
}

static void expect_failure(const char *path)
{
	g_autoptr(GString) out = g_string_new("x\n");
	g_autoptr(GError) error = NULL;

	g_assert_false(lo_write_output(out, path, &error));
	g_assert_error(error, LO_ERROR, LO_ERROR_IO);
	g_assert_nonnull(strstr(error->message, path));
}

static void test_failures(void)
{
	expect_failure("/nonexistent/out");
	expect_failure("/");
	expect_failure("/dev/full");
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/output/file", test_file);
	g_test_add_func("/output/device", test_device);
	g_test_add_func("/output/failures", test_failures);
	return g_test_run();
}
