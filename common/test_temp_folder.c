#include "common/temp_folder.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static char *file_in(const char *folder, const char *name)
{
	char *path = g_build_filename(folder, name, NULL);

	g_assert_true(g_file_set_contents(path, "x", -1, NULL));
	return path;
}

/* The folder of a process that was killed, with a file in it. */
static char *leftover(void)
{
	int fds[2];
	char path[4096] = "";
	pid_t child;

	g_assert_cmpint(pipe(fds), ==, 0);
	child = fork();
	if (!child) {
		LoTempFolder *t = lo_temp_folder_new();
		g_free(file_in(lo_temp_folder_path(t), "1.pch"));
		const char *name = lo_temp_folder_path(t);

		if (write(fds[1], name, strlen(name) + 1) > 0)
			kill(getpid(), SIGKILL);
		_exit(1);
	}
	close(fds[1]);
	g_assert_cmpint(read(fds[0], path, sizeof(path)), >, 0);
	close(fds[0]);
	waitpid(child, NULL, 0);
	return g_strdup(path);
}

static void make_one(void)
{
	g_autoptr(LoTempFolder) t = lo_temp_folder_new();

	g_assert_nonnull(t);
}

static void test_killed(void)
{
	g_autofree char *left = leftover();

	g_assert_true(g_file_test(left, G_FILE_TEST_IS_DIR));
	make_one();
	g_assert_false(g_file_test(left, G_FILE_TEST_EXISTS));
}

static void test_live(void)
{
	g_autoptr(LoTempFolder) t = lo_temp_folder_new();
	g_autofree char *file = file_in(lo_temp_folder_path(t), "1.pch");
	g_autofree char *path = g_strdup(lo_temp_folder_path(t));

	make_one();
	g_assert_true(g_file_test(file, G_FILE_TEST_EXISTS));
	lo_temp_folder_free(g_steal_pointer(&t));
	g_assert_false(g_file_test(path, G_FILE_TEST_EXISTS));
}

/* A child that frees its copy leaves the folder; while it lives, nobody else removes it either. */
static void test_forked(void)
{
	g_autoptr(LoTempFolder) t = lo_temp_folder_new();
	pid_t child = fork();

	if (!child) {
		lo_temp_folder_free(g_steal_pointer(&t));
		_exit(0);
	}
	waitpid(child, NULL, 0);
	make_one();
	g_assert_true(g_file_test(lo_temp_folder_path(t), G_FILE_TEST_IS_DIR));
}

/* Folders with our name that somebody else may have made: not the marker's text, open to others, a link. */
static void test_foreign(void)
{
	g_autofree char *unmarked = g_dir_make_tmp("lockorder-tmp-XXXXXX", NULL);
	g_autofree char *file = file_in(unmarked, "precious");
	g_autofree char *marker = file_in(unmarked, "owner");
	g_autofree char *open_to_all = leftover();
	g_autofree char *aim = NULL;
	g_autofree char *elsewhere = g_build_filename(g_get_tmp_dir(), "elsewhere", NULL);

	g_assert_cmpint(chmod(marker, 0600), ==, 0);
	g_assert_cmpint(chmod(open_to_all, 0755), ==, 0);
	aim = leftover();
	g_assert_cmpint(g_rename(aim, elsewhere), ==, 0);
	g_assert_cmpint(symlink(elsewhere, aim), ==, 0);
	make_one();
	g_assert_true(g_file_test(file, G_FILE_TEST_EXISTS));
	g_assert_true(g_file_test(open_to_all, G_FILE_TEST_IS_DIR));
	g_assert_true(g_file_test(elsewhere, G_FILE_TEST_IS_DIR));

	g_unlink(aim);
	g_assert_cmpint(g_rename(elsewhere, aim), ==, 0);
	g_assert_cmpint(chmod(open_to_all, 0700), ==, 0);
	make_one();
	g_assert_false(g_file_test(open_to_all, G_FILE_TEST_EXISTS));
	g_assert_false(g_file_test(aim, G_FILE_TEST_EXISTS));
	g_unlink(file);
	g_unlink(marker);
	g_rmdir(unmarked);
}

int main(int argc, char **argv)
{
	g_autofree char *place = g_dir_make_tmp("lo-temp-XXXXXX", NULL);
	int status;

	g_setenv("TMPDIR", place, TRUE);
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/temp-folder/killed", test_killed);
	g_test_add_func("/temp-folder/live", test_live);
	g_test_add_func("/temp-folder/forked", test_forked);
	g_test_add_func("/temp-folder/foreign", test_foreign);
	status = g_test_run();
	g_rmdir(place);
	return status;
}
