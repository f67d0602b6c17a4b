#include "frontend/flags.h"

#include <stdlib.h>
#include <string.h>

#include "common/error.h"

typedef struct {
	const LoCompileCommand *cmd;
	const LoFlagsOptions *opt;
	GPtrArray *out;
	GPtrArray *warnings;
	GError **error;
	guint at;		/* the argument after the present one */
} Sanitiser;

/* The headers of the system and of its compilers. */
static const char *const system_dirs[] = { "/usr/include", "/usr/local/include", "/usr/lib/gcc", "/usr/lib/clang",
					   "/usr/lib/gcc-cross", NULL };

/* Their argument is dropped with them.  Words that are no option are dropped anyway: only an
 * argument that looks like an option would slip through. */
static const char *const dropped_with_argument[] = {
	"-o", "-MF", "-MT", "-MQ", "-MJ", "-Xclang", "-Xlinker", "-Xassembler", "-Xpreprocessor", "-Xanalyzer",
	"-Xcuda-fatbinary", "-mllvm", "-L", "-l", "-T", "-z", "-u", "-e", "-A", "-B", "-F", "-arch", "-framework",
	"-dependency-file", "-serialize-diagnostics", "--serialize-diagnostics", "-wrapper", "-aux-info", "--param",
	"-imultilib", "-iprefix", "-iwithprefix", "-iwithprefixbefore", "-ivfsoverlay", "-include-pch",
	"-index-store-path", "-load", "-plugin", "-add-plugin", "-resource-dir", "-working-directory", "-G", "-D@",
	"--output", "-dumpbase", "-dumpdir", "--sysroot", "-isysroot", "-specs", "--config", NULL,
};

static const char *const kept_exactly[] = {
	"-nostdinc", "-nostdlibinc", "-nobuiltininc", "-undef", "-ansi", "-trigraphs", "-pthread", "-fno-builtin",
	"-ffreestanding", "-fhosted", "-fshort-wchar", "-fno-short-wchar", "-fshort-enums", "-fms-extensions",
	"-fsigned-char", "-funsigned-char", "-fno-signed-char", "-fno-unsigned-char", "-fgnu89-inline", "-fPIC",
	"-fpic", "-fPIE", "-fpie", "-fno-PIC", "-fno-pic", "-fno-PIE", "-fno-pie", "-fgnu-keywords",
	"-fno-gnu-keywords", "-fasm", "-fno-asm", "-fdollars-in-identifiers", "-fno-dollars-in-identifiers", "-fopenmp",
	"-fblocks", "-m16", "-m32", "-m64", "-mx32", "-mlittle-endian", "-mbig-endian", "-EL", "-EB", "-marm",
	"-mthumb", "-mgeneral-regs-only", "-msoft-float", "-mno-sse", "-mno-sse2", "-mno-mmx", "-mno-3dnow", "-mno-avx",
	"-mno-80387", NULL,
};

static const char *const kept_prefixes[] = { "-fno-builtin-", "-march=", "-mcpu=", "-mabi=", "-mfloat-abi=", "-mfpu=",
					     "-mcmodel=", "--target=",
					     "-fmacro-prefix-map=", "-ffile-prefix-map=", NULL };

static const char *const standards[] = {
	"c89", "c90", "iso9899:1990", "iso9899:199409", "gnu89", "gnu90", "c99", "c9x", "iso9899:1999", "gnu99",
	"gnu9x", "c11", "c1x", "iso9899:2011", "gnu11", "gnu1x", "c17", "c18", "iso9899:2017", "gnu17", "gnu18",
	"c23", "c2x", "gnu23", "gnu2x", NULL,
};

/* Those that take a path, joined or apart; the longer of two with one beginning first. */
static const char *const path_options[] = { "-isystem", "-idirafter", "-iquote", "-include", "-imacros", "-I", NULL };

static const char *const launchers[] = { "ccache", "sccache", "distcc", "icecc", NULL };

/* ---- where a path lies ---- */

static gboolean is_prefix_dir(const char *dir, const char *path)
{
	gsize len = strlen(dir);

	while (len && dir[len - 1] == '/')
		len--;
	return !strncmp(path, dir, len) && (path[len] == '/' || !path[len]);
}

gboolean lo_path_is_below(const char *path, const char *const *dirs)
{
	g_autofree char *plain = g_canonicalize_filename(path, "/");
	char *real = realpath(plain, NULL);	/* a symbolic link may lead out */
	gboolean below = FALSE;

	for (guint i = 0; dirs && dirs[i] && !below; i++) {
		char *dir = realpath(dirs[i], NULL);

		below = is_prefix_dir(dir ? dir : dirs[i], real ? real : plain);
		free(dir);
	}
	free(real);
	return below;
}

