#include "frontend/shell.h"

#include <string.h>

#include "common/error.h"

typedef struct {
	const char *p;
	gboolean operators;	/* split at them? */
	GString *word;
	gboolean in_word;	/* '' is a word too */
	GPtrArray *words;	/* of the present command */
	GPtrArray *commands;
} Splitter;

static void end_word(Splitter *s)
{
	if (!s->in_word)
		return;
	g_ptr_array_add(s->words, g_strdup(s->word->str));
	g_string_truncate(s->word, 0);
	s->in_word = FALSE;
}

static void end_command(Splitter *s)
{
	end_word(s);
	if (!s->words->len)
		return;
	g_ptr_array_add(s->words, NULL);
	g_ptr_array_add(s->commands, g_ptr_array_free(s->words, FALSE));
	s->words = g_ptr_array_new();
}

static void add_char(Splitter *s, char c)
{
	g_string_append_c(s->word, c);
	s->in_word = TRUE;
}

static gboolean unterminated(char quote, GError **error)
{
	g_set_error(error, LO_ERROR, LO_ERROR_INPUT, "the quote %c has no end", quote);
	return FALSE;
}

static gboolean single_quoted(Splitter *s, GError **error)
{
	const char *end = strchr(s->p, '\'');

	if (!end)
		return unterminated('\'', error);
	g_string_append_len(s->word, s->p, end - s->p);
	s->in_word = TRUE;
	s->p = end + 1;
	return TRUE;
}

static gboolean double_quoted(Splitter *s, GError **error)
{
	s->in_word = TRUE;
	for (; *s->p != '"'; s->p++) {
		if (!*s->p)
			return unterminated('"', error);
		if (*s->p == '\\' && s->p[1] == '\n') {
			s->p++;
			continue;
		}
		if (*s->p == '\\' && s->p[1] && strchr("\"\\$`", s->p[1]))
			s->p++;
		g_string_append_c(s->word, *s->p);
	}
	s->p++;
	return TRUE;
}

static void escaped(Splitter *s)
{
	if (!*s->p)
		add_char(s, '\\');
	else if (*s->p == '\n')
		s->p++;
	else
		add_char(s, *s->p++);
}

static gboolean one_char(Splitter *s, GError **error)
{
	char c = *s->p++;

	if (c == '\'')
		return single_quoted(s, error);
	if (c == '"')
		return double_quoted(s, error);
	if (c == '\\') {
		escaped(s);
	} else if (s->operators && strchr(";&|()\n", c)) {
		end_command(s);
	} else if (g_ascii_isspace(c)) {
		end_word(s);
	} else if (s->operators && (c == '<' || c == '>')) {
		end_word(s);
		add_char(s, c);
		end_word(s);
	} else {
		add_char(s, c);
	}
	return TRUE;
}

static void free_words(gpointer words)
{
	g_strfreev(words);
}

static GPtrArray *split(const char *text, gboolean operators, GError **error)
{
	Splitter s = { .p = text, .operators = operators };
	gboolean ok = TRUE;

	s.word = g_string_new(NULL);
	s.words = g_ptr_array_new();
	s.commands = g_ptr_array_new_with_free_func(free_words);
	while (ok && *s.p)
		ok = one_char(&s, error);
	end_command(&s);
	g_ptr_array_free(s.words, TRUE);
	g_string_free(s.word, TRUE);
	if (!ok)
		g_clear_pointer(&s.commands, g_ptr_array_unref);
	return s.commands;
}

char **lo_shell_split(const char *text, GError **error)
{
	g_autoptr(GPtrArray) commands = split(text, FALSE, error);

	if (!commands)
		return NULL;
	if (!commands->len)
		return g_new0(char *, 1);
	return g_ptr_array_steal_index(commands, 0);
}

GPtrArray *lo_shell_commands(const char *text, GError **error)
{
	return split(text, TRUE, error);
}
