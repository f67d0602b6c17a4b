/*
 * Compile commands: which C files make up the program, and with which
 * arguments each is compiled.  Read from a compile_commands.json, made from a
 * command line, or guessed.
 *
 * Ownership: an LoCompdb owns its commands; they live as long as it does.
 */
#pragma once

#include <glib.h>

typedef struct {
	char *directory;	/* absolute; where the compiler runs */
	char *source;		/* absolute, without . and .. */
	char **args;		/* as the compiler gets them, its name first; untrusted */
	char *output;		/* of -o, as written, or NULL */
} LoCompileCommand;

typedef struct {
	char *path;		/* of the file that was read, or the directory that was searched */
	GPtrArray *commands;	/* LoCompileCommand *, by source, one for each */
	GPtrArray *warnings;	/* char *, worth telling the user */
	guint duplicates;	/* further commands for a source, left out: the first one counts */
	guint skipped;		/* commands for something else than C */
	gboolean trusted;	/* typed by the user, not read: may name files anywhere */
} LoCompdb;

/* `path` is the file or the directory that holds compile_commands.json.  Everything in it is
 * checked first: a malformed entry is an error that names file and line, never a shorter list. */
LoCompdb *lo_compdb_read(const char *path, GError **error);

/* The same of a text that was read from `path`. */
LoCompdb *lo_compdb_parse(const char *path, const char *text, gsize len, GError **error);

/* `FILE.c... -- FLAGS`: each of the sources with these flags, in the present directory. */
LoCompdb *lo_compdb_from_flags(const char *const *sources, const char *const *flags, GError **error);

/* All *.c files below `dir`, with -I for each directory that holds headers.  Adds a warning that
 * says what the guess costs. */
LoCompdb *lo_compdb_guess(const char *dir, GError **error);

LoCompdb *lo_compdb_new(const char *path);
/* Takes over the command. */
void lo_compdb_add(LoCompdb *db, LoCompileCommand *cmd);
/* Sorts by source and drops the second and further commands of a source. */
void lo_compdb_settle(LoCompdb *db);

/* Writes compile_commands.json: to a temporary file beside `path`, then renamed over it. */
gboolean lo_compdb_write(const LoCompdb *db, const char *path, GError **error);

/* `args` are copied; `source` may be relative to `directory`. */
LoCompileCommand *lo_compile_command_new(const char *directory, const char *source, const char *const *args);
/* The source as the compiler is given it, so that __FILE__ is what it is in the build: mostly relative
 * to `directory`.  Borrowed. */
const char *lo_compile_command_spelling(const LoCompileCommand *cmd);
void lo_compile_command_free(LoCompileCommand *cmd);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(LoCompileCommand, lo_compile_command_free)

void lo_compdb_free(LoCompdb *db);	/* NULL is fine */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(LoCompdb, lo_compdb_free)
