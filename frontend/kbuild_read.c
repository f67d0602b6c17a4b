/*
 * The reader of what make says: commands that compile kernel C, what they and
 * the others make, and what the archives want.
 */
#include "frontend/kbuild.h"

#include <string.h>

#include "frontend/kbuild_goals.h"
#include "frontend/shell.h"

struct LoKbuildReader {
	LoCompdb *db;
	char *directory;
	GString *pending;	/* lines that end in a backslash, joined so far */
	GHashTable *made;	/* char *: outputs of all commands */
	GHashTable *members;	/* char *: objects that an archive or a partial link takes */
	GHashTable *complaints;	/* char *: files that make has no rule for */
};

static GHashTable *string_set(void)
{
	return g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
}

LoKbuildReader *lo_kbuild_reader_new(const char *directory)
{
	LoKbuildReader *r = g_new0(LoKbuildReader, 1);

	r->db = lo_compdb_new(directory);
	r->directory = g_strdup(directory);
	r->pending = g_string_new(NULL);
	r->made = string_set();
	r->members = string_set();
	r->complaints = string_set();
	return r;
}

/* ---- commands ---- */

static gboolean has_word(char *const *words, const char *word)
{
	return g_strv_contains((const char *const *)words, word);
}

/* Kbuild puts the source last; host programs have no __KERNEL__. */
static const char *kernel_source(char *const *words)
{
	guint n = g_strv_length((char **)words);
	const char *last = n ? words[n - 1] : NULL;

	if (!last || last[0] == '-' || !g_str_has_suffix(last, ".c"))
		return NULL;
	return has_word(words, "-c") && has_word(words, "-D__KERNEL__") ? last : NULL;
}

static gboolean is_source_word(const char *word)
{
	return word[0] != '-' && !strchr(word, ' ') && (g_str_has_suffix(word, ".h") || g_str_has_suffix(word, ".c"));
}

/* A generator takes the name of the header (or .c) as any argument: one that is not there yet is an output. */
static void note_outputs(LoKbuildReader *r, char *const *words)
{
	gboolean compiles = has_word(words, "-c") || has_word(words, "-o");

	for (guint i = 1; words[i]; i++)
		if (!strcmp(words[i - 1], ">") || !strcmp(words[i - 1], "-o") || (!compiles && is_source_word(words[i])))
			g_hash_table_add(r->made, g_strdup(words[i]));
}

static void note_members(LoKbuildReader *r, const char *prefix, char *const *words)
{
	for (guint i = 0; words[i]; i++)
		if (words[i][0] != '-' && g_str_has_suffix(words[i], ".o"))
			g_hash_table_add(r->members, g_strconcat(prefix, words[i], NULL));
}

/* An archive's members: `ar cDPrST x.a a.o b.o`, or `printf "dir/%s " a.o b.o | xargs ar ...`. */
static void note_archive(LoKbuildReader *r, char *const *words)
{
	g_autofree char *tool = g_path_get_basename(words[0]);
	g_autofree char *prefix = NULL;

	if (!words[1])
		return;
	if (strstr(tool, "ar") && g_str_has_prefix(words[1], "cD"))
		note_members(r, "", words + 2);
	else if (!strcmp(tool, "printf") && g_str_has_suffix(words[1], "%s "))
		note_members(r, prefix = g_strndup(words[1], strlen(words[1]) - strlen("%s ")), words + 2);
	else if (strstr(tool, "objcopy"))	/* its last word is what it makes */
		g_hash_table_add(r->made, g_strdup(words[g_strv_length((char **)words) - 1]));
}

static gboolean is_talk(const char *word)
{
	static const char *const talk[] = { "echo", "trap", "rm", "set", ":", NULL };

	return g_strv_contains(talk, word);
}

static void take_command(LoKbuildReader *r, char *const *words)
{
	const char *source;

	if (is_talk(words[0]))
		return;
	source = kernel_source(words);
	if (source)
		lo_compdb_add(r->db, lo_compile_command_new(r->directory, source, (const char *const *)words));
	note_outputs(r, words);
	note_archive(r, words);
}

static void take_text(LoKbuildReader *r, const char *text)
{
	/* a line that is no command (a comment with an apostrophe, say) is none of ours */
	g_autoptr(GPtrArray) commands = lo_shell_commands(text, NULL);

	for (guint i = 0; commands && i < commands->len; i++)
		take_command(r, commands->pdata[i]);
}

