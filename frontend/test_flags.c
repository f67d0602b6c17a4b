#include "frontend/flags.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#define OURS "-fsyntax-only -Wno-everything -ferror-limit=0 -fno-color-diagnostics -fbracket-depth=4096"

typedef struct {
	const char *in;		/* words apart by a blank */
	const char *out;	/* without ours; NULL: refused */
	guint warnings;
} Case;

static const Case cases[] = {
	{ "gcc -c a.c", "-xc", 0 },
	{ "gcc -c -o a.o a.c -O2 -g -Wall -Werror", "-xc -O2", 0 },
	{ "clang -O0 a.c", "-xc -O0", 0 },
	{ "clang -Ofast a.c", "-xc -O2", 0 },
	{ "ccache gcc -DA a.c", "-xc -D A", 0 },
	{ "gcc -DA=1 -D B -UC -U D a.c", "-xc -D A=1 -D B -U C -U D", 0 },
	{ "gcc -fmacro-prefix-map=./= -ffile-prefix-map=/t/= -fdebug-prefix-map=/t/= a.c",
	  "-xc -fmacro-prefix-map=./= -ffile-prefix-map=/t/=", 0 },
	{ "gcc -Wp,-MMD,a.d -Wp,-D_FORTIFY_SOURCE=2,-UX a.c", "-xc -D_FORTIFY_SOURCE=2 -UX", 0 },
	{ "gcc -MMD -MF -DX -MT x -MQ y -MP -MJ z a.c", "-xc", 0 },
	{ "gcc -Iinclude -I include -isystem include a.c", "-xc -I include -I include -isystem include", 0 },
	{ "gcc -I. -I./include/../include a.c", "-xc -I . -I ./include/../include", 0 },
	{ "gcc -I/usr/include/glib-2.0 a.c", "-xc -I /usr/include/glib-2.0", 0 },
	{ "gcc -I/usr/lib/x86_64-linux-gnu/glib-2.0/include a.c", "-xc -I /usr/lib/x86_64-linux-gnu/glib-2.0/include", 0 },
	{ "gcc -I/usr/lib/x86_64-linux-gnu -I/usr/lib/include/../../../etc a.c", "-xc", 2 },
	{ "gcc -I/etc a.c", "-xc", 1 },
	{ "gcc -I../../../../../../../../../etc a.c", "-xc", 1 },
	{ "gcc -Ilink a.c", "-xc", 1 },
	{ "gcc -include /etc/passwd a.c", "-xc", 1 },
	{ "gcc -include include/x.h -imacros include/x.h a.c", "-xc -include include/x.h -imacros include/x.h", 0 },
	{ "gcc -include-pch /tmp/evil.pch a.c", "-xc", 0 },
	{ "gcc -fplugin=/tmp/evil.so a.c", "-xc", 0 },
	{ "gcc -fplugin=evil -fplugin-arg-evil-x=1 -fpass-plugin=evil.so a.c", "-xc", 0 },
	{ "clang -Xclang -load -Xclang /tmp/evil.so a.c", "-xc", 0 },
	{ "clang -Xclang -add-plugin -Xclang -DX a.c", "-xc", 0 },
	{ "clang -mllvm -load=/tmp/evil.so a.c", "-xc", 0 },
	{ "clang -B/tmp -specs=/tmp/x -wrapper /tmp/x --config /tmp/x a.c", "-xc", 0 },
	{ "clang --config=/tmp/x -ccc-install-dir /tmp -fuse-ld=/tmp/x a.c", "-xc", 0 },
	{ "clang @/tmp/args @args a.c", "-xc", 2 },
	{ "clang -save-temps -save-temps=obj --serialize-diagnostics out a.c", "-xc", 0 },
	{ "clang -serialize-diagnostics -DX -dependency-file -DY a.c", "-xc", 0 },
	{ "clang -fmodules -fmodules-cache-path=/tmp/x -fcrash-diagnostics-dir=/tmp a.c", "-xc", 0 },
	{ "clang -ftime-trace=/tmp/x -fprofile-generate=/tmp -fprofile-use=/x -fdepfile-entry=/x a.c", "-xc", 0 },
	{ "clang -ivfsoverlay /tmp/x -resource-dir /tmp/x -working-directory /tmp a.c", "-xc", 0 },
	{ "clang -working-directory=/etc -resource-dir=/tmp a.c", "-xc", 0 },
	{ "gcc -mpreferred-stack-boundary=3 -fconserve-stack -fno-allow-store-data-races -mrecord-mcount a.c", "-xc", 0 },
	{ "gcc -fno-var-tracking-assignments --param=allow-store-data-races=0 --param x=1 a.c", "-xc", 0 },
	{ "gcc -m64 -march=k8 -mno-sse -mcmodel=kernel -mno-red-zone a.c",
	  "-xc -m64 -march=k8 -mno-sse -mcmodel=kernel", 0 },
	{ "gcc -nostdinc -fshort-wchar -fno-builtin-wcslen -ffreestanding a.c",
	  "-xc -nostdinc -fshort-wchar -fno-builtin-wcslen -ffreestanding", 0 },
	{ "gcc -std=gnu11 a.c", "-xc -std=gnu11", 0 },
	{ "gcc -std=gnu99999 a.c", "-xc", 1 },
	{ "gcc -fplan9-extensions a.c", "-xc -fms-extensions", 0 },
	{ "clang --target=x86_64-linux-gnu a.c", "-xc --target=x86_64-linux-gnu", 0 },
	{ "clang -target arm a.c", "-xc --target=arm", 0 },
	{ "/opt/bin/aarch64-linux-gnu-gcc-12 a.c", "-xc --target=aarch64-linux-gnu", 0 },
	{ "gcc -x c a.c", "-xc", 0 },
	{ "gcc -xc++ a.c", NULL, 0 },
	{ "gcc -x assembler-with-cpp a.c", NULL, 0 },
	{ "g++ a.c", NULL, 0 },
	{ "clang++-19 a.c", NULL, 0 },
	{ "ccache", NULL, 0 },
	{ "gcc -I", "-xc", 0 },
	{ "gcc -D", "-xc", 0 },
	{ "gcc -o", "-xc", 0 },
	{ "gcc - a.c", "-xc", 0 },
	{ "gcc -pthread -D_GNU_SOURCE prog.c -lpthread -L/x -Wl,-z,now", "-xc -pthread -D _GNU_SOURCE", 0 },
};

