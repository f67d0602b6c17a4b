#include "frontend/unit.h"

#include <pthread.h>
#include <stdarg.h>
#include <string.h>

#include "common/error.h"
#include "frontend/lower.h"

#define MAX_NOTES 32

/* ---- cursors ---- */

guint lo_cursor_hash(gconstpointer c)
{
	return clang_hashCursor(*(const CXCursor *)c);
}

gboolean lo_cursor_equal(gconstpointer a, gconstpointer b)
{
	return clang_equalCursors(*(const CXCursor *)a, *(const CXCursor *)b);
}

CXCursor *lo_cursor_box(CXCursor c)
{
	CXCursor *box = g_new(CXCursor, 1);

	*box = c;
	return box;
}

typedef struct {
	LoKids *kids;
	LoKidsWhat what;
} Collect;

static void push_kid(LoKids *k, CXCursor c)
{
	if (!k->v) {
		k->v = k->few;
		k->size = G_N_ELEMENTS(k->few);
	}
	if (k->n == k->size) {
		CXCursor *more = g_new(CXCursor, k->size * 4);

		memcpy(more, k->v, k->n * sizeof(*more));
		if (k->v != k->few)
			g_free(k->v);
		k->v = more;
		k->size *= 4;
	}
	k->v[k->n++] = c;
}

static enum CXChildVisitResult collect_kid(CXCursor c, CXCursor parent, CXClientData data)
{
	Collect *col = data;
	enum CXCursorKind kind = clang_getCursorKind(c);

	(void)parent;
	if (kind == CXCursor_MemberRef)
		col->kids->member_refs = TRUE;
	if (col->what == LO_KIDS_ALL || clang_isExpression(kind) || clang_isStatement(kind))
		push_kid(col->kids, c);
	return CXChildVisit_Continue;
}

void lo_kids(CXCursor c, LoKidsWhat what, LoKids *out)
{
	Collect col = { out, what };

	clang_visitChildren(c, collect_kid, &col);
}

void lo_kids_clear(LoKids *k)
{
	if (k->v && k->v != k->few)
		g_free(k->v);
	k->v = NULL;
	k->n = 0;
}

/* ---- notes ---- */

void lo_reader_note(LoReader *r, const char *format, ...)
{
	va_list ap;

	if (r->unit->notes->len >= MAX_NOTES)
		return;
	va_start(ap, format);
	g_ptr_array_add(r->unit->notes, g_strdup_vprintf(format, ap));
	va_end(ap);
}

static void add_absent(LoReader *r, const char *dir, const char *name)
{
	g_autofree char *base = g_canonicalize_filename(dir, r->directory);
	g_autofree char *full = g_canonicalize_filename(name, base);

	if (g_file_test(full, G_FILE_TEST_EXISTS))
		return;	/* a folder, or made just now */
	g_ptr_array_add(r->absent, lo_source_path(r, full));
}

/*
 * `'x.h' file not found`: where it is missing are dependencies too, or a header
 * that the build generates later would not make the unit stale.
 */
static void note_absent(LoReader *r, CXDiagnostic d, const char *text)
{
	static const char *const options[] = { "-I", "-isystem", "-iquote", "-idirafter", NULL };
	const char *end = text[0] == '\'' ? strstr(text, "' file not found") : NULL;
	g_autofree char *name = end ? g_strndup(text + 1, (gsize)(end - text) - 1) : NULL;
	CXFile file = NULL;

	if (!name)
		return;
	add_absent(r, r->directory, name);
	clang_getExpansionLocation(clang_getDiagnosticLocation(d), &file, NULL, NULL, NULL);
	if (file) {
		g_autofree char *path = lo_take_string(clang_getFileName(file));
		g_autofree char *dir = g_path_get_dirname(path);

		add_absent(r, dir, name);
	}
	for (guint i = 0; r->args && r->args[i] && r->args[i + 1]; i++)
		if (g_strv_contains(options, r->args[i]))
			add_absent(r, r->args[i + 1], name);
}

static void note_diagnostic(LoReader *r, CXDiagnostic d)
{
	g_autofree char *text = lo_take_string(clang_getDiagnosticSpelling(d));
	CXFile file = NULL;
	unsigned line = 0;
	const LoSource *s;

	note_absent(r, d, text);
	clang_getExpansionLocation(clang_getDiagnosticLocation(d), &file, &line, NULL, NULL);
	s = lo_source(r, file);
	if (s)
		lo_reader_note(r, "%s:%u: %s", s->path, line, text);
	else
		lo_reader_note(r, "%s: %s", r->unit->source, text);
}

