#include "common/patch.h"

#include <string.h>

#include "common/error.h"
#include "common/escape.h"
#include "common/mail.h"

#define MAX_LINES (1u << 24)

static void hunk_free(gpointer data)
{
	LoPatchHunk *h = data;

	g_ptr_array_unref(h->lines);
	g_free(h);
}

static void file_free(gpointer data)
{
	LoPatchFile *f = data;

	g_free(f->old_path);
	g_free(f->new_path);
	g_ptr_array_unref(f->hunks);
	g_free(f);
}

void lo_patch_free(LoPatch *p)
{
	if (!p)
		return;
	g_free(p->name);
	g_ptr_array_unref(p->files);
	g_free(p);
}

/* ---- reading ---- */

typedef struct {
	LoPatch *out;
	const char *p, *end;
	guint32 line;		/* of what is at p, 1-based */
	guint strip;
	/* of the file whose header is being read */
	LoPatchFile *file;
	char *git_old, *git_new;	/* from "diff --git", "rename from/to" */
	gboolean made, deleted;
} Reader;

static gboolean fail(const Reader *r, guint32 line, GError **error, const char *what)
{
	g_autofree char *name = lo_escape(r->out->name);

	g_set_error(error, LO_ERROR, LO_ERROR_INPUT, "%s:%u: %s", name, line, what);
	return FALSE;
}

static gsize line_length(const Reader *r)
{
	const char *nl = memchr(r->p, '\n', (gsize)(r->end - r->p));

	return nl ? (gsize)(nl - r->p) + 1 : (gsize)(r->end - r->p);
}

static gboolean starts(const Reader *r, const char *word)
{
	gsize n = strlen(word);

	return (gsize)(r->end - r->p) >= n && !memcmp(r->p, word, n);
}

static void next_line(Reader *r)
{
	r->p += line_length(r);
	r->line++;
}

/* git quotes names with unusual characters as C does. */
static char *unquote(const char *s)
{
	gsize n = strlen(s);

	if (n < 2 || s[0] != '"' || s[n - 1] != '"')
		return g_strdup(s);
	g_autofree char *inner = g_strndup(s + 1, n - 2);
	return g_strcompress(inner);
}

/* A name as written, to the tab that diff puts before the time. */
static char *take_name(const char *text, gsize len)
{
	const char *end = memchr(text, '\t', len);
	g_autofree char *raw = g_strndup(text, end ? (gsize)(end - text) : len);

	g_strchomp(raw);
	return unquote(raw);
}

static gboolean leaves_tree(const char *path)
{
	g_auto(GStrv) parts = g_strsplit(path, "/", -1);

	return !*path || *path == '/' || g_strv_contains((const char *const *)parts, "..");
}

/* Without the folders that are stripped; NULL with an error. */
static char *strip_name(const Reader *r, const char *name, GError **error)
{
	const char *p = name;

	for (guint i = 0; i < r->strip; i++) {
		const char *slash = strchr(p, '/');
		if (!slash && !i)
			break;
		if (!slash || p == slash) {
			fail(r, r->line, error, "the name is absolute or has too few folders for --strip");
			return NULL;
		}
		p = slash + strspn(slash, "/");
	}
	if (!leaves_tree(p))
		return g_strdup(p);
	fail(r, r->line, error, "the name is not of a file in the tree");
	return NULL;
}

/* "--- a/x" and "+++ b/x"; *path NULL for /dev/null. */
static gboolean read_name_line(Reader *r, char **path, GError **error)
{
	g_autofree char *name = take_name(r->p + 4, line_length(r) - 4);

	*path = NULL;
	if (!strcmp(name, "/dev/null"))
		return TRUE;
	*path = strip_name(r, name, error);
	return *path != NULL;
}

static void add_file(Reader *r, char *old_path, char *new_path, guint32 line)
{
	r->file = g_new0(LoPatchFile, 1);
	r->file->old_path = old_path;
	r->file->new_path = new_path;
	r->file->line = line;
	r->file->hunks = g_ptr_array_new_with_free_func(hunk_free);
	g_ptr_array_add(r->out->files, r->file);
}

