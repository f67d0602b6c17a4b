#include "frontend/prefix.h"

#include <clang-c/Index.h>
#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "common/error.h"

enum { MAX_ATTEMPTS = 5 };

typedef struct {
	const LoPrefixPlan *plan;
	CXTranslationUnit tu;
	CXFile main_file;
	gboolean *left_out;	/* per include of the plan */
	guint first_line;	/* of the includes in the text */
	GHashTable *roots;	/* CXFile -> line of the text through which it came in */
	GPtrArray *files;	/* char * */
	gboolean wrong;		/* something is to be left out */
	gboolean hopeless;	/* and it isn't known what */
} Making;

/* ---- life ---- */

LoPrefix *lo_prefix_new(const char *folder, guint number)
{
	g_autofree char *name = g_strdup_printf("%s/%u.XXXXXX", folder, number);
	int fd = g_mkstemp_full(name, O_RDWR | O_CLOEXEC, 0600);
	LoPrefix *p;

	if (fd < 0)
		return NULL;
	unlink(name);
	p = g_new0(LoPrefix, 1);
	p->fd = fd;
	p->pch = g_strdup_printf("/proc/self/fd/%d", fd);
	p->draft = g_strdup_printf("%s/%u.pch", folder, number);
	p->files = g_ptr_array_new_with_free_func(g_free);
	return p;
}

void lo_prefix_free(LoPrefix *p)
{
	if (!p)
		return;
	close(p->fd);
	g_free(p->pch);
	g_free(p->draft);
	g_ptr_array_unref(p->files);
	g_free(p);
}

/* ---- making ---- */

static char *text_of(Making *m)
{
	GString *out = g_string_new(m->plan->leading);

	m->first_line = 1;
	for (const char *c = m->plan->leading; *c; c++)
		m->first_line += *c == '\n';
	for (guint i = 0; i < m->plan->includes->len; i++) {
		if (m->left_out[i])
			g_string_append_c(out, '\n');
		else
			g_string_append_printf(out, "#include %s\n", (char *)m->plan->includes->pdata[i]);
	}
	return g_string_free(out, FALSE);
}

static char *full_path(const Making *m, CXFile file)
{
	CXString name = clang_getFileName(file);
	char *full = g_canonicalize_filename(clang_getCString(name), m->plan->directory);

	clang_disposeString(name);
	return full;
}

static void note_file(CXFile file, CXSourceLocation *stack, unsigned depth, CXClientData data)
{
	Making *m = data;
	unsigned line = 0;

	if (clang_File_isEqual(file, m->main_file))
		return;
	if (depth)
		clang_getExpansionLocation(stack[depth - 1], NULL, &line, NULL, NULL);
	g_hash_table_insert(m->roots, file, GUINT_TO_POINTER(line));
	g_ptr_array_add(m->files, full_path(m, file));
}

/* What is wrong here came in by one of our lines: without it next time. */
static void leave_out(Making *m, CXSourceLocation where)
{
	CXFile file = NULL;
	unsigned line = 0;

	clang_getExpansionLocation(where, &file, &line, NULL, NULL);
	if (file && !clang_File_isEqual(file, m->main_file))
		line = GPOINTER_TO_UINT(g_hash_table_lookup(m->roots, file));
	m->wrong = TRUE;
	if (line < m->first_line || line - m->first_line >= m->plan->includes->len)
		m->hopeless = TRUE;
	else
		m->left_out[line - m->first_line] = TRUE;
}

static void check_errors(Making *m)
{
	for (unsigned i = 0; i < clang_getNumDiagnostics(m->tu); i++) {
		CXDiagnostic d = clang_getDiagnostic(m->tu, i);

		if (clang_getDiagnosticSeverity(d) >= CXDiagnostic_Error)
			leave_out(m, clang_getDiagnosticLocation(d));
		clang_disposeDiagnostic(d);
	}
}

/* A unit that reads the header itself owns what it defines for the linker. */
static enum CXChildVisitResult visit_declaration(CXCursor c, CXCursor parent, CXClientData data)
{
	Making *m = data;
	gboolean function = clang_getCursorKind(c) == CXCursor_FunctionDecl;

	(void)parent;
	if ((function || clang_getCursorKind(c) == CXCursor_VarDecl) && clang_isCursorDefinition(c) &&
	    clang_getCursorLinkage(c) == CXLinkage_External && !(function && clang_Cursor_isFunctionInlined(c)))
		leave_out(m, clang_getCursorLocation(c));
	return CXChildVisit_Continue;
}