static void note_diagnostics(LoReader *r)
{
	guint n = clang_getNumDiagnostics(r->tu);

	for (guint i = 0; i < n; i++) {
		CXDiagnostic d = clang_getDiagnostic(r->tu, i);

		if (clang_getDiagnosticSeverity(d) >= CXDiagnostic_Error)
			note_diagnostic(r, d);
		clang_disposeDiagnostic(d);
	}
}

/* ---- files read ---- */

typedef struct {
	LoReader *r;
	GHashTable *seen;
} DepWalk;

static void add_dep(CXFile file, CXSourceLocation *stack, unsigned n_stack, CXClientData data)
{
	DepWalk *w = data;
	const LoSource *s = lo_source(w->r, file);

	(void)stack;
	(void)n_stack;
	if (s && g_hash_table_add(w->seen, s->path))
		g_ptr_array_add(w->r->unit->deps, g_strdup(s->path));
}

static void list_deps(LoReader *r)
{
	DepWalk w = { r, g_hash_table_new(g_str_hash, g_str_equal) };

	add_dep(r->main_file, NULL, 0, &w);
	clang_getInclusions(r->tu, add_dep, &w);	/* without those of the prefix */
	for (guint i = 0; r->prefix && i < r->prefix->files->len; i++) {
		char *path = lo_source_path(r, r->prefix->files->pdata[i]);

		g_ptr_array_add(r->unit->deps, path);
		if (!g_hash_table_add(w.seen, path))
			g_ptr_array_set_size(r->unit->deps, (gint)r->unit->deps->len - 1);
	}
	for (guint i = 0; i < r->absent->len; i++)
		if (g_hash_table_add(w.seen, r->absent->pdata[i]))
			g_ptr_array_add(r->unit->deps, g_strdup(r->absent->pdata[i]));
	g_hash_table_unref(w.seen);
}

/* ---- what the unit defines ---- */

/* Definitions of the main file, and of .c files included there, are the unit's
 * own; what a header defines matters when it is reached, unless the linker
 * would see it. */
static gboolean is_root(LoReader *r, CXCursor c)
{
	const LoSource *s = lo_source_of(r, c, NULL);

	if (!s)
		return FALSE;
	if (!s->header)
		return TRUE;
	return clang_getCursorLinkage(c) == CXLinkage_External && clang_isCursorDefinition(c) &&
		!(clang_getCursorKind(c) == CXCursor_FunctionDecl && clang_Cursor_isFunctionInlined(c));
}

static enum CXChildVisitResult visit_top(CXCursor c, CXCursor parent, CXClientData data)
{
	LoReader *r = data;

	(void)parent;
	switch (clang_getCursorKind(c)) {
	case CXCursor_FunctionDecl:
		if (is_root(r, c) && (clang_isCursorDefinition(c) || clang_Cursor_hasAttrs(c))) {
			LoFuncInfo *f = lo_func_info(r, c);

			if (f->alias)
				lo_func_queue(r, f);
		}
		break;
	case CXCursor_VarDecl:
		if (is_root(r, c))
			lo_var_info(r, c);
		break;
	default:
		break;
	}
	return CXChildVisit_Continue;
}

static enum CXChildVisitResult visit_name(CXCursor c, CXCursor parent, CXClientData data)
{
	LoReader *r = data;

	(void)parent;
	if (clang_getCursorKind(c) == CXCursor_FunctionDecl)
		g_hash_table_replace(r->by_name, lo_take_string(clang_getCursorSpelling(c)), lo_cursor_box(c));
	return CXChildVisit_Continue;
}

LoFuncInfo *lo_func_by_name(LoReader *r, const char *name)
{
	CXCursor *c;

	if (!r->by_name) {
		r->by_name = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
		clang_visitChildren(clang_getTranslationUnitCursor(r->tu), visit_name, r);
	}
	c = g_hash_table_lookup(r->by_name, name);
	if (!c && r->prefix && !r->whole_prefix)
		r->again = TRUE;
	return c ? lo_func_info(r, *c) : NULL;
}