/* Packages have headers of their own there: /usr/lib/x86_64-linux-gnu/glib-2.0/include,
 * /usr/lib/llvm-19/lib/clang/19/include. */
static gboolean is_library_header_dir(const char *path)
{
	static const char *const places[] = { "/usr/lib", "/usr/lib64", "/usr/local/lib", NULL };
	g_auto(GStrv) parts = g_strsplit(path, "/", -1);

	return g_strv_contains((const char *const *)parts, "include") && lo_path_is_below(path, places);
}

static gboolean judge(const Sanitiser *s, const char *abs)
{
	return lo_path_is_below(abs, s->opt->allowed) || lo_path_is_below(abs, system_dirs) || is_library_header_dir(abs);
}

static gboolean may_read(const Sanitiser *s, const char *path)
{
	g_autofree char *abs = g_canonicalize_filename(path, s->cmd->directory);
	gpointer known;
	gboolean may;

	if (!s->opt->judged)
		return judge(s, abs);
	if (g_hash_table_lookup_extended(s->opt->judged, abs, NULL, &known))
		return GPOINTER_TO_INT(known);
	may = judge(s, abs);
	g_hash_table_insert(s->opt->judged, g_steal_pointer(&abs), GINT_TO_POINTER(may));
	return may;
}

/* ---- one argument ---- */

static void warn(Sanitiser *s, const char *format, const char *what) G_GNUC_PRINTF(2, 0);

/* Without the source: the same warning comes for thousands of units, and is counted. */
static void warn(Sanitiser *s, const char *format, const char *what)
{
	if (s->warnings)
		g_ptr_array_add(s->warnings, g_strdup_printf(format, what));
}

static void keep(Sanitiser *s, const char *arg)
{
	g_ptr_array_add(s->out, g_strdup(arg));
}

static const char *next(Sanitiser *s)
{
	const char *arg = s->cmd->args[s->at];

	if (arg)
		s->at++;
	return arg;
}

/* The option's argument, joined to it or the next word. */
static const char *argument(Sanitiser *s, const char *arg, const char *option)
{
	gsize len = strlen(option);

	return arg[len] ? arg + len : next(s);
}

static gboolean take_path(Sanitiser *s, const char *arg)
{
	for (guint i = 0; path_options[i]; i++) {
		const char *path;

		if (!g_str_has_prefix(arg, path_options[i]) || !strcmp(arg, "-include-pch"))
			continue;
		path = argument(s, arg, path_options[i]);
		if (!path)
			return TRUE;
		if (may_read(s, path)) {
			keep(s, path_options[i]);
			keep(s, path);
		} else {
			g_autofree char *what = g_strconcat(path_options[i], " ", path, NULL);

			warn(s, "'%s' left out: it lies outside the tree", what);
		}
		return TRUE;
	}
	return FALSE;
}

static gboolean take_macro(Sanitiser *s, const char *arg)
{
	g_autofree char *option = NULL;
	const char *macro;

	if (!g_str_has_prefix(arg, "-D") && !g_str_has_prefix(arg, "-U"))
		return FALSE;
	option = g_strndup(arg, 2);
	macro = argument(s, arg, option);
	if (macro) {
		keep(s, option);
		keep(s, macro);
	}
	return TRUE;
}

/* -Wp,-MMD,file writes; -Wp,-D_FORTIFY_SOURCE=2 is a macro. */
static gboolean take_preprocessor(Sanitiser *s, const char *arg)
{
	g_auto(GStrv) parts = NULL;

	if (!g_str_has_prefix(arg, "-Wp,"))
		return FALSE;
	parts = g_strsplit(arg + strlen("-Wp,"), ",", -1);
	for (guint i = 0; parts[i]; i++)
		if ((g_str_has_prefix(parts[i], "-D") || g_str_has_prefix(parts[i], "-U")) && parts[i][2])
			keep(s, parts[i]);
	return TRUE;
}

static gboolean take_optimisation(Sanitiser *s, const char *arg)
{
	if (!g_str_has_prefix(arg, "-O"))
		return FALSE;
	/* only __OPTIMIZE__ shows in the source; -Ofast would change floating-point macros */
	keep(s, !strcmp(arg, "-O0") ? "-O0" : "-O2");
	return TRUE;
}

static gboolean take_standard(Sanitiser *s, const char *arg)
{
	if (!g_str_has_prefix(arg, "-std="))
		return FALSE;
	if (g_strv_contains(standards, arg + strlen("-std=")))
		keep(s, arg);
	else
		warn(s, "'%s' left out: libclang does not know it", arg);
	return TRUE;
}