static gboolean read_file_header(Reader *r, GError **error)
{
	g_autofree char *old_path = NULL, *new_path = NULL;
	guint32 line = r->line;

	if (!read_name_line(r, &old_path, error))
		return FALSE;
	next_line(r);
	if (!starts(r, "+++ "))
		return fail(r, r->line, error, "'+++' is missing after '---'");
	if (!read_name_line(r, &new_path, error))
		return FALSE;
	if (!old_path && !new_path)
		return fail(r, line, error, "neither side names a file");
	next_line(r);
	add_file(r, g_steal_pointer(&old_path), g_steal_pointer(&new_path), line);
	g_clear_pointer(&r->git_old, g_free);
	g_clear_pointer(&r->git_new, g_free);
	return TRUE;
}

static gboolean read_number(const char **p, const char *end, guint32 *out)
{
	guint64 n = 0;
	const char *start = *p;

	for (; *p < end && g_ascii_isdigit(**p); (*p)++) {
		n = n * 10 + (guint64)(**p - '0');
		if (n > MAX_LINES)
			return FALSE;
	}
	*out = (guint32)n;
	return *p > start;
}

/* "12,3" or "12" */
static gboolean read_range(const char **p, const char *end, guint32 *start, guint32 *count)
{
	*count = 1;
	if (!read_number(p, end, start))
		return FALSE;
	if (*p == end || **p != ',')
		return TRUE;
	(*p)++;
	return read_number(p, end, count);
}

static gboolean read_hunk_header(const Reader *r, LoPatchHunk *h, guint32 *n_old, guint32 *n_new)
{
	const char *p = r->p + 4, *end = r->p + line_length(r);

	if (!read_range(&p, end, &h->old_start, n_old) || end - p < 2 || p[0] != ' ' || p[1] != '+')
		return FALSE;
	p += 2;
	return read_range(&p, end, &h->new_start, n_new) && end - p >= 3 && !memcmp(p, " @@", 3);
}

static void add_line(LoPatchHunk *h, char sign, const char *text, gsize len)
{
	char *line = g_malloc(len + 2);

	line[0] = sign;
	memcpy(line + 1, text, len);
	line[len + 1] = '\0';
	g_ptr_array_add(h->lines, line);
}

/* "\ No newline at end of file" is about the line before. */
static void cut_newline(LoPatchHunk *h)
{
	char *last = h->lines->len ? g_ptr_array_index(h->lines, h->lines->len - 1) : NULL;
	gsize n = last ? strlen(last) : 0;

	if (n > 1 && last[n - 1] == '\n')
		last[n - 1] = '\0';
}

static gboolean read_hunk_line(Reader *r, LoPatchHunk *h, guint32 *n_old, guint32 *n_new, GError **error)
{
	gsize len = line_length(r);
	char sign = len ? *r->p : '\0';
	gboolean blank = sign == '\n' || (sign == '\r' && len == 2);	/* mailers take the space of an empty line */

	if (!len || memchr(r->p, '\0', len))
		return fail(r, r->line, error, len ? "a zero byte: this is no text" : "the patch ends inside a hunk");
	if (sign == '\\') {
		cut_newline(h);
	} else if ((blank || sign == ' ') && *n_old && *n_new) {
		add_line(h, ' ', blank ? r->p : r->p + 1, blank ? len : len - 1);
		--*n_old;
		--*n_new;
	} else if (sign == '-' && *n_old) {
		add_line(h, '-', r->p + 1, len - 1);
		--*n_old;
	} else if (sign == '+' && *n_new) {
		add_line(h, '+', r->p + 1, len - 1);
		--*n_new;
	} else {
		return fail(r, r->line, error, "the hunk does not have the lines that its '@@' says");
	}
	next_line(r);
	return TRUE;
}

static gboolean read_hunk(Reader *r, GError **error)
{
	LoPatchHunk *h = g_new0(LoPatchHunk, 1);
	guint32 n_old, n_new;

	h->line = r->line;
	h->lines = g_ptr_array_new_with_free_func(g_free);
	g_ptr_array_add(r->file->hunks, h);
	if (!read_hunk_header(r, h, &n_old, &n_new))
		return fail(r, r->line, error, "not a hunk: expected '@@ -LINE,COUNT +LINE,COUNT @@'");
	next_line(r);
	while (n_old || n_new)
		if (!read_hunk_line(r, h, &n_old, &n_new, error))
			return FALSE;
	if (starts(r, "\\ ")) {
		cut_newline(h);
		next_line(r);
	}
	return TRUE;
}

