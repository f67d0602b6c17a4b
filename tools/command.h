/*
 * Sub-commands: one file each, cmd_NAME.c, behind one table in main.c.
 *
 * A command gets its arguments, its own name as the first, and returns the exit
 * status.  Option parsing takes the options out of *args, which main() owns.  On an error it returns LO_EXIT_ERROR with `error` set; main()
 * prints it and maps its code to the status.
 */
#pragma once

#include <glib.h>

#include "common/progress.h"
#include "facts/store.h"
#include "lockmodel/model.h"
#include "report/diff.h"
#include "report/paint.h"
#include "report/report.h"

enum {
	LO_EXIT_ERROR = -1,	/* see the GError */
	LO_EXIT_CLEAN = 0,
	LO_EXIT_FINDINGS = 1,
	LO_EXIT_USAGE = 2,	/* usage, configuration, unreadable input */
	LO_EXIT_INCOMPLETE = 3,	/* some units failed */
};

#define LO_DEFAULT_DB "lockorder.db"

typedef struct {
	const char *name;
	const char *summary;
	int (*run)(char ***args, GError **error);
} LoCommand;

int lo_cmd_scan(char ***args, GError **error);
int lo_cmd_compdb(char ***args, GError **error);
int lo_cmd_merge(char ***args, GError **error);
int lo_cmd_solve(char ***args, GError **error);
int lo_cmd_report(char ***args, GError **error);
int lo_cmd_edges(char ***args, GError **error);
int lo_cmd_locks(char ***args, GError **error);
int lo_cmd_diff(char ***args, GError **error);
int lo_cmd_baseline(char ***args, GError **error);
int lo_cmd_kbuild_check(char ***args, GError **error);
int lo_cmd_check(char ***args, GError **error);
int lo_cmd_hook(char ***args, GError **error);
int lo_cmd_whatif(char ***args, GError **error);
int lo_cmd_why(char ***args, GError **error);
int lo_cmd_graph(char ***args, GError **error);
int lo_cmd_stats(char ***args, GError **error);
int lo_cmd_lockdep(char ***args, GError **error);
int lo_cmd_dump(char ***args, GError **error);
int lo_cmd_summary(char ***args, GError **error);

/* ---- what commands share: options.c ---- */

/* Parses with GOption and leaves the other arguments in (*args)[1] and on.  --help prints and exits. */
gboolean lo_parse_options(const GOptionEntry *entries, const char *params, const char *description,
			  char ***args, GError **error);

/* At least MIN, at most MAX arguments after option parsing; LO_ERROR_USAGE says `what` is expected. */
gboolean lo_check_args(char **args, guint min, guint max, const char *what, GError **error);

/* Cuts "--" and all that follows off; gives what followed.  To be called before option parsing. */
char **lo_take_flags(char **args);

#define LO_DB_OPTION(variable) \
	{ "db", 0, 0, G_OPTION_ARG_FILENAME, (variable), "database of the scan (default " LO_DEFAULT_DB ")", "FILE" }
#define LO_OUTPUT_OPTION(variable) \
	{ "output", 'o', 0, G_OPTION_ARG_FILENAME, (variable), "write there instead of to standard output", "FILE" }
#define LO_FORMAT_OPTION(variable, formats) \
	{ "format", 'f', 0, G_OPTION_ARG_STRING, (variable), formats, "FORMAT" }

/* Is `name` one of the NULL-terminated list?  LO_ERROR_USAGE names them all. */
gboolean lo_check_choice(const char *what, const char *name, const char *const *choices, GError **error);

/* ---- output.c ---- */

/* To standard output when `path` is NULL or "-".  A file is replaced whole, by rename. */
gboolean lo_write_output(const GString *out, const char *path, GError **error);
/* Whether that could write there, asked before long work; NULL: standard output. */
gboolean lo_check_output(const char *path, GError **error);

/* "lockorder scan: MESSAGE" on standard error; control characters, which input can put there, escaped. */
void lo_print_message(const char *message);

/* ---- terminal.c: how much is said, and how ---- */

extern const GOptionEntry lo_terminal_entries[];	/* of every command */

/* To be called when the options are parsed. */
void lo_terminal_start(void);

gboolean lo_is_quiet(void);
gboolean lo_is_verbose(void);

/* As lo_print_message(), and to standard error as printf() has it; neither when --quiet. */
void lo_warn(const char *message);
void lo_tell(const char *format, ...) G_GNUC_PRINTF(1, 2);

/* NULL, which lo_progress_update() takes, when --quiet. */
LoProgress *lo_terminal_progress(const char *title, guint64 total);

/* FALSE with LO_ERROR_USAGE where a picture in pixels, `format` "png", would go to a terminal.  Both may be NULL. */
gboolean lo_check_pixels(const char *format, const char *output, GError **error);

/* How text that goes to `output` (NULL: standard output) is painted.  It borrows the strings, which may be NULL. */
LoPaint lo_terminal_paint(const char *output, const char *root, const char *link_template);

