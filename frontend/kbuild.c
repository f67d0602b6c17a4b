#include "frontend/kbuild.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "common/error.h"

/* ---- is the tree fit? ---- */

static gboolean refuse(GError **error, const char *format, const char *tree, const char *what)
	G_GNUC_PRINTF(2, 0);

static gboolean refuse(GError **error, const char *format, const char *tree, const char *what)
{
	g_autofree char *text = g_strdup_printf(format, tree, what);

	g_set_error_literal(error, LO_ERROR, LO_ERROR_USAGE, text);
	return FALSE;
}

static gboolean has_file(const char *dir, const char *name)
{
	g_autofree char *path = g_build_filename(dir, name, NULL);

	return g_file_test(path, G_FILE_TEST_IS_REGULAR);
}

/* An argument such as `-f x` or a goal would make it something else than a dry run of the kernel. */
static gboolean check_make_args(const char *const *args, GError **error)
{
	for (guint i = 0; args && args[i]; i++) {
		gsize name = strspn(args[i], G_CSET_a_2_z G_CSET_A_2_Z G_CSET_DIGITS "_");

		if (name && args[i][name] == '=' && !g_str_has_prefix(args[i], "MAKEFLAGS="))
			continue;
		g_set_error(error, LO_ERROR, LO_ERROR_USAGE, "make argument '%s': only NAME=VALUE is taken, such as LLVM=-19",
			    args[i]);
		return FALSE;
	}
	return TRUE;
}

/* As they follow "make" in a message. */
static char *join_args(const char *const *args)
{
	g_autofree char *joined = args && args[0] ? g_strjoinv(" ", (char **)args) : NULL;

	return joined ? g_strconcat(" ", joined, NULL) : g_strdup("");
}

static gboolean check_prepared(const LoKbuildOptions *opt, const char *objdir, GError **error)
{
	static const char *const made[] = { "include/config/auto.conf", "include/generated/autoconf.h",
					    "include/generated/bounds.h", "include/generated/asm-offsets.h",
					    "include/generated/utsrelease.h", NULL };
	g_autofree char *args = join_args(opt->make_args);

	if (!has_file(objdir, ".config"))
		return refuse(error, "'%s' is not configured: run 'make%s defconfig prepare' there first", objdir, args);
	for (guint i = 0; made[i]; i++)
		if (!has_file(objdir, made[i]))
			return refuse(error, "'%s' is not prepared: run 'make%s prepare' there first", objdir, args);
	return TRUE;
}

static gboolean check_tree(const LoKbuildOptions *opt, const char *tree, const char *objdir, GError **error)
{
	if (!has_file(tree, "Makefile") || !has_file(tree, "scripts/Makefile.build") || !has_file(tree, "Kconfig"))
		return refuse(error, "'%s' is no kernel tree%s", opt->tree, "");
	return check_make_args(opt->make_args, error) && check_prepared(opt, objdir, error);
}

/* O=DIR of the make arguments, relative to the tree as make takes it. */
static char *object_dir(const LoKbuildOptions *opt, const char *tree)
{
	const char *dir = NULL;

	for (guint i = 0; opt->make_args && opt->make_args[i]; i++)
		if (g_str_has_prefix(opt->make_args[i], "O="))
			dir = opt->make_args[i] + strlen("O=");
	return dir && *dir ? g_canonicalize_filename(dir, tree) : g_strdup(tree);
}

static gboolean has_modules(const char *objdir)
{
	g_autofree char *path = g_build_filename(objdir, "include/config/auto.conf", NULL);
	g_autofree char *text = NULL;

	return g_file_get_contents(path, &text, NULL, NULL) && strstr(text, "\nCONFIG_MODULES=y\n");
}

/* ---- running make ---- */

