/*
 * What libclang does not expose and only the text tells: the macro invocation
 * that an expression comes from, which parts of a `for` are missing, the
 * operands of an asm statement.  The text is a file's own bytes, read at the
 * place where the tokens are spelled; it is never preprocessed again.
 */
#include <string.h>

#include "frontend/lower.h"

#define MAX_MACRO_TEXT 160

/* ---- files ---- */

char *lo_source_path(const LoReader *r, const char *name)
{
	g_autofree char *full = g_canonicalize_filename(name, r->directory);
	gsize n = strlen(r->root);

	if (!strncmp(full, r->root, n) && full[n] == '/')
		return g_strdup(full + n + 1);
	return g_steal_pointer(&full);
}

static gboolean is_header_name(const char *path)
{
	const char *dot = strrchr(path, '.');

	return !dot || (strcmp(dot, ".c") != 0 && strcmp(dot, ".C") != 0 && strcmp(dot, ".i") != 0);
}

const LoSource *lo_source(LoReader *r, CXFile file)
{
	LoSource *s = g_hash_table_lookup(r->sources, file);
	g_autofree char *name = NULL;

	if (s || !file)
		return s;
	name = lo_take_string(clang_getFileName(file));
	s = g_new0(LoSource, 1);
	s->handle = file;
	s->path = lo_source_path(r, name);
	s->main = clang_File_isEqual(file, r->main_file);
	s->header = !s->main && is_header_name(s->path);
	g_hash_table_insert(r->sources, file, s);
	return s;
}

/* Looking the buffer up costs more than everything else about a file. */
static void find_text(LoReader *r, LoSource *s)
{
	size_t len = 0;

	if (s->text_known)
		return;
	s->text_known = TRUE;
	s->text = clang_getFileContents(r->tu, s->handle, &len);
	s->len = len;
}

const LoSource *lo_source_of(LoReader *r, CXCursor c, guint *line)
{
	CXFile file = NULL;
	unsigned at = 0;

	clang_getExpansionLocation(clang_getCursorLocation(c), &file, &at, NULL, NULL);
	if (line)
		*line = at;
	return lo_source(r, file);
}

guint lo_line(CXCursor c)
{
	unsigned at = 0;

	clang_getExpansionLocation(clang_getCursorLocation(c), NULL, &at, NULL, NULL);
	return at;
}

guint lo_end_line(CXCursor c)
{
	unsigned at = 0;

	clang_getExpansionLocation(clang_getRangeEnd(clang_getCursorExtent(c)), NULL, &at, NULL, NULL);
	return at;
}

/* ---- scanning ---- */

typedef struct {
	const char *p, *end;
} Scan;

static gboolean at(const Scan *s, char c)
{
	return s->p < s->end && *s->p == c;
}

static gboolean at2(const Scan *s, char a, char b)
{
	return s->p + 1 < s->end && s->p[0] == a && s->p[1] == b;
}

static void skip_comment(Scan *s)
{
	gboolean block = s->p[1] == '*';

	s->p += 2;
	while (s->p < s->end && !(block ? at2(s, '*', '/') : *s->p == '\n'))
		s->p++;
	if (block && s->p < s->end)
		s->p += 2;
}

/* White space, comments and line continuations. */
static void skip_blank(Scan *s)
{
	while (s->p < s->end) {
		if (g_ascii_isspace(*s->p) || at2(s, '\\', '\n'))
			s->p++;
		else if (at2(s, '/', '*') || at2(s, '/', '/'))
			skip_comment(s);
		else
			return;
	}
}

static void skip_quoted(Scan *s)
{
	char quote = *s->p++;

	while (s->p < s->end && *s->p != quote)
		s->p += *s->p == '\\' ? 2 : 1;
	s->p = MIN(s->p + 1, s->end);
}

/* One character, literal or comment. */
static void skip_one(Scan *s)
{
	if (at(s, '"') || at(s, '\''))
		skip_quoted(s);
	else if (at2(s, '/', '*') || at2(s, '/', '/'))
		skip_comment(s);
	else
		s->p++;
}

/* From an opening parenthesis past the closing one; FALSE when there is none. */
static gboolean skip_parens(Scan *s)
{
	guint depth = 0;

	while (s->p < s->end) {
		if (at(s, '('))
			depth++;
		if (at(s, ')') && --depth == 0) {
			s->p++;
			return TRUE;
		}
		skip_one(s);
	}
	return FALSE;
}

