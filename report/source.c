#include "report/source.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "common/path.h"

#define MAX_SIZE (4 << 20)

struct LoSources {
	char *root;		/* without symbolic links; NULL: none */
	GHashTable *edited;	/* borrowed, or NULL */
	GHashTable *files;	/* path as in the facts -> Lines, or NULL */
};

typedef struct {
	char **lines;
	guint n;
} Lines;

static void lines_free(gpointer data)
{
	Lines *l = data;

	if (l)
		g_strfreev(l->lines);
	g_free(l);
}

LoSources *lo_sources_new(const char *root, GHashTable *edited)
{
	LoSources *s = g_new0(LoSources, 1);

	s->root = root ? realpath(root, NULL) : NULL;
	s->edited = edited;
	s->files = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, lines_free);
	return s;
}

void lo_sources_free(LoSources *s)
{
	if (!s)
		return;
	free(s->root);
	g_hash_table_unref(s->files);
	g_free(s);
}

/* NULL: not one of those that are read. */
static char *read_disk(const LoSources *s, const char *file)
{
	g_autofree char *path = s->root ? g_build_filename(s->root, file, NULL) : NULL;
	char *real = path ? realpath(file[0] == '/' ? file : path, NULL) : NULL;
	g_autofree char *text = NULL;
	struct stat st;
	gsize len;
	gboolean ok = real && lo_path_is_inside(real, s->root) && !stat(real, &st) && S_ISREG(st.st_mode) &&
		      st.st_size <= MAX_SIZE && g_file_get_contents(real, &text, &len, NULL);

	free(real);
	return ok ? g_steal_pointer(&text) : NULL;
}

static char *read_text(const LoSources *s, const char *file)
{
	const char *text = s->root && s->edited ? g_hash_table_lookup(s->edited, file) : NULL;

	return text ? g_strdup(text) : read_disk(s, file);
}

gboolean lo_sources_mention(const LoSources *s, const char *file, const char *text)
{
	g_autofree char *all = read_text(s, file);

	return all && strstr(all, text);
}

static Lines *read_lines(const LoSources *s, const char *file)
{
	g_autofree char *text = read_text(s, file);

	if (!text)
		return NULL;
	Lines *l = g_new0(Lines, 1);
	l->lines = g_strsplit(text, "\n", -1);
	l->n = g_strv_length(l->lines);
	return l;
}

const char *lo_sources_line(LoSources *s, const char *file, guint32 line)
{
	const Lines *l;

	if (!file || !file[0] || !line)
		return NULL;
	if (!g_hash_table_contains(s->files, file))
		g_hash_table_insert(s->files, g_strdup(file), read_lines(s, file));
	l = g_hash_table_lookup(s->files, file);
	return l && line <= l->n ? l->lines[line - 1] : NULL;
}

static gboolean is_word_char(char c)
{
	return g_ascii_isalnum(c) || c == '_';
}

/* Does a call's parenthesis follow? */
static gboolean is_called(const char *after)
{
	return after[strspn(after, " \t")] == '(';
}

static const char *find_word(const char *text, const char *word)
{
	gsize n = strlen(word);
	const char *first = NULL;

	for (const char *at = n ? strstr(text, word) : NULL; at; at = strstr(at + 1, word)) {
		if ((at > text && is_word_char(at[-1])) || is_word_char(at[n]))
			continue;
		if (is_called(at + n))
			return at;
		first = first ? first : at;
	}
	return first;
}

guint32 lo_sources_column(LoSources *s, const char *file, guint32 line, const char *word)
{
	const char *text = lo_sources_line(s, file, line);
	const char *at = text && word ? find_word(text, word) : NULL;

	if (!text)
		return 0;
	at = at ? at : text + strspn(text, " \t");
	return (guint32)(g_utf8_validate(text, at - text, NULL) ? g_utf8_strlen(text, at - text) : at - text) + 1;
}
