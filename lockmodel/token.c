#include "lockmodel/parser.h"

#include <string.h>

#include "common/error.h"

static void token_clear(gpointer data)
{
	g_free(((LoToken *)data)->text);
}

guint32 lo_parser_line(const LoParser *p)
{
	if (p->tokens->len == 0)
		return p->line;
	return g_array_index(p->tokens, LoToken, MIN(p->next, p->tokens->len - 1)).line;
}

void lo_parser_init(LoParser *p, LoModel *m, const char *file, const char *text, gsize len, guint depth)
{
	*p = (LoParser){ .model = m, .file = file, .text = text, .end = text + len, .depth = depth };
	p->tokens = g_array_new(FALSE, FALSE, sizeof(LoToken));
	g_array_set_clear_func(p->tokens, token_clear);
}

void lo_parser_clear(LoParser *p)
{
	g_clear_pointer(&p->tokens, g_array_unref);
}

/* The offending text as shown in a message: printable and short. */
static char *shown(const char *s)
{
	g_autofree char *escaped = g_strescape(s, NULL);

	return g_strdup_printf("'%.60s%s'", escaped, strlen(escaped) > 60 ? "..." : "");
}

gboolean lo_parser_fail(const LoParser *p, GError **error, const char *format, ...)
{
	g_autofree char *what = NULL;
	va_list ap;

	va_start(ap, format);
	what = g_strdup_vprintf(format, ap);
	va_end(ap);
	g_set_error(error, LO_ERROR, LO_ERROR_INPUT, "%s:%u: %s", p->file, lo_parser_line(p), what);
	return FALSE;
}

gboolean lo_parser_fail_at(const LoParser *p, GError **error, const char *what, const char *text)
{
	g_autofree char *quoted = shown(text);

	return lo_parser_fail(p, error, "%s %s", what, quoted);
}

static void add_token(LoParser *p, const char *from, const char *to)
{
	LoToken t = { g_strndup(from, (gsize)(to - from)), p->line };

	g_array_append_val(p->tokens, t);
}

static gboolean is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

static gboolean is_separator(char c)
{
	return c == ';' || c == '(' || c == ')' || c == ',';
}

/* One word, up to a blank or a separator outside quotes; NULL when a quote is open at the line's end. */
static const char *word_end(const char *s, const char *eol)
{
	gboolean quoted = FALSE;

	for (; s < eol; s++) {
		if (*s == '"')
			quoted = !quoted;
		else if (!quoted && (is_blank(*s) || is_separator(*s) || *s == '#'))
			break;
	}
	return quoted ? NULL : s;
}

/* Splits one physical line; *more is set when it ends in a backslash. */
static gboolean split_line(LoParser *p, const char *eol, gboolean *more, GError **error)
{
	const char *s = p->text, *stop;

	while (eol > s && is_blank(eol[-1]))
		eol--;
	*more = eol > s && eol[-1] == '\\';
	if (*more)
		eol--;
	while (s < eol && *s != '#') {
		if (is_blank(*s)) {
			s++;
			continue;
		}
		stop = is_separator(*s) ? s + 1 : word_end(s, eol);
		if (!stop) {
			g_set_error(error, LO_ERROR, LO_ERROR_INPUT, "%s:%u: a quote is not closed", p->file, p->line);
			return FALSE;
		}
		add_token(p, s, stop);
		s = stop;
	}
	return TRUE;
}

/* The tokens of the next logical line that has any; none at the end of the text. */
gboolean lo_parser_read_line(LoParser *p, GError **error)
{
	gboolean more = FALSE;

	g_array_set_size(p->tokens, 0);
	p->next = 0;
	while (p->text < p->end && (more || p->tokens->len == 0)) {
		const char *eol = memchr(p->text, '\n', (gsize)(p->end - p->text));

		if (!eol)
			eol = p->end;
		p->line++;
		if (!split_line(p, eol, &more, error))
			return FALSE;
		p->text = eol < p->end ? eol + 1 : eol;
	}
	return TRUE;
}

const char *lo_parser_peek(const LoParser *p)
{
	return p->next < p->tokens->len ? g_array_index(p->tokens, LoToken, p->next).text : NULL;
}

const char *lo_parser_take(LoParser *p)
{
	const char *t = lo_parser_peek(p);

	if (t)
		p->next++;
	return t;
}

gboolean lo_parser_accept(LoParser *p, const char *text)
{
	if (g_strcmp0(lo_parser_peek(p), text) != 0)
		return FALSE;
	p->next++;
	return TRUE;
}

gboolean lo_parser_expect(LoParser *p, const char *text, GError **error)
{
	g_autofree char *quoted = NULL;

	if (lo_parser_accept(p, text))
		return TRUE;
	if (!lo_parser_peek(p))
		return lo_parser_fail(p, error, "expected '%s' before the end of the line", text);
	quoted = shown(lo_parser_peek(p));
	return lo_parser_fail(p, error, "expected '%s' before %s", text, quoted);
}

gboolean lo_is_name(const char *s)
{
	if (!g_ascii_isalpha(*s) && *s != '_')
		return FALSE;
	for (; *s; s++)
		if (!g_ascii_isalnum(*s) && *s != '_')
			return FALSE;
	return TRUE;
}

/* A record may be "cpuhp_step.startup": names with dots between them. */
gboolean lo_is_record(const char *s)
{
	g_auto(GStrv) parts = g_strsplit(s, ".", -1);

	for (guint i = 0; parts[i]; i++)
		if (!lo_is_name(parts[i]))
			return FALSE;
	return parts[0] != NULL;
}

const char *lo_parser_take_name(LoParser *p, const char *what, GError **error)
{
	const char *s = lo_parser_peek(p);

	if (!s) {
		lo_parser_fail(p, error, "expected %s before the end of the line", what);
		return NULL;
	}
	if (!lo_is_name(s)) {
		g_autofree char *msg = g_strdup_printf("expected %s, not", what);

		lo_parser_fail_at(p, error, msg, s);
		return NULL;
	}
	return lo_parser_take(p);
}

gboolean lo_parse_number(const char *s, guint64 *out)
{
	char *end;

	if (!g_ascii_isdigit(*s))
		return FALSE;
	*out = g_ascii_strtoull(s, &end, 0);
	return *end == '\0';
}

/* "arg3" with this prefix, "text0" and so on. */
gboolean lo_parse_indexed(const char *s, const char *prefix, gint *out)
{
	guint64 n;

	if (!g_str_has_prefix(s, prefix) || !lo_parse_number(s + strlen(prefix), &n) || n > LO_MAX_ARGUMENT)
		return FALSE;
	*out = (gint)n;
	return TRUE;
}