/* A rename without a change has no '---'. */
static gboolean finish_rename(Reader *r, GError **error)
{
	g_autofree char *from = g_steal_pointer(&r->git_old), *to = g_steal_pointer(&r->git_new);

	if (!from || !to)
		return TRUE;
	if (leaves_tree(from) || leaves_tree(to))
		return fail(r, r->line, error, "the name is not of a file in the tree");
	add_file(r, g_steal_pointer(&from), g_steal_pointer(&to), r->line);
	return TRUE;
}

static gboolean read_other(Reader *r, GError **error)
{
	gsize len = line_length(r);
	gboolean ok = TRUE;

	if (starts(r, "diff --git ")) {
		ok = finish_rename(r, error);
		r->file = NULL;
	} else if (starts(r, "rename from ")) {
		g_free(r->git_old);
		r->git_old = take_name(r->p + 12, len - 12);
	} else if (starts(r, "rename to ")) {
		g_free(r->git_new);
		r->git_new = take_name(r->p + 10, len - 10);
	}
	next_line(r);
	return ok;
}

/* A file's header is '---', '+++' and a hunk: "---" alone separates a mail's parts. */
static gboolean at_file(const Reader *r)
{
	const char *next = r->p + line_length(r);

	return starts(r, "--- ") && r->end - next >= 4 && !memcmp(next, "+++ ", 4);
}

static gboolean read_all(Reader *r, GError **error)
{
	gboolean ok = TRUE;

	while (ok && r->p < r->end) {
		if (at_file(r))
			ok = read_file_header(r, error);
		else if (r->file && starts(r, "@@ -"))
			ok = read_hunk(r, error);
		else
			ok = read_other(r, error);
	}
	return ok && finish_rename(r, error);
}

LoPatch *lo_patch_parse(const char *name, const char *text, gsize len, guint strip, GError **error)
{
	g_autoptr(LoPatch) out = g_new0(LoPatch, 1);
	g_autoptr(GString) plain = lo_mail_decode(text, len);
	Reader r = { .out = out, .p = plain->str, .end = plain->str + plain->len, .line = 1, .strip = strip };

	out->name = g_strdup(name);
	out->files = g_ptr_array_new_with_free_func(file_free);
	gboolean ok = read_all(&r, error);
	g_free(r.git_old);
	g_free(r.git_new);
	if (ok && !out->files->len)
		ok = fail(&r, 1, error, "no change of a file in it: is this a unified diff?");
	return ok ? g_steal_pointer(&out) : NULL;
}

/* ---- the other way round ---- */

static void reverse_hunk(LoPatchHunk *h)
{
	guint32 start = h->old_start;

	h->old_start = h->new_start;
	h->new_start = start;
	for (guint i = 0; i < h->lines->len; i++) {
		char *line = g_ptr_array_index(h->lines, i);
		line[0] = line[0] == '+' ? '-' : line[0] == '-' ? '+' : ' ';
	}
}

void lo_patch_reverse(LoPatch *p)
{
	for (guint i = 0; i < p->files->len; i++) {
		LoPatchFile *f = g_ptr_array_index(p->files, i);
		char *path = f->old_path;
		f->old_path = f->new_path;
		f->new_path = path;
		for (guint k = 0; k < f->hunks->len; k++)
			reverse_hunk(g_ptr_array_index(f->hunks, k));
	}
	for (guint i = 0; i < p->files->len / 2; i++) {
		gpointer *a = &p->files->pdata[i], *b = &p->files->pdata[p->files->len - 1 - i], t = *a;
		*a = *b;
		*b = t;
	}
}

/* ---- applying ---- */

#define MAX_FUZZ 2

typedef struct {
	GPtrArray *lines;	/* char *, owned, each with its newline */
	guint32 done;		/* lines before this one are not touched any more */
	gint64 offset;		/* how far the last hunk lay from where it said */
	GString *out;
} Target;

static GPtrArray *split_lines(const char *s, gsize len)
{
	GPtrArray *lines = g_ptr_array_new_with_free_func(g_free);

	while (len) {
		const char *nl = memchr(s, '\n', len);
		gsize n = nl ? (gsize)(nl - s) + 1 : len;
		g_ptr_array_add(lines, g_strndup(s, n));
		s += n;
		len -= n;
	}
	return lines;
}