static gboolean is_word(char c)
{
	return g_ascii_isalnum(c) || c == '_' || c == '$';
}

static gsize word_length(const Scan *s)
{
	gsize n = 0;

	while (s->p + n < s->end && is_word(s->p[n]))
		n++;
	return n;
}

static gboolean scan_at(LoReader *r, CXFile file, unsigned offset, Scan *out)
{
	LoSource *src = (LoSource *)lo_source(r, file);

	if (src)
		find_text(r, src);
	if (!src || !src->text || offset >= src->len)
		return FALSE;
	out->p = src->text + offset;
	out->end = src->text + src->len;
	return TRUE;
}

/* ---- macro invocations ---- */

static char *normalise(const char *from, const char *to)
{
	g_autoptr(GString) out = g_string_new(NULL);
	Scan s = { from, to };

	while (s.p < s.end && out->len < MAX_MACRO_TEXT) {
		const char *before = s.p;

		skip_blank(&s);
		if (s.p > before && out->len && s.p < s.end && *s.p != ')' && out->str[out->len - 1] != '(')
			g_string_append_c(out, ' ');
		before = s.p;
		if (s.p < s.end)
			skip_one(&s);
		g_string_append_len(out, before, MIN(s.p, s.end) - before);
	}
	if (out->len > MAX_MACRO_TEXT)
		g_string_truncate(out, MAX_MACRO_TEXT);
	return g_utf8_make_valid(out->str, -1);
}

gboolean lo_from_macro(CXCursor c)
{
	CXSourceLocation loc = clang_getCursorLocation(c);
	CXFile file = NULL, spelled_file = NULL;
	unsigned offset = 0, spelled = 0;

	clang_getExpansionLocation(loc, &file, NULL, NULL, &offset);
	clang_getSpellingLocation(loc, &spelled_file, NULL, NULL, &spelled);
	return spelled != offset || spelled_file != file;
}

char *lo_macro_text(LoReader *r, CXCursor c, const char *name, gboolean of_arguments)
{
	CXSourceLocation loc = clang_getCursorLocation(c);
	CXFile file = NULL, spelled_file = NULL;
	unsigned offset = 0, spelled = 0;
	const char *start;
	gsize n;
	Scan s;

	clang_getExpansionLocation(loc, &file, NULL, NULL, &offset);
	clang_getSpellingLocation(loc, &spelled_file, NULL, NULL, &spelled);
	if ((spelled == offset && spelled_file == file) || !scan_at(r, file, offset, &s))
		return NULL;
	n = word_length(&s);
	if (!n || (name && strlen(name) == n && !memcmp(name, s.p, n)))
		return NULL;
	start = s.p;
	s.p += n;
	skip_blank(&s);
	if (!at(&s, '(') || !skip_parens(&s))
		return NULL;
	if (!of_arguments && spelled_file == file && spelled > offset && spelled < offset + (gsize)(s.p - start))
		return NULL;
	return normalise(start, s.p);
}

/* ---- for ---- */

static gboolean scan_spelling(LoReader *r, CXCursor c, Scan *s)
{
	CXFile file = NULL;
	unsigned offset = 0;

	clang_getSpellingLocation(clang_getRangeStart(clang_getCursorExtent(c)), &file, NULL, NULL, &offset);
	return scan_at(r, file, offset, s);
}

static gboolean skip_word(Scan *s, const char *word)
{
	gsize n = strlen(word);

	if (word_length(s) != n || memcmp(s->p, word, n) != 0)
		return FALSE;
	s->p += n;
	skip_blank(s);
	return TRUE;
}

/* Is there anything before the next `stop` at this level?  Leaves s at it. */
static gboolean part_until(Scan *s, char stop, gboolean *any)
{
	guint depth = 0;

	*any = FALSE;
	for (skip_blank(s); s->p < s->end; skip_blank(s)) {
		if (!depth && *s->p == stop)
			return TRUE;
		if (*s->p == '(' || *s->p == '{' || *s->p == '[')
			depth++;
		if ((*s->p == ')' || *s->p == '}' || *s->p == ']') && depth-- == 0)
			return FALSE;
		*any = TRUE;
		skip_one(s);
	}
	return FALSE;
}