static gboolean take_target(Sanitiser *s, const char *arg)
{
	const char *triple;

	if (strcmp(arg, "-target"))
		return FALSE;
	triple = next(s);
	if (triple)
		g_ptr_array_add(s->out, g_strconcat("--target=", triple, NULL));
	return TRUE;
}

static gboolean take_plain(Sanitiser *s, const char *arg)
{
	if (g_strv_contains(kept_exactly, arg)) {
		keep(s, arg);
		return TRUE;
	}
	/* of gcc; clang has the larger set that holds it */
	if (!strcmp(arg, "-fplan9-extensions")) {
		keep(s, "-fms-extensions");
		return TRUE;
	}
	for (guint i = 0; kept_prefixes[i]; i++) {
		if (!g_str_has_prefix(arg, kept_prefixes[i]))
			continue;
		keep(s, arg);
		return TRUE;
	}
	return FALSE;
}

/* -x is checked, not kept: every unit is read as C. */
static gboolean check_language(Sanitiser *s, const char *arg, gboolean *ok)
{
	const char *language;

	if (!g_str_has_prefix(arg, "-x"))
		return FALSE;
	language = argument(s, arg, "-x");
	if (language && strcmp(language, "c") && strcmp(language, "cpp-output") && strcmp(language, "none")) {
		g_set_error(s->error, LO_ERROR, LO_ERROR_INPUT, "%s: compiled as '%s', not as C", s->cmd->source,
			    language);
		*ok = FALSE;
	}
	return TRUE;
}

static gboolean take(Sanitiser *s, const char *arg)
{
	gboolean ok = TRUE;

	if (arg[0] == '@') {
		warn(s, "'%s' left out: arguments from files are not read", arg);
		return TRUE;
	}
	if (arg[0] != '-')
		return TRUE;
	if (g_strv_contains(dropped_with_argument, arg)) {
		next(s);
		return TRUE;
	}
	if (check_language(s, arg, &ok))
		return ok;
	/* the rest is dropped: warnings, code generation, plugins, outputs, caches */
	(void)(take_preprocessor(s, arg) || take_macro(s, arg) || take_path(s, arg) || take_optimisation(s, arg) ||
	       take_standard(s, arg) || take_target(s, arg) || take_plain(s, arg));
	return TRUE;
}

/* ---- the command ---- */

/* `aarch64-linux-gnu-gcc-12` says the target that clang has to be told. */
static void target_of_compiler(Sanitiser *s, const char *compiler)
{
	g_autofree char *base = g_path_get_basename(compiler);
	const char *gcc = g_strrstr(base, "-gcc");

	if (!gcc || gcc == base)
		return;
	for (guint i = 0; s->cmd->args[i]; i++)
		if (g_str_has_prefix(s->cmd->args[i], "--target") || !strcmp(s->cmd->args[i], "-target"))
			return;
	g_ptr_array_add(s->out, g_strdup_printf("--target=%.*s", (int)(gcc - base), base));
}

static gboolean skip_compiler(Sanitiser *s)
{
	const char *compiler = next(s);
	g_autofree char *base = compiler ? g_path_get_basename(compiler) : NULL;

	if (base && g_strv_contains(launchers, base)) {
		compiler = next(s);
		g_free(base);
		base = compiler ? g_path_get_basename(compiler) : NULL;
	}
	if (!base || strstr(base, "++")) {
		g_set_error(s->error, LO_ERROR, LO_ERROR_INPUT, "%s: %s", s->cmd->source,
			    base ? "compiled as C++, not as C" : "a compile command without a compiler");
		return FALSE;
	}
	target_of_compiler(s, compiler);
	return TRUE;
}

/* Nothing stops at an error, and nothing is said that the unit's notes do not need. */
static void add_ours(Sanitiser *s)
{
	keep(s, "-fsyntax-only");
	keep(s, "-Wno-everything");
	keep(s, "-ferror-limit=0");
	keep(s, "-fno-color-diagnostics");
	keep(s, "-fbracket-depth=4096");
	g_ptr_array_add(s->out, NULL);
}

char **lo_flags_sanitise(const LoCompileCommand *cmd, const LoFlagsOptions *opt, GPtrArray *warnings, GError **error)
{
	g_autoptr(GPtrArray) out = g_ptr_array_new_with_free_func(g_free);
	Sanitiser s = { .cmd = cmd, .opt = opt, .out = out, .warnings = warnings, .error = error };
	const char *arg;

	keep(&s, "-xc");
	if (!skip_compiler(&s))
		return NULL;
	while ((arg = next(&s)))
		if (!take(&s, arg))
			return NULL;
	add_ours(&s);
	return (char **)g_ptr_array_steal(out, NULL);
}