/* ---- input.c ---- */

/* A whole file, or standard input when `path` is "-"; one that xz compressed is unpacked. */
GByteArray *lo_read_input(const char *path, GError **error);

/* ---- shared by the commands that solve or report: findings.c ---- */

/* The shipped models and then `files`, NULL-terminated or NULL. */
LoModel *lo_load_models(const char *const *files, GError **error);

/* The options that select and render reports. */
typedef struct {
	char *format;
	char *output;
	LoRenderOptions render;
	gint min_confidence, limit;	/* LO_UNSET: as the format likes it */
	gboolean of_a_change;		/* what is new is told, so it may be less sure */
	char **baselines;		/* files of reports to hold back, and */
	char *rules;			/* of rules; NULL: .lockorder, if there is one */
	const char *db;		/* where the solution is from, borrowed; NULL: the default */
	char ***models, ***roots;	/* borrowed: those of the command, to which the project's are added; NULL: it has none */
	char *format_help, *theme, *link_template, *root;
} LoFindingOptions;

#define LO_THEME_OPTION(variable) \
	{ "theme", 0, 0, G_OPTION_ARG_STRING, (variable), "of pictures and pages: auto, light or dark (default auto)", "THEME" }
#define LO_LINK_OPTION(variable) \
	{ "link-template", 0, 0, G_OPTION_ARG_STRING, (variable), \
	  "address of a place in the source, with {file} or {path}, and {line}", "URL" }

/* Checks both, either NULL, and puts them into `render`, which borrows the second. */
gboolean lo_check_look(const char *theme, const char *link_template, LoRenderOptions *render, GError **error);

/* The folder that the scan's relative paths are below; NULL: unknown.  Caller frees. */
char *lo_scan_root(const char *db);

#define LO_UNSET G_MININT

/* What a person is shown who asks for nothing else; `all`: every report. */
LoRenderOptions lo_reader_options(gboolean all);

/* Entries for these, terminated; lent until `opt` is cleared.  Caller frees the array only. */
GOptionEntry *lo_finding_entries(LoFindingOptions *opt, const GOptionEntry *more);
gboolean lo_finding_options_check(LoFindingOptions *opt, GError **error);
void lo_finding_options_clear(LoFindingOptions *opt);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(LoFindingOptions, lo_finding_options_clear)

/* Renders and writes; FINDINGS when there is a report that a reader is shown by default, or as the options say, else CLEAN. */
int lo_show_findings(LoSolution *sol, LoFindingOptions *opt, GError **error);

/* suppressions.c: holds back what the baselines, rules and comments below `root` (may be NULL) say.  `whole`: the
 * solution is all of a scan's, so that a suppression without use is worth telling. */
gboolean lo_finding_suppress(const LoFindingOptions *opt, LoSolution *sol, const char *root, gboolean whole, GError **error);

/* Adds the options that the project's rules give to those of the command line. */
gboolean lo_finding_read_project(LoFindingOptions *opt, GError **error);

/* The same as for rendering: `for_reader` FALSE is for a format that programs read. */
LoRenderOptions lo_finding_render(const LoFindingOptions *opt, gboolean for_reader);

/* ---- cmd_diff.c: shared by the commands that compare ---- */

/* Renders and writes; FINDINGS when there is a new report.  `edges`: as text, list the orders, too. */
int lo_show_diff(const LoDiff *d, const LoFindingOptions *opt, gboolean edges, GError **error);

/* Opens the database and reads its solution. */
LoSolution *lo_load_solution(const char *db, GError **error);
LoSolution *lo_load_graph(const char *db, GError **error);	/* classes and edges only */

#define LO_STRATA_OPTION(variable) \
	{ "strata", 0, 0, G_OPTION_ARG_INT, (variable), "indirect calls through merged members in one chain, 1 to 7 (default 2)", "N" }

gboolean lo_check_strata(gint strata, GError **error);	/* 0: not given */

#define LO_ROOT_OPTION(variable) \
	{ "root", 0, 0, G_OPTION_ARG_STRING_ARRAY, (variable), "only what functions named so reach counts; a glob, may be repeated", "FUNCTION" }

/* How to solve; the strings are lent. */
typedef struct {
	const char *const *models;	/* further model files; NULL or NULL-terminated, as roots */
	gint strata;			/* 0: the solver's default */
	const char *const *roots;
} LoSolverSettings;

/* Solves what the store holds and stores the solution; unless `force`, a solution that is there and
 * was made of the same by the same program is taken.  */
LoSolution *lo_solve_store(LoStore *store, const LoSolverSettings *how, gboolean force, GError **error);

/* Solves what the database holds and leaves the stored solution as it is. */
LoSolution *lo_solve_aside(const char *db, const LoSolverSettings *how, GError **error);

/* Is the stored solution made with these, by this program?  The error says to solve. */
gboolean lo_check_solved_with(LoStore *store, const LoModel *model, const LoSolverSettings *how, GError **error);