void lo_kbuild_reader_line(LoKbuildReader *r, const char *line)
{
	gsize len = strcspn(line, "\n");

	g_string_append_len(r->pending, line, (gssize)len);
	if (len && line[len - 1] == '\\') {
		g_string_append_c(r->pending, '\n');
		return;
	}
	take_text(r, r->pending->str);
	g_string_truncate(r->pending, 0);
}

/* make's quoting in a .cmd file: `$$` is a dollar, `\#` and `$(pound)` a hash. */
static char *unescape_make(const char *text)
{
	GString *out = g_string_new(text);

	g_string_replace(out, "$(pound)", "#", 0);
	g_string_replace(out, "\\#", "#", 0);
	g_string_replace(out, "$$", "$", 0);
	return g_string_free(out, FALSE);
}

static gboolean has_output(LoKbuildReader *r, const char *output)
{
	return g_hash_table_contains(r->made, output);
}

void lo_kbuild_reader_cmd_file(LoKbuildReader *r, const char *line)
{
	const char *name = g_str_has_prefix(line, "savedcmd_") ? line + strlen("savedcmd_") :
			   g_str_has_prefix(line, "cmd_") ? line + strlen("cmd_") : NULL;
	const char *assign = name ? strstr(name, " := ") : NULL;
	g_autofree char *output = assign ? g_strndup(name, (gsize)(assign - name)) : NULL;
	g_autofree char *text = NULL;

	/* what make would run anew is newer than what it ran last time */
	if (!output || has_output(r, output))
		return;
	text = unescape_make(assign + strlen(" := "));
	take_text(r, text);
}

/* make: *** No rule to make target 'X', needed by 'Y'.  Archives and links have none because
 * nothing was really made; sources and headers count. */
void lo_kbuild_reader_complaint(LoKbuildReader *r, const char *line)
{
	const char *start = strstr(line, "No rule to make target '");
	const char *end;
	g_autofree char *target = NULL;

	if (!start)
		return;
	start += strlen("No rule to make target '");
	end = strchr(start, '\'');
	target = end ? g_strndup(start, (gsize)(end - start)) : NULL;
	if (target && (g_str_has_suffix(target, ".c") || g_str_has_suffix(target, ".h") ||
		       g_str_has_suffix(target, ".o")))
		g_hash_table_add(r->complaints, g_steal_pointer(&target));
}

/* ---- the end ---- */

static const char *relative(const LoKbuildReader *r, const char *path)
{
	gsize len = strlen(r->directory);

	return !strncmp(path, r->directory, len) && path[len] == '/' ? path + len + 1 : path;
}

static gboolean is_there(const LoKbuildReader *r, const char *path)
{
	g_autofree char *abs = g_canonicalize_filename(path, r->directory);

	return g_file_test(abs, G_FILE_TEST_EXISTS);
}

/* fs/foo.o is what fs/foo.c is compiled to in the kernel proper; another object
 * from the same source (of a boot stub, a vDSO) has other flags. */
static gboolean is_main_object(const LoCompileCommand *cmd)
{
	g_autofree char *output = cmd->output ? g_canonicalize_filename(cmd->output, cmd->directory) : NULL;
	gsize len = strlen(cmd->source);

	return output && !strncmp(output, cmd->source, len - 1) && !strcmp(output + len - 1, "o");
}

static gint by_preference(gconstpointer a, gconstpointer b)
{
	const LoCompileCommand *x = *(LoCompileCommand *const *)a, *y = *(LoCompileCommand *const *)b;
	gint order = strcmp(x->source, y->source);

	if (order)
		return order;
	order = is_main_object(y) - is_main_object(x);
	return order ? order : g_strcmp0(x->output, y->output);
}

static GPtrArray *new_strings(void)
{
	return g_ptr_array_new_with_free_func(g_free);
}