static char **make_argv(const LoKbuildOptions *opt, const char *const *flags, const char *const *goals)
{
	GPtrArray *argv = g_ptr_array_new();

	g_ptr_array_add(argv, g_strdup("make"));
	for (guint i = 0; flags[i]; i++)
		g_ptr_array_add(argv, g_strdup(flags[i]));
	for (guint i = 0; opt->make_args && opt->make_args[i]; i++)
		g_ptr_array_add(argv, g_strdup(opt->make_args[i]));
	for (guint i = 0; goals[i]; i++)
		g_ptr_array_add(argv, g_strdup(goals[i]));
	g_ptr_array_add(argv, NULL);
	return (char **)g_ptr_array_free(argv, FALSE);
}

/* Not parallel: make's output of two recipes mixes in the middle of lines, even with -O. */
static const char *const dry_run[] = { "-n", "-k", "V=1", NULL };

char *lo_kbuild_describe(const LoKbuildOptions *opt)
{
	static const char *const goal[] = { "vmlinux", NULL };
	g_auto(GStrv) argv = make_argv(opt, dry_run, goal);
	g_autofree char *line = g_strjoinv(" ", argv);

	return g_strdup_printf("'%s' in '%s' (a dry run: nothing is built)", line, opt->tree);
}

/* make's own variables would reach into this run when we are run by make. */
static char **make_environment(void)
{
	static const char *const drop[] = { "MAKEFLAGS", "MFLAGS", "MAKELEVEL", "MAKEOVERRIDES", "GNUMAKEFLAGS",
					    "KBUILD_OUTPUT", "O", "V", NULL };
	char **env = g_get_environ();

	for (guint i = 0; drop[i]; i++)
		env = g_environ_unsetenv(env, drop[i]);
	return g_environ_setenv(env, "LC_ALL", "C", TRUE);
}

static void read_lines(FILE *f, LoKbuildReader *r, void (*take)(LoKbuildReader *, const char *))
{
	char *line = NULL;
	size_t size = 0;

	while (getline(&line, &size, f) >= 0)
		take(r, line);
	free(line);
}

/* The last line on stderr says best why make did nothing at all. */
static char *read_complaints(FILE *f, LoKbuildReader *r)
{
	char *line = NULL, *last = g_strdup("");
	size_t size = 0;

	if (fseek(f, 0, SEEK_SET))
		return last;
	while (getline(&line, &size, f) >= 0) {
		lo_kbuild_reader_complaint(r, line);
		g_free(last);
		last = g_strstrip(g_strdup(line));
	}
	free(line);
	return last;
}

static gboolean spawn(const char *tree, char **argv, FILE *err, int *out, GPid *pid, GError **error)
{
	g_auto(GStrv) env = make_environment();
	g_autoptr(GError) why = NULL;

	if (g_spawn_async_with_pipes_and_fds(tree, (const char *const *)argv, (const char *const *)env,
					     G_SPAWN_SEARCH_PATH | G_SPAWN_DO_NOT_REAP_CHILD, NULL, NULL, -1, -1,
					     fileno(err), NULL, NULL, 0, pid, NULL, out, NULL, &why))
		return TRUE;
	g_set_error(error, LO_ERROR, LO_ERROR_IO, "cannot run make in '%s': %s", tree, why->message);
	return FALSE;
}

static gboolean run_make(const LoKbuildOptions *opt, const char *tree, const char *const *goals, LoKbuildReader *r,
			 char **last, GError **error)
{
	g_auto(GStrv) argv = make_argv(opt, dry_run, goals);
	FILE *err = tmpfile(), *out;
	GPid pid;
	int fd;

	if (!err) {
		g_set_error(error, LO_ERROR, LO_ERROR_IO, "cannot make a temporary file: %s", g_strerror(errno));
		return FALSE;
	}
	if (!spawn(tree, argv, err, &fd, &pid, error)) {
		fclose(err);
		return FALSE;
	}
	out = fdopen(fd, "r");
	read_lines(out, r, lo_kbuild_reader_line);
	fclose(out);
	/* its status says nothing: with -n the links always lack their archives */
	while (waitpid(pid, NULL, 0) < 0 && errno == EINTR)
		;
	*last = read_complaints(err, r);
	fclose(err);
	return TRUE;
}

