#include "frontend/compdb.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "common/error.h"
#include "frontend/shell.h"

/* ---- commands and lists of them ---- */

static const char *output_of(char *const *args)
{
	for (guint i = 0; args[i]; i++)
		if (!strcmp(args[i], "-o"))
			return args[i + 1];
	return NULL;
}

LoCompileCommand *lo_compile_command_new(const char *directory, const char *source, const char *const *args)
{
	LoCompileCommand *cmd = g_new0(LoCompileCommand, 1);

	cmd->directory = g_canonicalize_filename(directory, NULL);
	cmd->source = g_canonicalize_filename(source, cmd->directory);
	cmd->args = g_strdupv((char **)args);
	cmd->output = g_strdup(output_of(cmd->args));
	return cmd;
}

/* Through symbolic links `..` is not what it looks like: both have to be the same file. */
static gboolean spells_source(const LoCompileCommand *cmd, const char *arg)
{
	g_autofree char *plain = g_canonicalize_filename(arg, cmd->directory);
	g_autofree char *joined = NULL;
	char *real, *want;
	gboolean same;

	if (arg[0] == '-' || strcmp(plain, cmd->source) != 0)
		return FALSE;
	if (!strstr(arg, ".."))
		return TRUE;
	joined = g_path_is_absolute(arg) ? g_strdup(arg) : g_build_filename(cmd->directory, arg, NULL);
	real = realpath(joined, NULL);
	want = realpath(cmd->source, NULL);
	same = real && want && !strcmp(real, want);
	free(real);
	free(want);
	return same;
}

const char *lo_compile_command_spelling(const LoCompileCommand *cmd)
{
	gsize len = strlen(cmd->directory);

	for (guint i = 0; cmd->args[i]; i++)
		if (spells_source(cmd, cmd->args[i]))
			return cmd->args[i];
	if (!strncmp(cmd->source, cmd->directory, len) && cmd->source[len] == '/' && cmd->source[len + 1] != '-')
		return cmd->source + len + 1;
	return cmd->source;
}

void lo_compile_command_free(LoCompileCommand *cmd)
{
	if (!cmd)
		return;
	g_free(cmd->directory);
	g_free(cmd->source);
	g_strfreev(cmd->args);
	g_free(cmd->output);
	g_free(cmd);
}

static void free_command(gpointer cmd)
{
	lo_compile_command_free(cmd);
}

LoCompdb *lo_compdb_new(const char *path)
{
	LoCompdb *db = g_new0(LoCompdb, 1);

	db->path = g_strdup(path);
	db->commands = g_ptr_array_new_with_free_func(free_command);
	db->warnings = g_ptr_array_new_with_free_func(g_free);
	return db;
}

void lo_compdb_free(LoCompdb *db)
{
	if (!db)
		return;
	g_free(db->path);
	g_ptr_array_unref(db->commands);
	g_ptr_array_unref(db->warnings);
	g_free(db);
}

/* C, or C that is preprocessed already. */
static gboolean is_c_source(const char *source)
{
	return g_str_has_suffix(source, ".c") || g_str_has_suffix(source, ".i");
}

void lo_compdb_add(LoCompdb *db, LoCompileCommand *cmd)
{
	if (is_c_source(cmd->source)) {
		g_ptr_array_add(db->commands, cmd);
		return;
	}
	db->skipped++;
	lo_compile_command_free(cmd);
}

static gint by_source(gconstpointer a, gconstpointer b)
{
	const LoCompileCommand *const *x = a, *const *y = b;

	return strcmp((*x)->source, (*y)->source);
}

void lo_compdb_settle(LoCompdb *db)
{
	guint kept = 0;

	/* stable (GLib's is a merge sort): the first command in the file stays the first */
	g_ptr_array_sort(db->commands, by_source);
	for (guint i = 0; i < db->commands->len; i++) {
		LoCompileCommand *cmd = db->commands->pdata[i];
		LoCompileCommand *last = kept ? db->commands->pdata[kept - 1] : NULL;

		if (last && !strcmp(last->source, cmd->source)) {
			db->duplicates++;
			g_clear_pointer((LoCompileCommand **)&db->commands->pdata[i], lo_compile_command_free);
			continue;
		}
		db->commands->pdata[i] = NULL;
		db->commands->pdata[kept++] = cmd;
	}
	g_ptr_array_set_size(db->commands, kept);
}

/* ---- reading ---- */

typedef struct {
	const char *path;
	char *dir;		/* that `directory` is relative to */
	GArray *lines;		/* guint: where element i of the top array starts */
} Reader;

/* jansson does not say where a value stood, so the text is walked once more. */
static GArray *element_lines(const char *text)
{
	GArray *lines = g_array_new(FALSE, FALSE, sizeof(guint));
	gboolean expect = FALSE, in_string = FALSE;
	guint line = 1, depth = 0;

	for (const char *p = text; *p; p++) {
		if (*p == '\n')
			line++;
		if (in_string) {
			if (*p == '\\' && p[1])
				p++;
			else if (*p == '"')
				in_string = FALSE;
			continue;
		}
		if (g_ascii_isspace(*p))
			continue;
		if (expect && *p != ']') {
			g_array_append_val(lines, line);
			expect = FALSE;
		}
		if (*p == '"')
			in_string = TRUE;
		else if (*p == '[' || *p == '{')
			expect = ++depth == 1;
		else if (*p == ']' || *p == '}')
			depth--;
		else if (*p == ',' && depth == 1)
			expect = TRUE;
	}
	return lines;
}

