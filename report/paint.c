#include "report/paint.h"

#include <string.h>

#include "common/escape.h"
#include "report/link.h"

#define ESC '\033'
#define RESET "\033[0m"
#define PLACE "\033[35m"	/* as grep colours file names */
#define LINK_START "\033]8;;"
#define LINK_END "\033\\"	/* of the sequence, not of the link */

/* A line that goes on is indented by this more than it was. */
#define HANG 4
/* Narrower than this nothing can be read; long words are left whole. */
#define MIN_WIDTH 20

static const char *const colours[] = {
	[LO_INKED_TITLE] = "\033[1;31m",
	[LO_INKED_LOCK] = "\033[1m",
	[LO_INKED_FUNCTION] = "\033[36m",
	[LO_INKED_NOTE] = "\033[2m",
	[LO_INKED_ADDED] = "\033[32m",
	[LO_INKED_REMOVED] = "\033[31m",
};

static gboolean has_colour(const LoPaint *paint)
{
	return paint && paint->colour;
}

void lo_paint_text(GString *out, const LoPaint *paint, LoInked what, const char *s)
{
	if (!s || !s[0])
		return;
	if (has_colour(paint))
		g_string_append(out, colours[what]);
	lo_escape_append(out, s);
	if (has_colour(paint))
		g_string_append(out, RESET);
}

/* An absolute path with the host's name, as the terminal may run elsewhere; NULL: no link can be made. */
static char *place_link(const LoPaint *paint, const char *file, guint32 line)
{
	const LoRenderOptions opt = { .root = paint->root, .link_template = paint->link_template };
	g_autofree char *path = NULL, *uri = NULL;

	if (paint->link_template)
		return lo_link(&opt, file, line);
	path = lo_link_path(&opt, file);
	uri = g_path_is_absolute(path) ? g_filename_to_uri(path, g_get_host_name(), NULL) : NULL;
	return uri ? g_strdup_printf("%s#%u", uri, line) : NULL;
}

void lo_paint_place(GString *out, const LoPaint *paint, const char *file, guint32 line)
{
	g_autofree char *link = paint && paint->links && file && file[0] ? place_link(paint, file, line) : NULL;

	if (link) {
		g_string_append(out, LINK_START);
		lo_escape_append(out, link);
		g_string_append(out, LINK_END);
	}
	if (has_colour(paint))
		g_string_append(out, PLACE);
	lo_escape_append(out, file);
	g_string_append_printf(out, ":%u", line);
	if (has_colour(paint))
		g_string_append(out, RESET);
	if (link)
		g_string_append(out, LINK_START LINK_END);
}

/* ---- wrapping ---- */

/* What follows the control sequence at `s`: "ESC [ ... letter" or "ESC ] ... ESC \", as made above. */
static const char *skip_sequence(const char *s)
{
	const char *end = s[1] == ']' ? strstr(s + 1, LINK_END) : NULL;

	if (end)
		return end + strlen(LINK_END);
	for (s += s[1] ? 2 : 1; *s && !g_ascii_isalpha(*s); s++)
		;
	return *s ? s + 1 : s;
}

static guint columns(gunichar c)
{
	return g_unichar_iszerowidth(c) ? 0 : g_unichar_iswide(c) ? 2 : 1;
}

/* The next blank or line end; `width`: the columns up to there. */
static const char *word_end(const char *s, guint *width)
{
	*width = 0;
	while (*s && *s != ' ' && *s != '\n') {
		if (*s == ESC) {
			s = skip_sequence(s);
			continue;
		}
		*width += columns(g_utf8_get_char(s));
		s = g_utf8_next_char(s);
	}
	return s;
}

/* A rule across the page says nothing by its length. */
static gboolean is_rule(const char *line, gsize len)
{
	return len > MIN_WIDTH && (line[0] == '=' || line[0] == '-') && strspn(line, (char[]){ line[0], 0 }) == len;
}

static void put_line(GString *out, const char *line, const char *end, guint width)
{
	guint indent = (guint)strspn(line, " "), at = indent, n;
	const char *s = line + indent;

	if (is_rule(line, (gsize)(end - line))) {
		g_string_append_len(out, line, MIN(end - line, (gssize)width));
		return;
	}
	g_string_append_len(out, line, indent);
	for (gboolean first = TRUE; s < end; first = FALSE) {
		guint blanks = (guint)strspn(s, " ");
		const char *word = s + blanks, *after = word_end(word, &n);

		if (!first && at + blanks + n > width) {
			at = MIN(indent + HANG, width / 2);
			g_string_append_printf(out, "\n%*s", (int)at, "");
		} else {
			g_string_append_len(out, s, blanks);
			at += blanks;
		}
		g_string_append_len(out, word, after - word);
		at += n;
		s = after;
	}
}

void lo_paint_wrap(const LoPaint *paint, GString *text)
{
	g_autoptr(GString) out = NULL;

	if (!paint || paint->width < MIN_WIDTH)
		return;
	out = g_string_sized_new(text->len + text->len / 8);
	for (const char *s = text->str; *s;) {
		const char *end = strchr(s, '\n');
		gboolean last = !end;

		end = last ? text->str + text->len : end;
		put_line(out, s, end, paint->width);
		if (!last)
			g_string_append_c(out, '\n');
		s = last ? end : end + 1;
	}
	g_string_assign(text, out->str);
}