static void lower_all(LoReader *r)
{
	while (!g_queue_is_empty(&r->todo_funcs) || !g_queue_is_empty(&r->todo_vars)) {
		LoFuncInfo *f = g_queue_pop_head(&r->todo_funcs);
		LoVarInfo *v = f ? NULL : g_queue_pop_head(&r->todo_vars);

		if (f)
			lo_lower_function(r, f);
		else
			lo_lower_variable(r, v);
	}
}

/* ---- parsing ---- */

static void add_unsaved(GArray *files, GPtrArray *names, char *name, const LoOverlay *o)
{
	struct CXUnsavedFile file = { name, o->contents, o->len };

	g_ptr_array_add(names, name);
	g_array_append_val(files, file);
}

/*
 * libclang looks a name up in its working directory only when it is a file's: of what is not there all names are told.
 * __FILE__ is the name that it is given here: of a file that is there the one that relative commands have for it.
 */
static GArray *unsaved_files(const LoFrontendOptions *opt, const char *source, const char *directory, GPtrArray *names)
{
	GArray *files = g_array_new(FALSE, FALSE, sizeof(struct CXUnsavedFile));
	gsize dir = strlen(directory);

	for (guint i = 0; i < opt->n_overlays; i++) {
		const LoOverlay *o = &opt->overlays[i];
		char *full = g_canonicalize_filename(o->path, directory);
		gboolean below = !g_path_is_absolute(source) && g_str_has_prefix(full, directory) && full[dir] == '/';
		if (below && g_file_test(full, G_FILE_TEST_EXISTS)) {
			add_unsaved(files, names, g_strdup(full + dir + 1), o);
			g_free(full);
			continue;
		}
		if (below) {
			add_unsaved(files, names, g_strdup(full + dir + 1), o);
			add_unsaved(files, names, g_strconcat(".", full + dir, NULL), o);
		}
		add_unsaved(files, names, full, o);
	}
	return files;
}

static void add_prefix(GPtrArray *argv, const LoPrefix *prefix)
{
	/* libclang has made it just now from the same command; macros that name the unit differ */
	static const char *const options[] = { "-Xclang", "-fno-validate-pch", "-Xclang", "-include-pch", "-Xclang" };

	for (guint i = 0; i < G_N_ELEMENTS(options); i++)
		g_ptr_array_add(argv, (gpointer)options[i]);
	g_ptr_array_add(argv, prefix->pch);
}

static CXTranslationUnit parse(CXIndex index, const char *source, const char *directory,
			       const char *const *args, const LoFrontendOptions *opt, GError **error)
{
	g_autoptr(GPtrArray) argv = g_ptr_array_new();
	g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GArray) unsaved = unsaved_files(opt, source, directory, names);
	g_autofree char *workdir = g_strdup_printf("-working-directory=%s", directory);
	CXTranslationUnit tu = NULL;
	enum CXErrorCode code;

	g_ptr_array_add(argv, workdir);
	g_ptr_array_add(argv, (gpointer)"-fbracket-depth=4096");
	for (guint i = 0; args && args[i]; i++)
		g_ptr_array_add(argv, (gpointer)args[i]);
	if (opt->prefix)
		add_prefix(argv, opt->prefix);
	code = clang_parseTranslationUnit2(index, source, (const char *const *)argv->pdata, argv->len,
					   (struct CXUnsavedFile *)(gpointer)unsaved->data, unsaved->len, CXTranslationUnit_KeepGoing, &tu);
	if (code == CXError_Success)
		return tu;
	g_set_error(error, LO_ERROR, LO_ERROR_INPUT, "%s: %s", source,
		    code == CXError_Crashed ? "libclang crashed" : "cannot be read or its arguments are not valid");
	return NULL;
}

static void free_members(gpointer p)
{
	g_ptr_array_unref(p);
}

static void source_free(gpointer p)
{
	LoSource *s = p;

	g_free(s->path);
	g_free(s);
}

static GHashTable *cursor_table(GDestroyNotify free_value)
{
	return g_hash_table_new_full(lo_cursor_hash, lo_cursor_equal, g_free, free_value);
}