/* The old side, without `head` lines of context at its beginning and `tail` at its end. */
static GPtrArray *old_side(const LoPatchHunk *h, guint head, guint tail)
{
	GPtrArray *out = g_ptr_array_new();

	for (guint i = 0; i < h->lines->len; i++) {
		const char *line = g_ptr_array_index(h->lines, i);
		if (line[0] != '+')
			g_ptr_array_add(out, (gpointer)(line + 1));
	}
	g_ptr_array_remove_range(out, 0, head);
	g_ptr_array_set_size(out, (gint)(out->len - tail));
	return out;
}

static guint context_at(const LoPatchHunk *h, gboolean end)
{
	guint n = 0;

	while (n < h->lines->len && *(const char *)g_ptr_array_index(h->lines, end ? h->lines->len - 1 - n : n) == ' ')
		n++;
	return n;
}

static gboolean fits(const Target *t, const GPtrArray *side, gint64 at)
{
	if (at < (gint64)t->done || at + side->len > t->lines->len)
		return FALSE;
	for (guint i = 0; i < side->len; i++)
		if (strcmp(g_ptr_array_index(t->lines, (guint)at + i), g_ptr_array_index(side, i)))
			return FALSE;
	return TRUE;
}

/* The nearest place to `want`; -1: none. */
static gint64 find_place(const Target *t, const GPtrArray *side, gint64 want)
{
	for (gint64 d = 0; d <= (gint64)t->lines->len; d++) {
		if (fits(t, side, want + d))
			return want + d;
		if (d && fits(t, side, want - d))
			return want - d;
	}
	return -1;
}

static void copy_until(Target *t, guint32 end)
{
	for (; t->done < end; t->done++)
		g_string_append(t->out, g_ptr_array_index(t->lines, t->done));
}

/* Context lines that were not compared stay as they are in the file. */
static void put_hunk(Target *t, const LoPatchHunk *h, gint64 at, guint head, guint tail)
{
	guint32 end = h->lines->len - tail;

	copy_until(t, (guint32)at);
	for (guint32 i = head; i < end; i++) {
		const char *line = g_ptr_array_index(h->lines, i);
		if (line[0] != '+')
			t->done++;
		if (line[0] != '-')
			g_string_append(t->out, line + 1);
	}
}

static gboolean apply_hunk(Target *t, const LoPatchHunk *h)
{
	guint before = context_at(h, FALSE), after = context_at(h, TRUE);

	for (guint fuzz = 0; fuzz <= MAX_FUZZ; fuzz++) {
		guint head = MIN(fuzz, before), tail = MIN(fuzz, after);
		if (fuzz && head < fuzz && tail < fuzz)
			break;
		if (head + tail >= h->lines->len)
			break;
		g_autoptr(GPtrArray) side = old_side(h, head, tail);
		if (fuzz && !side->len)
			break;	/* it would fit anywhere */
		gint64 want = (gint64)h->old_start - (side->len || h->old_start == 0 ? 1 : 0) + head + t->offset;
		gint64 at = find_place(t, side, MAX(want, 0));
		if (at < 0)
			continue;
		t->offset += at - MAX(want, 0);
		put_hunk(t, h, at, head, tail);
		return TRUE;
	}
	return FALSE;
}

GString *lo_patch_apply(const LoPatch *p, const LoPatchFile *f, const char *contents, gsize len, GError **error)
{
	Target t = { .lines = split_lines(contents, len), .out = g_string_new(NULL) };
	const LoPatchHunk *bad = NULL;

	for (guint i = 0; i < f->hunks->len && !bad; i++)
		if (!apply_hunk(&t, g_ptr_array_index(f->hunks, i)))
			bad = g_ptr_array_index(f->hunks, i);
	copy_until(&t, t.lines->len);
	g_ptr_array_unref(t.lines);
	if (!bad)
		return t.out;
	g_string_free(t.out, TRUE);
	g_autofree char *name = lo_escape(p->name), *path = lo_escape(f->old_path ? f->old_path : f->new_path);
	g_set_error(error, LO_ERROR, LO_ERROR_INPUT, "%s:%u: the hunk does not apply to '%s' as it is", name, bad->line, path);
	return NULL;
}