static guint line_of(const Reader *r, guint i)
{
	return i < r->lines->len ? g_array_index(r->lines, guint, i) : 1;
}

static G_GNUC_PRINTF(4, 5) gpointer bad_entry(const Reader *r, guint i, GError **error, const char *format, ...)
{
	g_autofree char *what = NULL;
	va_list ap;

	va_start(ap, format);
	what = g_strdup_vprintf(format, ap);
	va_end(ap);
	g_set_error(error, LO_ERROR, LO_ERROR_INPUT, "%s:%u: compile command %u: %s", r->path, line_of(r, i), i + 1,
		    what);
	return NULL;
}

static const char *string_member(const Reader *r, guint i, json_t *entry, const char *key, GError **error)
{
	json_t *v = json_object_get(entry, key);

	if (!v)
		return bad_entry(r, i, error, "no \"%s\"", key);
	if (!json_is_string(v) || !json_string_length(v))
		return bad_entry(r, i, error, "\"%s\" is not a string with text in it", key);
	return json_string_value(v);
}

static char **arguments_member(const Reader *r, guint i, json_t *v, GError **error)
{
	g_auto(GStrv) args = NULL;
	size_t k;
	json_t *arg;

	if (!json_is_array(v) || !json_array_size(v))
		return bad_entry(r, i, error, "\"arguments\" is not an array of strings");
	args = g_new0(char *, json_array_size(v) + 1);
	json_array_foreach(v, k, arg) {
		if (!json_is_string(arg))
			return bad_entry(r, i, error, "argument %zu is not a string", k + 1);
		args[k] = g_strdup(json_string_value(arg));
	}
	return g_steal_pointer(&args);
}

static char **command_member(const Reader *r, guint i, json_t *entry, GError **error)
{
	const char *text = string_member(r, i, entry, "command", error);
	g_autoptr(GError) why = NULL;
	g_auto(GStrv) args = NULL;

	if (!text)
		return NULL;
	args = lo_shell_split(text, &why);
	if (!args)
		return bad_entry(r, i, error, "\"command\": %s", why->message);
	if (!args[0])
		return bad_entry(r, i, error, "\"command\" is blank");
	return g_steal_pointer(&args);
}

static char **read_args(const Reader *r, guint i, json_t *entry, GError **error)
{
	json_t *v = json_object_get(entry, "arguments");

	if (v)
		return arguments_member(r, i, v, error);
	if (!json_object_get(entry, "command"))
		return bad_entry(r, i, error, "neither \"arguments\" nor \"command\"");
	return command_member(r, i, entry, error);
}

static LoCompileCommand *read_entry(const Reader *r, guint i, json_t *entry, GError **error)
{
	const char *file, *directory;
	g_auto(GStrv) args = NULL;
	g_autofree char *dir = NULL;

	if (!json_is_object(entry))
		return bad_entry(r, i, error, "not an object");
	directory = string_member(r, i, entry, "directory", error);
	if (!directory)
		return NULL;
	file = string_member(r, i, entry, "file", error);
	if (!file)
		return NULL;
	args = read_args(r, i, entry, error);
	if (!args)
		return NULL;
	dir = g_canonicalize_filename(directory, r->dir);
	return lo_compile_command_new(dir, file, (const char *const *)args);
}

static gboolean read_entries(const Reader *r, json_t *top, LoCompdb *db, GError **error)
{
	size_t i;
	json_t *entry;

	json_array_foreach(top, i, entry) {
		LoCompileCommand *cmd = read_entry(r, (guint)i, entry, error);

		if (!cmd)
			return FALSE;
		lo_compdb_add(db, cmd);
	}
	return TRUE;
}

static json_t *parse(const char *path, const char *text, gsize len, GError **error)
{
	json_error_t why;
	json_t *top = json_loadb(text, len, JSON_REJECT_DUPLICATES, &why);

	if (!top) {
		gboolean cut = json_error_code(&why) == json_error_premature_end_of_input;

		g_set_error(error, LO_ERROR, LO_ERROR_INPUT, "%s:%d: %s%s", path, MAX(why.line, 1), why.text,
			    cut ? ": the file ends too early, make it again" : "");
		return NULL;
	}
	if (!json_is_array(top)) {
		json_decref(top);
		g_set_error(error, LO_ERROR, LO_ERROR_INPUT, "%s:1: not a compile_commands.json: no array of commands",
			    path);
		return NULL;
	}
	return top;
}

