#include "common/mail.h"

#include <string.h>

#define MAX_BOUNDARIES 8	/* parts within parts */

typedef enum { PLAIN, QUOTED, BASE64 } Encoding;

typedef struct {
	GString *out;
	gboolean in_header;
	gboolean after_blank;	/* the last line was one */
	Encoding encoding;	/* of the body, or of the part, that is read or whose header is */
	gint base64_state;
	guint base64_save;
	char *boundaries[MAX_BOUNDARIES];	/* owned */
	guint n_boundaries;
} Mail;

/* "From " begins a mail in a mailbox, a name and a colon a header. */
static gboolean is_header(const char *line, gsize n)
{
	gsize i = 0;

	if (n > 5 && !memcmp(line, "From ", 5))
		return TRUE;
	while (i < n && (g_ascii_isalnum(line[i]) || line[i] == '-'))
		i++;
	return i && i + 1 < n && line[i] == ':' && g_ascii_isspace(line[i + 1]);
}

/* As mailers write it: "From NAME DAY MONTH DATE HH:MM:SS YEAR". */
static gboolean is_separator(const char *line, gsize n)
{
	return n > 20 && !memcmp(line, "From ", 5) && memchr(line, ':', n) && g_ascii_isdigit(line[n - 1]);
}

static gboolean is_named(const char *header, const char *name)
{
	return !g_ascii_strncasecmp(header, name, strlen(name));
}

static void note_boundary(Mail *m, const char *header)
{
	g_autofree char *lower = g_ascii_strdown(header, -1);
	const char *at = strstr(lower, "boundary=");

	if (!at || m->n_boundaries == MAX_BOUNDARIES)
		return;
	const char *start = header + (at - lower) + strlen("boundary=");
	gsize n = *start == '"' ? strcspn(++start, "\"") : strcspn(start, "; \t");
	if (n)
		m->boundaries[m->n_boundaries++] = g_strdup_printf("--%.*s", (int)MIN(n, 200), start);
}

static void read_header(Mail *m, const char *line, gsize n)
{
	g_autofree char *header = g_strndup(line, n);

	if (is_named(header, "Content-Transfer-Encoding:")) {
		g_autofree char *lower = g_ascii_strdown(header, -1);
		m->encoding = strstr(lower, "quoted-printable") ? QUOTED : strstr(lower, "base64") ? BASE64 : PLAIN;
	} else if (is_named(header, "Content-Type:") || g_ascii_isspace(*header)) {
		note_boundary(m, header);
	}
	m->in_header = n != 0;
}

static void begin_header(Mail *m)
{
	if (m->encoding == BASE64 && m->out->len && m->out->str[m->out->len - 1] != '\n')
		g_string_append_c(m->out, '\n');
	m->in_header = TRUE;
	m->encoding = PLAIN;
	m->base64_state = 0;
	m->base64_save = 0;
}

static void forget_boundaries(Mail *m)
{
	while (m->n_boundaries)
		g_free(m->boundaries[--m->n_boundaries]);
}

/* "--x" begins a part, "--x--" ends the last one. */
static gboolean is_boundary(const Mail *m, const char *line, gsize n)
{
	for (guint i = 0; i < m->n_boundaries; i++) {
		gsize len = strlen(m->boundaries[i]);
		if (n >= len && !memcmp(line, m->boundaries[i], len))
			return TRUE;
	}
	return FALSE;
}

static void append_quoted(GString *out, const char *line, gsize n)
{
	while (n && (line[n - 1] == ' ' || line[n - 1] == '\t'))
		n--;
	gboolean goes_on = n && line[n - 1] == '=';

	n -= goes_on;
	for (gsize i = 0; i < n; i++) {
		gboolean coded = line[i] == '=' && i + 2 < n && g_ascii_isxdigit(line[i + 1]) && g_ascii_isxdigit(line[i + 2]);
		if (!coded) {
			g_string_append_c(out, line[i]);
			continue;
		}
		g_string_append_c(out, (char)(g_ascii_xdigit_value(line[i + 1]) << 4 | g_ascii_xdigit_value(line[i + 2])));
		i += 2;
	}
	if (!goes_on)
		g_string_append_c(out, '\n');
}

static void append_base64(Mail *m, const char *line, gsize n)
{
	g_autofree guchar *bytes = g_malloc(n + 4);
	gsize got = g_base64_decode_step(line, n, bytes, &m->base64_state, &m->base64_save);

	g_string_append_len(m->out, (const char *)bytes, (gssize)got);
}

/* Without its line end. */
static void read_line(Mail *m, const char *line, gsize n)
{
	if (!m->in_header && (is_boundary(m, line, n) || (m->after_blank && is_separator(line, n)))) {
		begin_header(m);
		if (is_separator(line, n))
			forget_boundaries(m);
	} else if (m->in_header) {
		read_header(m, line, n);
	} else if (m->encoding == QUOTED) {
		append_quoted(m->out, line, n);
		m->after_blank = !n;
		return;
	} else if (m->encoding == BASE64) {
		append_base64(m, line, n);
		m->after_blank = !n;
		return;
	}
	g_string_append_len(m->out, line, (gssize)n);
	g_string_append_c(m->out, '\n');
	m->after_blank = !n;
}

GString *lo_mail_decode(const char *text, gsize len)
{
	Mail m = { .out = g_string_sized_new(len + 1), .in_header = TRUE };
	const char *end = text + len;

	if (!is_header(text, len)) {
		g_string_append_len(m.out, text, (gssize)len);
		return m.out;
	}
	for (const char *p = text; p < end;) {
		const char *nl = memchr(p, '\n', (gsize)(end - p));
		gsize n = nl ? (gsize)(nl - p) : (gsize)(end - p);
		read_line(&m, p, n && p[n - 1] == '\r' ? n - 1 : n);
		p += nl ? n + 1 : n;
	}
	forget_boundaries(&m);
	return m.out;
}