/* Sources that the build proper makes: no use in a list of what can be read now. */
static void drop_absent_sources(LoKbuildReader *r, GPtrArray *uncovered, GHashTable *objects)
{
	for (guint i = 0; i < r->db->commands->len;) {
		LoCompileCommand *cmd = r->db->commands->pdata[i];

		if (g_file_test(cmd->source, G_FILE_TEST_EXISTS)) {
			i++;
			continue;
		}
		g_hash_table_add(objects, g_strdup(cmd->output ? cmd->output : ""));
		g_ptr_array_add(uncovered, g_strdup_printf("%s: the source is made by the build",
							   relative(r, cmd->source)));
		g_ptr_array_remove_index(r->db->commands, i);
	}
}

static void uncovered_members(LoKbuildReader *r, GPtrArray *uncovered)
{
	GHashTableIter it;
	gpointer path;

	g_hash_table_iter_init(&it, r->members);
	while (g_hash_table_iter_next(&it, &path, NULL))
		if (!has_output(r, path) && !g_hash_table_contains(r->complaints, path))
			g_ptr_array_add(uncovered, g_strdup_printf("%s: make printed no command for it", (char *)path));
	g_hash_table_iter_init(&it, r->complaints);
	while (g_hash_table_iter_next(&it, &path, NULL))
		if (!has_output(r, path) && !is_there(r, path))
			g_ptr_array_add(uncovered, g_strdup_printf("%s: make has no rule for it", (char *)path));
}

/* foo.c that is compiled is a source; foo.c that is not is included by another. */
static gboolean is_included(GHashTable *objects, const char *path)
{
	g_autofree char *object = g_strdup(path);

	if (g_str_has_suffix(path, ".h"))
		return TRUE;
	object[strlen(object) - 1] = 'o';
	return g_str_has_suffix(path, ".c") && !g_hash_table_contains(objects, object);
}

static GPtrArray *missing_headers(LoKbuildReader *r, GHashTable *objects)
{
	GPtrArray *missing = new_strings();
	GHashTableIter it;
	gpointer path;

	g_hash_table_iter_init(&it, r->made);
	while (g_hash_table_iter_next(&it, &path, NULL)) {
		g_autofree char *base = g_path_get_basename(path);

		/* .tmp_x.h: on its way to x.h */
		if (base[0] != '.' && is_included(objects, path) && !is_there(r, path))
			g_ptr_array_add(missing, g_strdup(path));
	}
	return missing;
}

static gint by_text(gconstpointer a, gconstpointer b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void free_reader(LoKbuildReader *r)
{
	lo_compdb_free(r->db);
	g_free(r->directory);
	g_string_free(r->pending, TRUE);
	g_hash_table_unref(r->made);
	g_hash_table_unref(r->members);
	g_hash_table_unref(r->complaints);
	g_free(r);
}

static GPtrArray *goals(LoKbuildReader *r, const GPtrArray *headers, GHashTable *objects)
{
	GPtrArray *out = lo_kbuild_goals(r->db, r->directory, headers);
	GHashTableIter it;
	gpointer path;

	g_hash_table_iter_init(&it, objects);
	while (g_hash_table_iter_next(&it, &path, NULL))
		g_ptr_array_add(out, g_strdup(path));
	g_ptr_array_sort(out, by_text);
	return out;
}

LoKbuild *lo_kbuild_reader_finish(LoKbuildReader *r)
{
	g_autoptr(GHashTable) objects = string_set();	/* of sources that are not there */
	LoKbuild *kb = g_new0(LoKbuild, 1);

	take_text(r, r->pending->str);
	kb->uncovered = new_strings();
	drop_absent_sources(r, kb->uncovered, objects);
	uncovered_members(r, kb->uncovered);
	g_ptr_array_sort(kb->uncovered, by_text);
	kb->missing_headers = missing_headers(r, objects);
	g_ptr_array_sort(kb->missing_headers, by_text);
	kb->commands = r->db->commands->len;
	g_ptr_array_sort(r->db->commands, by_preference);
	lo_compdb_settle(r->db);
	kb->goals = goals(r, kb->missing_headers, objects);
	kb->db = g_steal_pointer(&r->db);
	free_reader(r);
	return kb;
}

void lo_kbuild_free(LoKbuild *kb)
{
	if (!kb)
		return;
	lo_compdb_free(kb->db);
	g_ptr_array_unref(kb->uncovered);
	g_ptr_array_unref(kb->missing_headers);
	g_ptr_array_unref(kb->goals);
	g_free(kb);
}