/* ---- what only the build itself makes ---- */

gboolean lo_kbuild_generate(const LoKbuildOptions *opt, const GPtrArray *goals, guint jobs, GError **error)
{
	g_autofree char *tree = g_canonicalize_filename(opt->tree, NULL);
	g_autofree char *parallel = g_strdup_printf("-j%u", MAX(jobs, 1));
	const char *const flags[] = { "-k", "-s", parallel, NULL };
	g_autoptr(GPtrArray) names = g_ptr_array_new();
	g_auto(GStrv) env = make_environment();
	g_auto(GStrv) argv = NULL;
	g_autoptr(GError) why = NULL;

	for (guint i = 0; i < goals->len; i++)
		g_ptr_array_add(names, g_ptr_array_index(goals, i));
	g_ptr_array_add(names, NULL);
	argv = make_argv(opt, flags, (const char *const *)names->pdata);
	if (g_spawn_sync(tree, argv, env,
			 G_SPAWN_SEARCH_PATH | G_SPAWN_STDOUT_TO_DEV_NULL | G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL, NULL,
			 NULL, NULL, &why))
		return TRUE;
	g_set_error(error, LO_ERROR, LO_ERROR_IO, "cannot run make in '%s': %s", tree, why->message);
	return FALSE;
}

/* ---- objects that are built already ---- */

static void read_cmd_file(LoKbuildReader *r, const char *dir, const char *name)
{
	g_autofree char *path = g_build_filename(dir, name, NULL);
	g_autofree char *object = g_strndup(name + 1, strlen(name) - strlen(".") - strlen(".cmd"));
	g_autofree char *text = NULL;

	/* an object that is gone left its .cmd behind */
	if (!has_file(dir, object) || !g_file_get_contents(path, &text, NULL, NULL))
		return;
	text[strcspn(text, "\n")] = '\0';
	lo_kbuild_reader_cmd_file(r, text);
}

static void read_cmd_files(LoKbuildReader *r, const char *dir, guint depth)
{
	g_autoptr(GDir) d = depth < 64 ? g_dir_open(dir, 0, NULL) : NULL;
	const char *name;

	while (d && (name = g_dir_read_name(d))) {
		g_autofree char *path = NULL;
		struct stat st;

		if (name[0] == '.') {
			if (g_str_has_suffix(name, ".o.cmd"))
				read_cmd_file(r, dir, name);
			continue;
		}
		path = g_build_filename(dir, name, NULL);
		if (!strchr(name, '.') && !lstat(path, &st) && S_ISDIR(st.st_mode))
			read_cmd_files(r, path, depth + 1);
	}
}

/* ---- all of it ---- */

LoKbuild *lo_kbuild_run(const LoKbuildOptions *opt, GError **error)
{
	g_autofree char *tree = g_canonicalize_filename(opt->tree, NULL);
	g_autofree char *objdir = object_dir(opt, tree);
	g_autofree char *last = NULL;
	const char *goals[] = { "vmlinux", NULL, NULL };
	LoKbuildReader *r;
	LoKbuild *kb;
	gboolean ok;

	if (!check_tree(opt, tree, objdir, error))
		return NULL;
	if (has_modules(objdir))
		goals[1] = "modules";
	r = lo_kbuild_reader_new(objdir);
	ok = run_make(opt, tree, goals, r, &last, error);
	if (ok)
		read_cmd_files(r, objdir, 0);
	kb = lo_kbuild_reader_finish(r);
	if (ok && !kb->db->commands->len) {
		g_set_error(error, LO_ERROR, LO_ERROR_INPUT, "'%s': make printed no compile command; it said: %s",
			    opt->tree, *last ? last : "nothing");
		ok = FALSE;
	}
	if (!ok)
		g_clear_pointer(&kb, lo_kbuild_free);
	return kb;
}