LoCompdb *lo_compdb_parse(const char *path, const char *text, gsize len, GError **error)
{
	g_autoptr(LoCompdb) db = lo_compdb_new(path);
	g_autofree char *dir = g_path_get_dirname(path);
	g_autofree char *abs_dir = g_canonicalize_filename(dir, NULL);
	Reader r = { .path = path, .dir = abs_dir };
	json_t *top = parse(path, text, len, error);
	gboolean ok;

	if (!top)
		return NULL;
	r.lines = element_lines(text);
	ok = read_entries(&r, top, db, error);
	g_array_unref(r.lines);
	json_decref(top);
	if (!ok)
		return NULL;
	lo_compdb_settle(db);
	if (!db->commands->len) {
		g_set_error(error, LO_ERROR, LO_ERROR_INPUT, "%s:1: no command for a C file (%u others)", path,
			    db->skipped);
		return NULL;
	}
	return g_steal_pointer(&db);
}

LoCompdb *lo_compdb_read(const char *path, GError **error)
{
	g_autofree char *file = g_file_test(path, G_FILE_TEST_IS_DIR) ?
		g_build_filename(path, "compile_commands.json", NULL) : g_strdup(path);
	g_autoptr(GError) why = NULL;
	g_autofree char *text = NULL;
	struct stat st;
	gsize len;

	/* not a pipe or a device: reading one could block for ever */
	if (!stat(file, &st) && !S_ISREG(st.st_mode)) {
		g_set_error(error, LO_ERROR, LO_ERROR_INPUT, "%s: not a regular file", file);
		return NULL;
	}
	if (!g_file_get_contents(file, &text, &len, &why)) {
		g_set_error(error, LO_ERROR, LO_ERROR_IO, "cannot read the compile commands: %s; 'lockorder compdb --kbuild TREE' "
			    "makes those of a kernel, a program's build system its own", why->message);
		return NULL;
	}
	return lo_compdb_parse(file, text, len, error);
}

/* ---- writing ---- */

static json_t *entry_json(const LoCompileCommand *cmd)
{
	g_autofree char *prefix = g_strconcat(cmd->directory, "/", NULL);
	const char *file = cmd->source;
	json_t *args = json_array(), *entry;

	if (g_str_has_prefix(file, prefix))
		file += strlen(prefix);
	for (guint i = 0; cmd->args[i]; i++)
		json_array_append_new(args, json_string_nocheck(cmd->args[i]));
	entry = json_object();
	json_object_set_new(entry, "directory", json_string_nocheck(cmd->directory));
	json_object_set_new(entry, "file", json_string_nocheck(file));
	if (cmd->output)
		json_object_set_new(entry, "output", json_string_nocheck(cmd->output));
	json_object_set_new(entry, "arguments", args);
	return entry;
}

static char *to_json(const LoCompdb *db)
{
	json_t *top = json_array();
	char *text;

	for (guint i = 0; i < db->commands->len; i++)
		json_array_append_new(top, entry_json(db->commands->pdata[i]));
	text = json_dumps(top, JSON_INDENT(1));
	json_decref(top);
	return text;
}

gboolean lo_compdb_write(const LoCompdb *db, const char *path, GError **error)
{
	g_autofree char *json = to_json(db);
	g_autofree char *text = NULL;
	g_autoptr(GError) why = NULL;

	if (!json) {
		g_set_error(error, LO_ERROR, LO_ERROR_INPUT, "%s: an argument of a compile command is not UTF-8", path);
		return FALSE;
	}
	text = g_strconcat(json, "\n", NULL);
	if (g_file_set_contents_full(path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0644, &why))
		return TRUE;
	g_set_error(error, LO_ERROR, LO_ERROR_IO, "%s", why->message);
	return FALSE;
}

/* ---- commands that no build wrote ---- */

LoCompdb *lo_compdb_from_flags(const char *const *sources, const char *const *flags, GError **error)
{
	g_autofree char *cwd = g_get_current_dir();
	g_autoptr(LoCompdb) db = lo_compdb_new(cwd);
	g_autoptr(GPtrArray) args = g_ptr_array_new();

	db->trusted = TRUE;
	g_ptr_array_add(args, (gpointer) "cc");
	if (!flags || !flags[0])	/* who gives none has a program that builds without: with all that the C library has */
		g_ptr_array_add(args, (gpointer) "-D_GNU_SOURCE");
	for (guint i = 0; flags && flags[i]; i++)
		g_ptr_array_add(args, (gpointer)flags[i]);
	g_ptr_array_add(args, NULL);
	for (guint i = 0; sources[i]; i++) {
		if (!is_c_source(sources[i])) {
			g_set_error(error, LO_ERROR, LO_ERROR_USAGE, "'%s' is not a C file (*.c, *.i)", sources[i]);
			return NULL;
		}
		if (!g_file_test(sources[i], G_FILE_TEST_IS_REGULAR)) {
			g_set_error(error, LO_ERROR, LO_ERROR_USAGE, "'%s': no such file", sources[i]);
			return NULL;
		}
		lo_compdb_add(db, lo_compile_command_new(cwd, sources[i], (const char *const *)args->pdata));
	}
	lo_compdb_settle(db);
	return g_steal_pointer(&db);
}
