#include "frontend/include_text.h"

#include <string.h>
#include <sys/stat.h>

enum { MAX_FILE = 32 << 20 };	/* bytes */

typedef struct {
	const char *p, *end;
} Text;

typedef struct {
	LoIncludeText *out;
	GString *leading;
	GString *line;		/* the present directive, without comments and continuations */
	guint depth;		/* of #if, the guard not counted */
	guint hidden;		/* depth + 1 below which nothing is sure, or 0 */
	char *guard;		/* the macro of an #ifndef that may be the file's guard */
	guint directives;
	gboolean included;	/* an #include was met */
} Scan;

/* ---- text ---- */

static gboolean is_word(char c)
{
	return g_ascii_isalnum(c) || c == '_';
}

static gboolean at2(const Text *t, char a, char b)
{
	return t->p + 1 < t->end && t->p[0] == a && t->p[1] == b;
}

static void skip_block_comment(Text *t)
{
	const char *end;

	for (t->p += 2; t->p < t->end; t->p = end + 1) {
		end = memchr(t->p, '*', (gsize)(t->end - t->p));
		if (!end || end + 1 >= t->end) {
			t->p = t->end;
			return;
		}
		if (end[1] == '/') {
			t->p = end + 2;
			return;
		}
	}
}

/* To the quote that closes, or the end of the line: an apostrophe in #error opens nothing. */
static void skip_quoted(Text *t)
{
	char quote = *t->p++;

	while (t->p < t->end && *t->p != quote && *t->p != '\n')
		t->p += *t->p == '\\' && t->p + 1 < t->end ? 2 : 1;
	if (t->p < t->end && *t->p == quote)
		t->p++;
}

static gboolean is_continuation(const Text *t)
{
	return at2(t, '\\', '\n') || (at2(t, '\\', '\r') && t->p + 2 < t->end && t->p[2] == '\n');
}

static void skip_line_comment(Text *t)
{
	while (t->p < t->end && *t->p != '\n')
		t->p += is_continuation(t) ? 2 : 1;
}

/* Past the end of the line; its text without comments goes to `line` unless that is NULL. */
static void take_line(Text *t, GString *line)
{
	while (t->p < t->end && *t->p != '\n') {
		const char *from = t->p;

		if (at2(t, '/', '*')) {
			skip_block_comment(t);
			if (line)
				g_string_append_c(line, ' ');
			continue;
		}
		if (at2(t, '/', '/')) {
			skip_line_comment(t);
			continue;
		}
		if (is_continuation(t)) {
			t->p += t->p[1] == '\r' ? 3 : 2;
			continue;
		}
		if (*t->p == '"' || *t->p == '\'')
			skip_quoted(t);
		else
			t->p++;
		if (line)
			g_string_append_len(line, from, t->p - from);
	}
	if (t->p < t->end)
		t->p++;
}

static void skip_blank(Text *t)
{
	while (t->p < t->end) {
		if (at2(t, '/', '*'))
			skip_block_comment(t);
		else if (*t->p == ' ' || *t->p == '\t')
			t->p++;
		else
			return;
	}
}

/* ---- directives ---- */

static const char *skip_space(const char *p)
{
	while (*p == ' ' || *p == '\t')
		p++;
	return p;
}

static char *take_name(const char **p)
{
	const char *start = *p = skip_space(*p);

	while (is_word(**p))
		++*p;
	return g_strndup(start, (gsize)(*p - start));
}

static void add_item(Scan *s, LoTextItemKind kind, char *name)
{
	LoTextItem item = { kind, name, !s->hidden };

	g_array_append_val(s->out->items, item);
}

static void take_include(Scan *s, const char *p)
{
	char close;
	const char *end;

	if (!s->included)
		s->out->leading = s->depth ? NULL : g_strdup(s->leading->str);
	s->included = TRUE;
	p = skip_space(p);
	close = *p == '<' ? '>' : '"';
	end = *p == '<' || *p == '"' ? strchr(p + 1, close) : NULL;
	if (end)
		add_item(s, *p == '<' ? LO_TEXT_INCLUDE : LO_TEXT_INCLUDE_QUOTED,
			 g_strndup(p + 1, (gsize)(end - p) - 1));
}

/* `#ifndef X` or `#if !defined(X)...` as the first directive. */
static char *possible_guard(const char *word, const char *rest)
{
	if (!strcmp(word, "ifndef"))
		return take_name(&rest);
	rest = skip_space(rest);
	if (strcmp(word, "if") || *rest != '!')
		return NULL;
	rest = skip_space(rest + 1);
	if (strncmp(rest, "defined", strlen("defined")))
		return NULL;
	rest = skip_space(rest + strlen("defined"));
	if (*rest == '(')
		rest++;
	return take_name(&rest);
}

