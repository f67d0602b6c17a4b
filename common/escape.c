#include "common/escape.h"

#include <string.h>

static gboolean is_harmless(gunichar c)
{
	/* Bidirectional controls reorder what is shown: format characters go too. */
	return g_unichar_isprint(c) && g_unichar_type(c) != G_UNICODE_FORMAT;
}

static void append_control(GString *out, guchar c)
{
	switch (c) {
	case '\n': g_string_append(out, "\\n"); break;
	case '\t': g_string_append(out, "\\t"); break;
	case '\r': g_string_append(out, "\\r"); break;
	default: g_string_append_printf(out, "\\x%02x", c); break;
	}
}

/* The bytes of the character at s; 0 when they are not UTF-8. */
static guint utf8_length(const char *s, gunichar *c)
{
	*c = g_utf8_get_char_validated(s, -1);
	return *c == (gunichar)-1 || *c == (gunichar)-2 ? 0 : (guint)(g_utf8_next_char(s) - s);
}

static void append_escaped(GString *out, const char *s, const char *also)
{
	while (*s) {
		gunichar c;
		guint n = utf8_length(s, &c);

		if (n == 1 && strchr(also, *s)) {
			g_string_append_c(out, '\\');
			g_string_append_c(out, *s++);
			continue;
		}
		if (n && is_harmless(c)) {
			g_string_append_len(out, s, n);
			s += n;
			continue;
		}
		for (guint i = 0; i < MAX(n, 1); i++)
			append_control(out, (guchar)*s++);
	}
}

void lo_escape_append(GString *out, const char *s)
{
	if (s)
		append_escaped(out, s, "");
}

void lo_escape_append_quoted(GString *out, const char *s)
{
	g_string_append_c(out, '"');
	append_escaped(out, s, "\"\\");
	g_string_append_c(out, '"');
}

char *lo_escape(const char *s)
{
	GString *out = g_string_new(NULL);

	lo_escape_append(out, s);
	return g_string_free(out, FALSE);
}