gboolean lo_for_parts(LoReader *r, CXCursor c, gboolean part[3])
{
	static const char stops[] = ";;)";
	Scan s;

	if (!scan_spelling(r, c, &s) || !skip_word(&s, "for") || !at(&s, '('))
		return FALSE;
	for (guint i = 0; i < 3; i++) {
		s.p++;
		if (!part_until(&s, stops[i], &part[i]))
			return FALSE;
	}
	return TRUE;
}

/* ---- _Generic ---- */

/* Past the next `stop` at this level. */
static gboolean skip_until(Scan *s, char stop, char or_end)
{
	while (s->p < s->end) {
		if (at(s, stop) || at(s, or_end))
			return TRUE;
		if (at(s, '(')) {
			if (!skip_parens(s))
				return FALSE;
		} else {
			skip_one(s);
		}
	}
	return FALSE;
}

GPtrArray *lo_generic_types(LoReader *r, CXCursor c)
{
	g_autoptr(GPtrArray) types = g_ptr_array_new_with_free_func(g_free);
	const char *start;
	Scan s;

	if (!scan_spelling(r, c, &s) || !skip_word(&s, "_Generic") || !at(&s, '('))
		return NULL;
	s.p++;
	if (!skip_until(&s, ',', ')'))
		return NULL;
	while (at(&s, ',')) {
		s.p++;
		skip_blank(&s);
		start = s.p;
		if (!skip_until(&s, ':', ')') || !at(&s, ':'))
			return NULL;
		g_ptr_array_add(types, g_strstrip(g_strndup(start, (gsize)(s.p - start))));
		s.p++;
		if (!skip_until(&s, ',', ')'))
			return NULL;
	}
	return g_steal_pointer(&types);
}

/* ---- asm ---- */

void lo_asm_text_clear(LoAsmText *t)
{
	g_clear_pointer(&t->outputs, g_ptr_array_unref);
	g_clear_pointer(&t->inputs, g_ptr_array_unref);
}

/* The template, up to the first colon. */
static void scan_template(Scan *s, LoAsmText *out)
{
	const char *start;

	skip_blank(s);
	start = s->p;
	while (s->p < s->end && !at(s, ':') && !at(s, ')')) {
		if (at(s, '('))
			skip_parens(s);
		else
			skip_one(s);
	}
	out->empty = s->p - start >= 2 && start[0] == '"' && start[1] == '"';
}

/* Operands up to a colon or the closing parenthesis; FALSE when they cannot be followed. */
static gboolean scan_operands(Scan *s, GPtrArray *out)
{
	const char *start = NULL;

	for (skip_blank(s); s->p < s->end && !at(s, ':') && !at(s, ')'); skip_blank(s)) {
		if (!start)
			start = s->p;
		if (at(s, '(')) {
			g_ptr_array_add(out, g_strndup(start, s->p - start));
			if (!skip_parens(s))
				return FALSE;
			skip_blank(s);
			if (!at(s, ',') && !at(s, ':') && !at(s, ')'))
				return FALSE;
			if (at(s, ','))
				s->p++;
			start = NULL;
		} else {
			skip_one(s);
		}
	}
	return !start && s->p < s->end;
}

static void scan_qualifiers(Scan *s, LoAsmText *out)
{
	for (gsize n = word_length(s); n; n = word_length(s)) {
		if (n == 4 && !memcmp(s->p, "goto", 4))
			out->jumps = TRUE;
		s->p += n;
		skip_blank(s);
	}
}

void lo_asm_text(LoReader *r, CXCursor c, LoAsmText *out)
{
	Scan s;

	memset(out, 0, sizeof(*out));
	out->outputs = g_ptr_array_new_with_free_func(g_free);
	out->inputs = g_ptr_array_new_with_free_func(g_free);
	if (!scan_spelling(r, c, &s))
		return;
	scan_qualifiers(&s, out);
	if (!at(&s, '('))
		return;
	s.p++;
	scan_template(&s, out);
	if (at(&s, ':')) {
		s.p++;
		out->known = scan_operands(&s, out->outputs);
	}
	if (out->known && at(&s, ':')) {
		s.p++;
		out->known = scan_operands(&s, out->inputs);
	}
}