/* A tree with include/x.h and a symbolic link out of it. */
static char *make_tree(void)
{
	char *dir = g_dir_make_tmp("lo-flags-XXXXXX", NULL);
	g_autofree char *include = g_build_filename(dir, "include", NULL);
	g_autofree char *header = g_build_filename(include, "x.h", NULL);
	g_autofree char *out = g_build_filename(dir, "link", NULL);

	g_mkdir(include, 0700);
	g_file_set_contents(header, "", 0, NULL);
	g_assert_cmpint(symlink("/etc", out), ==, 0);
	return dir;
}

static void remove_tree(const char *dir)
{
	static const char *const names[] = { "include/x.h", "include", "link", ".", NULL };

	for (guint i = 0; names[i]; i++) {
		g_autofree char *path = g_build_filename(dir, names[i], NULL);

		g_remove(path);
	}
	g_rmdir(dir);
}

static void check_case(const Case *c, const char *dir)
{
	g_auto(GStrv) in = g_strsplit(c->in, " ", -1);
	g_autoptr(LoCompileCommand) cmd = lo_compile_command_new(dir, "a.c", (const char *const *)in);
	g_autoptr(GPtrArray) warnings = g_ptr_array_new_with_free_func(g_free);
	const char *const allowed[] = { dir, NULL };
	LoFlagsOptions opt = { .allowed = allowed };
	g_autoptr(GError) error = NULL;
	g_auto(GStrv) out = lo_flags_sanitise(cmd, &opt, warnings, &error);
	g_autofree char *got = out ? g_strjoinv(" ", out) : NULL;
	g_autofree char *expected = c->out ? g_strconcat(c->out, " ", OURS, NULL) : NULL;

	g_test_message("%s", c->in);
	g_assert_cmpstr(got, ==, expected);
	g_assert_true((error != NULL) == (c->out == NULL));
	g_assert_cmpuint(warnings->len, ==, c->warnings);
}

static void test_cases(void)
{
	g_autofree char *dir = make_tree();

	for (guint i = 0; i < G_N_ELEMENTS(cases); i++)
		check_case(&cases[i], dir);
	remove_tree(dir);
}

static void test_below(void)
{
	const char *const dirs[] = { "/usr", "/nowhere/at/all/", NULL };

	g_assert_true(lo_path_is_below("/usr", dirs));
	g_assert_true(lo_path_is_below("/usr/include", dirs));
	g_assert_true(lo_path_is_below("/usr/./include/../lib", dirs));
	g_assert_true(lo_path_is_below("/nowhere/at/all/x.c", dirs));
	g_assert_false(lo_path_is_below("/usr/../etc", dirs));
	g_assert_false(lo_path_is_below("/usrx", dirs));
	g_assert_false(lo_path_is_below("/nowhere/at/allx", dirs));
	g_assert_false(lo_path_is_below("/usr", NULL));
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/flags/cases", test_cases);
	g_test_add_func("/flags/below", test_below);
	return g_test_run();
}