static void open_if(Scan *s, const char *word, const char *rest)
{
	if (s->directives == 1 && (s->guard = possible_guard(word, rest)))
		return;
	s->depth++;
	if (!s->hidden)
		s->hidden = s->depth;
}

static void close_if(Scan *s)
{
	if (s->hidden == s->depth)
		s->hidden = 0;
	if (s->depth)
		s->depth--;
}

/* The #define right after the #ifndef is what makes it a guard. */
static void settle_guard(Scan *s, const char *word, const char *rest)
{
	g_autofree char *name = !strcmp(word, "define") ? take_name(&rest) : NULL;

	if (!s->guard || s->directives != 2)
		return;
	if (name && !strcmp(name, s->guard))
		s->out->guarded = TRUE;
	else
		s->depth = s->hidden = 1;
}

static gboolean is_conditional(const char *word)
{
	return g_str_has_prefix(word, "if") || g_str_has_prefix(word, "el") || !strcmp(word, "endif");
}

static void take_conditional(Scan *s, const char *word, const char *rest)
{
	if (g_str_has_prefix(word, "if"))
		open_if(s, word, rest);
	else if (!strcmp(word, "endif"))
		close_if(s);
	else if (!s->depth)	/* the guard has another branch */
		s->hidden = 1;
}

static void take_directive(Scan *s)
{
	const char *p = s->line->str;
	g_autofree char *word = take_name(&p);

	if (!*word)
		return;
	s->directives++;
	settle_guard(s, word, p);
	if (!s->included && strncmp(word, "include", strlen("include")))
		g_string_append_printf(s->leading, "#%s\n", s->line->str);
	if (is_conditional(word))
		take_conditional(s, word, p);
	else if (!strcmp(word, "include"))
		take_include(s, p);
	else if (!strcmp(word, "define") || !strcmp(word, "undef"))
		add_item(s, LO_TEXT_MACRO, take_name(&p));
	else if (!strcmp(word, "pragma") && strstr(p, "once"))
		s->out->guarded = TRUE;
	if (!s->included)
		s->out->n_leading = s->out->items->len;
}

static void clear_item(gpointer p)
{
	g_free(((LoTextItem *)p)->name);
}

LoIncludeText *lo_include_text_parse(const char *text, gsize len)
{
	Text t = { text, text + len };
	Scan s = { .out = g_new0(LoIncludeText, 1), .leading = g_string_new(NULL), .line = g_string_new(NULL) };

	s.out->size = len;
	s.out->items = g_array_new(FALSE, FALSE, sizeof(LoTextItem));
	g_array_set_clear_func(s.out->items, clear_item);
	while (t.p < t.end) {
		skip_blank(&t);
		if (t.p < t.end && *t.p == '#') {
			t.p++;
			g_string_truncate(s.line, 0);
			take_line(&t, s.line);
			take_directive(&s);
		} else {
			take_line(&t, NULL);
		}
	}
	if (!s.included)
		s.out->leading = g_strdup("");
	g_free(s.guard);
	g_string_free(s.leading, TRUE);
	g_string_free(s.line, TRUE);
	return s.out;
}

LoIncludeText *lo_include_text_read(const char *path)
{
	g_autofree char *text = NULL;
	gsize len;

	struct stat st;

	if (stat(path, &st) || !S_ISREG(st.st_mode) || st.st_size > MAX_FILE || !g_file_get_contents(path, &text, &len, NULL))
		return NULL;
	return lo_include_text_parse(text, len);
}

void lo_include_text_free(LoIncludeText *t)
{
	if (!t)
		return;
	g_array_unref(t->items);
	g_free(t->leading);
	g_free(t);
}

/* ---- words ---- */

static void take_word(Text *t, GHashTable *words, GHashTable *found)
{
	const char *start = t->p;
	char name[128];
	gpointer known;

	while (t->p < t->end && is_word(*t->p))
		t->p++;
	if ((gsize)(t->p - start) >= sizeof(name))
		return;
	memcpy(name, start, (gsize)(t->p - start));
	name[t->p - start] = '\0';
	if (g_hash_table_lookup_extended(words, name, &known, NULL))
		g_hash_table_add(found, known);
}

void lo_text_find_words(const char *text, gsize len, GHashTable *words, GHashTable *found)
{
	Text t = { text, text + len };

	while (t.p < t.end) {
		if (at2(&t, '/', '*'))
			skip_block_comment(&t);
		else if (at2(&t, '/', '/'))
			skip_line_comment(&t);
		else if (*t.p == '"' || *t.p == '\'')
			skip_quoted(&t);
		else if (is_word(*t.p))
			take_word(&t, words, found);
		else
			t.p++;
	}
}