static void reader_init(LoReader *r)
{
	r->absent = g_ptr_array_new_with_free_func(g_free);
	r->sources = g_hash_table_new_full(NULL, NULL, NULL, source_free);
	r->records = cursor_table(g_free);
	r->members = cursor_table(free_members);
	r->fields = cursor_table(lo_field_info_free);
	r->funcs = cursor_table(lo_func_info_free);
	r->vars = cursor_table(lo_var_info_free);
	r->statics = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	g_queue_init(&r->todo_funcs);
	g_queue_init(&r->todo_vars);
}

static void reader_deinit(LoReader *r)
{
	g_hash_table_unref(r->members);
	g_hash_table_unref(r->fields);
	g_hash_table_unref(r->records);
	g_hash_table_unref(r->funcs);
	g_hash_table_unref(r->vars);
	g_hash_table_unref(r->statics);
	g_hash_table_unref(r->sources);
	g_ptr_array_unref(r->absent);
	g_clear_pointer(&r->by_name, g_hash_table_unref);
	g_queue_clear(&r->todo_funcs);
	g_queue_clear(&r->todo_vars);
}

static void read_unit(LoReader *r)
{
	note_diagnostics(r);
	list_deps(r);
	clang_visitChildren(clang_getTranslationUnitCursor(r->tu), visit_top, r);
	lower_all(r);
}

static char *full_directory(const char *directory)
{
	return g_canonicalize_filename(directory ? directory : ".", NULL);
}

typedef struct {
	const char *source, *directory;
	const char *const *args;
	const LoFrontendOptions *opt;
	LoUnit *unit;
	GError *error;
} Job;

/* FALSE: what it gives is not all, and `whole_prefix` would give it. */
static gboolean read_once(Job *job, gboolean whole_prefix)
{
	g_autofree char *dir = full_directory(job->directory);
	g_autofree char *root = job->opt->root ? full_directory(job->opt->root) : g_strdup(dir);
	LoReader r = { .directory = dir, .root = root, .args = job->args, .prefix = job->opt->prefix,
		       .whole_prefix = whole_prefix };
	CXIndex index = clang_createIndex(r.prefix && !whole_prefix, 0);

	r.tu = parse(index, job->source, dir, job->args, job->opt, &job->error);
	if (r.tu) {
		r.main_file = clang_getFile(r.tu, job->source);
		reader_init(&r);
		r.unit = lo_unit_new("");
		g_free(r.unit->source);
		r.unit->source = g_strdup(r.main_file ? lo_source(&r, r.main_file)->path : job->source);
		read_unit(&r);
		reader_deinit(&r);
		clang_disposeTranslationUnit(r.tu);
	}
	clang_disposeIndex(index);
	job->unit = r.unit;
	return !r.again;
}

/* To go through the declarations of a prefix takes a tenth of the time, and few units need one that
 * their code does not refer to: the function of a `cleanup` attribute. */
static void read_source(Job *job)
{
	if (read_once(job, FALSE))
		return;
	g_clear_pointer(&job->unit, lo_unit_free);
	read_once(job, TRUE);
}

static void *run_job(void *data)
{
	read_source(data);
	return NULL;
}

/*
 * clang's parser recurses as deep as the source nests, and ten thousand `else
 * if` overflow the 8 MiB stack of the thread that libclang makes for it; so does
 * our own walk.  A stack that is touched only as far as it is used costs nothing.
 */
#define STACK_BYTES (512u << 20)

static gboolean run_on_big_stack(Job *job)
{
	pthread_attr_t attr;
	pthread_t thread;
	int err = pthread_attr_init(&attr);

	if (err)
		return FALSE;
	err = pthread_attr_setstacksize(&attr, STACK_BYTES);
	if (!err)
		err = pthread_create(&thread, &attr, run_job, job);
	pthread_attr_destroy(&attr);
	if (!err)
		pthread_join(thread, NULL);
	return !err;
}

LoUnit *lo_frontend_read(const char *source, const char *directory, const char *const *args,
			 const LoFrontendOptions *opt, GError **error)
{
	static const LoFrontendOptions plain;
	Job job = { source, directory, args, opt ? opt : &plain, NULL, NULL };

	/* parse in the thread that asks: libclang has no other way to be told */
	g_setenv("LIBCLANG_NOTHREADS", "1", TRUE);
	if (!run_on_big_stack(&job))
		read_source(&job);
	if (job.error)
		g_propagate_error(error, job.error);
	return job.unit;
}
