#include "frontend/kbuild.h"

#include <glib/gstdio.h>
#include <string.h>

#include "common/error.h"

/* Written after the forms that make prints for a 6.1 and a 6.12 tree. */
static const char *const lines[] = {
	"make -f ./scripts/Makefile.build obj=fs",
	":",
	"# don't mind this",
	/* 6.1: echo, traps, the command, objtool, fixdep, printf */
	("set -e;  echo '  clang-19 -Wp,-MMD,fs/.one.o.d -D__KERNEL__ -DKBUILD_MODNAME='\\''\"one\"'\\'' -c -o fs/one.o fs/one.c';"
	"    trap 'rm -f fs/one.o; trap - HUP; kill -s HUP $$' HUP;"
	" clang-19 -Wp,-MMD,fs/.one.o.d -nostdinc -I./include -D__KERNEL__ -DKBUILD_MODNAME='\"one\"' -c -o fs/one.o fs/one.c"
	"   ; ./tools/objtool/objtool --orc fs/one.o; scripts/basic/fixdep fs/.one.o.d fs/one.o 'clang-19 -c fs/one.c'"
	" > fs/.one.o.cmd; rm -f fs/.one.o.d"),
	/* 6.12: saved commands, no echo */
	("set -e; mkdir -p fs/; clang-19 -Wp,-MMD,fs/.two.o.d -D__KERNEL__ -c -o fs/two.o fs/two.c ; "
	"printf '%s\\n' 'savedcmd_fs/two.o := clang-19 -c fs/two.c' > fs/.two.o.cmd"),
	/* a host program */
	"set -e; gcc -O2 -c -o scripts/mod/tool.o scripts/mod/tool.c; scripts/basic/fixdep x",
	/* assembly */
	"set -e; clang-19 -D__KERNEL__ -D__ASSEMBLY__ -c -o fs/asm.o fs/asm.S",
	/* a source that the build makes */
	"set -e; gen fs/table.txt > fs/table.c",
	"set -e; clang-19 -D__KERNEL__ -c -o fs/table.o fs/table.c",
	"set -e; scripts/compiler fs/x.asn1 fs/x.asn1.c fs/x.asn1.h",
	/* the same source with the flags of a boot stub, first in the list */
	"set -e; clang-19 -D__KERNEL__ -DSTUB -c -o boot/stub-two.o fs/two.c",
	/* continued */
	"set -e; clang-19 -D__KERNEL__ \\",
	"  -c -o fs/three.o fs/three.c",
	"set -e; rm -f fs/built-in.a;  printf \"fs/%s \" one.o two.o asm.o table.o three.o gone.o | xargs llvm-ar-19 cDPrST fs/built-in.a",
	"set -e; rm -f lib/lib.a; llvm-ar-19 cDPrsT lib/lib.a lib/lost.o fs/one.o",
};

static const char *const sources[] = { "fs/one.c", "fs/two.c", "fs/three.c", "fs/asm.S", NULL };

static char *make_tree(void)
{
	char *dir = g_dir_make_tmp("lo-kbuild-XXXXXX", NULL);
	g_autofree char *fs = g_build_filename(dir, "fs", NULL);

	g_mkdir(fs, 0700);
	for (guint i = 0; sources[i]; i++) {
		g_autofree char *path = g_build_filename(dir, sources[i], NULL);

		g_assert_true(g_file_set_contents(path, i == 2 ? "#include \"x.asn1.h\"\n" : "", -1, NULL));
	}
	return dir;
}

static void remove_tree(const char *dir)
{
	g_autofree char *fs = g_build_filename(dir, "fs", NULL);

	for (guint i = 0; sources[i]; i++) {
		g_autofree char *path = g_build_filename(dir, sources[i], NULL);

		g_remove(path);
	}
	g_rmdir(fs);
	g_rmdir(dir);
}

static char *joined(GPtrArray *strings)
{
	GString *out = g_string_new(NULL);

	for (guint i = 0; i < strings->len; i++)
		g_string_append_printf(out, "%s%s", i ? "\n" : "", (char *)strings->pdata[i]);
	return g_string_free(out, FALSE);
}

static void check_command(const LoKbuild *kb, guint i, const char *dir, const char *source, const char *flag)
{
	const LoCompileCommand *cmd = kb->db->commands->pdata[i];
	g_autofree char *path = g_build_filename(dir, source, NULL);

	g_assert_cmpstr(cmd->source, ==, path);
	g_assert_cmpstr(cmd->directory, ==, dir);
	g_assert_true(!flag || g_strv_contains((const char *const *)cmd->args, flag));
}