static CXTranslationUnit parse(Making *m, CXIndex index)
{
	const LoPrefixPlan *plan = m->plan;
	g_autofree char *text = text_of(m);
	g_autofree char *workdir = g_strdup_printf("-working-directory=%s", plan->directory);
	g_autoptr(GPtrArray) argv = g_ptr_array_new();
	struct CXUnsavedFile unsaved = { plan->source, text, strlen(text) };
	CXTranslationUnit tu = NULL;

	g_ptr_array_add(argv, workdir);
	for (guint i = 0; plan->args[i]; i++)
		g_ptr_array_add(argv, plan->args[i]);
	clang_parseTranslationUnit2(index, plan->source, (const char *const *)argv->pdata, (int)argv->len, &unsaved, 1,
				    CXTranslationUnit_Incomplete | CXTranslationUnit_ForSerialization |
				    CXTranslationUnit_KeepGoing, &tu);
	return tu;
}

static gboolean write_all(int fd, const char *data, gsize len)
{
	while (len) {
		ssize_t n = write(fd, data, len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return FALSE;
		data += n;
		len -= (gsize)n;
	}
	return TRUE;
}

/* libclang can only write a file that has a name. */
static gboolean take_draft(const LoPrefix *p)
{
	g_autoptr(GMappedFile) draft = g_mapped_file_new(p->draft, FALSE, NULL);

	unlink(p->draft);
	return draft && write_all(p->fd, g_mapped_file_get_contents(draft), g_mapped_file_get_length(draft));
}

static gboolean save(Making *m, const LoPrefix *p, GError **error)
{
	if (clang_saveTranslationUnit(m->tu, p->draft, clang_defaultSaveOptions(m->tu)) == CXSaveError_None && take_draft(p))
		return TRUE;
	g_set_error(error, LO_ERROR, LO_ERROR_IO, "cannot write '%s'", p->draft);
	return FALSE;
}

static gboolean attempt(Making *m, const LoPrefix *p, GError **error)
{
	CXIndex index = clang_createIndex(0, 0);
	gboolean ok = FALSE;

	m->wrong = FALSE;
	g_hash_table_remove_all(m->roots);
	g_ptr_array_set_size(m->files, 0);
	m->tu = parse(m, index);
	if (m->tu) {
		m->main_file = clang_getFile(m->tu, m->plan->source);
		clang_getInclusions(m->tu, note_file, m);
		check_errors(m);
		clang_visitChildren(clang_getTranslationUnitCursor(m->tu), visit_declaration, m);
		ok = m->wrong || save(m, p, error);
		clang_disposeTranslationUnit(m->tu);
	} else {
		g_set_error(error, LO_ERROR, LO_ERROR_INPUT, "libclang cannot read it");
	}
	clang_disposeIndex(index);
	return ok;
}

static GBytes *pack_files(const GPtrArray *files)
{
	g_autoptr(GByteArray) out = g_byte_array_new();

	for (guint i = 0; i < files->len; i++)
		g_byte_array_append(out, files->pdata[i], (guint)strlen(files->pdata[i]) + 1);
	return g_byte_array_free_to_bytes(g_steal_pointer(&out));
}

GBytes *lo_prefix_make(const LoPrefix *p, const LoPrefixPlan *plan, GError **error)
{
	g_autofree gboolean *left_out = g_new0(gboolean, plan->includes->len + 1);
	g_autoptr(GHashTable) roots = g_hash_table_new(NULL, NULL);
	g_autoptr(GPtrArray) files = g_ptr_array_new_with_free_func(g_free);
	Making m = { .plan = plan, .left_out = left_out, .roots = roots, .files = files };

	g_setenv("LIBCLANG_NOTHREADS", "1", TRUE);
	for (guint i = 0; i < MAX_ATTEMPTS && !m.hopeless; i++) {
		if (!attempt(&m, p, error))
			return NULL;
		if (!m.wrong)
			return pack_files(files);
	}
	g_set_error(error, LO_ERROR, LO_ERROR_INPUT, "its headers do not compile by themselves");
	return NULL;
}

void lo_prefix_take_files(LoPrefix *p, GBytes *made)
{
	gsize len;
	const char *data = g_bytes_get_data(made, &len);

	for (const char *end; len && (end = memchr(data, '\0', len)); data = end + 1) {
		g_ptr_array_add(p->files, g_strdup(data));
		len -= (gsize)(end + 1 - data);
	}
}

/* ---- using ---- */

static gboolean any_shows(const GPtrArray *bodies)
{
	for (guint i = 0; i < bodies->len; i++) {
		const LoFunc *f = bodies->pdata[i];

		for (guint k = 0; k < f->strings->len; k++)
			if (strstr(f->strings->pdata[k], LO_PREFIX_PLACEHOLDER))
				return TRUE;
	}
	return FALSE;
}

gboolean lo_prefix_shows(const LoUnit *unit)
{
	return any_shows(unit->funcs) || any_shows(unit->globals);
}
