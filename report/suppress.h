/*
 * Reports that people have looked at and do not want to see again: by a
 * baseline, by rules of the project, and by comments at the site.
 *
 * A suppressed report is held back, with the reason; its variants that are not
 * suppressed take its place.  Each suppression knows whether it was of use.
 */
#pragma once

#include "report/report.h"

typedef struct LoSuppressions LoSuppressions;

LoSuppressions *lo_suppressions_new(void);
void lo_suppressions_free(LoSuppressions *s);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(LoSuppressions, lo_suppressions_free)

/* Reads what lo_baseline_write() wrote; errors name file and line (LO_ERROR_INPUT). */
gboolean lo_suppressions_add_baseline(LoSuppressions *s, const char *name, const char *text, gsize len, GError **error);

/*
 * Reads rules, one a line, `#` begins a comment:
 *
 *     order A -> B          A is never taken under B: reports that need it are wrong
 *     never-together A B    no thread has both
 *     ignore path GLOB      what happens in these files
 *     model FILE            more lock primitives; below the folder of these rules
 *     root GLOB             as the option --root
 *     min-confidence N      as the option, where it is not given
 *
 * Locks are named as in reports, without "#2" and "/1" too.
 */
gboolean lo_suppressions_add_rules(LoSuppressions *s, const char *name, const char *text, gsize len, GError **error);

/* What rules say for the commands' options: char *, owned, in the order given; min_confidence -1: nothing. */
typedef struct {
	GPtrArray *models, *roots;
	gint min_confidence;
} LoProjectOptions;

const LoProjectOptions *lo_suppressions_options(const LoSuppressions *s);

/* These files' comments are worth a message if they hold nothing back.  To be called before lo_suppress(). */
void lo_suppressions_watch(LoSuppressions *s, const char *const *files);

/* Holds reports back. `root`: of the tree, whose files may say `lockorder: ok REASON` in a comment on the line of an
 * acquisition or call that a report shows, or on the line above it; NULL: they are not looked at.
 * `edited`: as of lo_sources_new(), or NULL. */
void lo_suppress(LoSolution *sol, LoSuppressions *s, const char *root, GHashTable *edited);

/* Messages about those that held nothing back, rules in the order given and then comments: char *, owned. */
GPtrArray *lo_suppressions_unused(const LoSuppressions *s);

/* A baseline of all reports, sorted. */
void lo_baseline_write(const LoSolution *sol, GString *out);