static void test_output(void)
{
	g_autofree char *dir = make_tree();
	LoKbuildReader *r = lo_kbuild_reader_new(dir);
	g_autofree char *uncovered = NULL, *headers = NULL, *goals = NULL, *expected = NULL;
	g_autoptr(LoKbuild) kb = NULL;

	for (guint i = 0; i < G_N_ELEMENTS(lines); i++)
		lo_kbuild_reader_line(r, lines[i]);
	lo_kbuild_reader_complaint(r, "make[1]: *** No rule to make target 'vmlinux.a', needed by 'vmlinux.o'.");
	lo_kbuild_reader_complaint(r, "make[2]: *** No rule to make target 'fs/no.c', needed by 'fs/no.o'.  Stop.");
	kb = lo_kbuild_reader_finish(r);
	g_assert_cmpuint(kb->commands, ==, 4);
	g_assert_cmpuint(kb->db->commands->len, ==, 3);
	check_command(kb, 0, dir, "fs/one.c", "-DKBUILD_MODNAME=\"one\"");
	check_command(kb, 1, dir, "fs/three.c", NULL);
	check_command(kb, 2, dir, "fs/two.c", "-Wp,-MMD,fs/.two.o.d");
	uncovered = joined(kb->uncovered);
	expected = g_strdup("fs/gone.o: make printed no command for it\n"
			    "fs/no.c: make has no rule for it\n"
			    "fs/table.c: the source is made by the build\n"
			    "lib/lost.o: make printed no command for it");
	g_assert_cmpstr(uncovered, ==, expected);
	headers = joined(kb->missing_headers);
	g_assert_cmpstr(headers, ==, "fs/x.asn1.c\nfs/x.asn1.h");
	goals = joined(kb->goals);
	g_assert_cmpstr(goals, ==, "fs/table.o\nfs/three.o");
	remove_tree(dir);
}

static void test_cmd_files(void)
{
	g_autofree char *dir = make_tree();
	LoKbuildReader *r = lo_kbuild_reader_new(dir);
	g_autoptr(LoKbuild) kb = NULL;

	lo_kbuild_reader_line(r, "clang -D__KERNEL__ -DNEW -c -o fs/one.o fs/one.c");
	lo_kbuild_reader_cmd_file(r, "cmd_fs/one.o := clang -D__KERNEL__ -DOLD -c -o fs/one.o fs/one.c");
	lo_kbuild_reader_cmd_file(r, "savedcmd_fs/two.o := clang -D__KERNEL__ -DX='$$\\#' -c -o fs/two.o fs/two.c ; x");
	lo_kbuild_reader_cmd_file(r, "something else");
	kb = lo_kbuild_reader_finish(r);
	g_assert_cmpuint(kb->db->commands->len, ==, 2);
	check_command(kb, 0, dir, "fs/one.c", "-DNEW");
	check_command(kb, 1, dir, "fs/two.c", "-DX=$#");
	remove_tree(dir);
}

static void check_refused(const LoKbuildOptions *opt, const char *part)
{
	g_autoptr(GError) error = NULL;

	g_assert_null(lo_kbuild_run(opt, &error));
	g_assert_error(error, LO_ERROR, LO_ERROR_USAGE);
	g_test_message("%s", error->message);
	g_assert_nonnull(strstr(error->message, part));
}

/* Grows from nothing into what looks like a configured tree, without its makefiles doing anything. */
static void test_refused(void)
{
	static const char *const names[] = { "Makefile", "Kconfig", "scripts/Makefile.build", ".config", "scripts",
					     NULL };
	static const char *const bad[] = { "-f", NULL }, *const flags[] = { "MAKEFLAGS=-i", NULL };
	g_autofree char *dir = g_dir_make_tmp("lo-kbuild-XXXXXX", NULL);
	g_autofree char *scripts = g_build_filename(dir, "scripts", NULL);
	LoKbuildOptions opt = { .tree = dir };

	check_refused(&opt, "is no kernel tree");
	g_mkdir(scripts, 0700);
	for (guint i = 0; i < 4; i++) {
		g_autofree char *path = g_build_filename(dir, names[i], NULL);

		if (i == 3)
			check_refused(&opt, "is not configured");
		g_assert_true(g_file_set_contents(path, "", 0, NULL));
	}
	check_refused(&opt, "prepare' there first");
	opt.make_args = bad;
	check_refused(&opt, "only NAME=VALUE is taken");
	opt.make_args = flags;
	check_refused(&opt, "only NAME=VALUE is taken");
	for (guint i = 0; names[i]; i++) {
		g_autofree char *path = g_build_filename(dir, names[i], NULL);

		g_remove(path);
	}
	g_rmdir(dir);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/kbuild/output", test_output);
	g_test_add_func("/kbuild/cmd-files", test_cmd_files);
	g_test_add_func("/kbuild/refused", test_refused);
	return g_test_run();
}
