#include <locale.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif
#include <stdio.h>
#include <string.h>

#include "common/error.h"
#include "common/escape.h"
#include "common/near.h"
#include "tools/command.h"

static const LoCommand commands[] = {
	{ "scan", "read C source, solve, and report the lock orders that can deadlock", lo_cmd_scan },
	{ "merge", "put the facts of several scans into one database", lo_cmd_merge },
	{ "compdb", "make compile_commands.json of a kernel tree that is configured only", lo_cmd_compdb },
	{ "report", "print the reports of the last scan again", lo_cmd_report },
	{ "why", "show how one lock comes to be held while another is taken", lo_cmd_why },
	{ "edges", "list the lock orders: from, to, how, where", lo_cmd_edges },
	{ "locks", "list the lock classes", lo_cmd_locks },
	{ "diff", "tell what came and went between two scans", lo_cmd_diff },
	{ "baseline", "list the reports of the last scan, to hold them back from now on", lo_cmd_baseline },
	{ "check", "report what changed files add, before a commit say", lo_cmd_check },
	{ "hook", "have git check every commit", lo_cmd_hook },
	{ "kbuild-check", "collect facts while the kernel builds: make C=1 CHECK=...", lo_cmd_kbuild_check },
	{ "whatif", "tell what a patch would do to the lock order", lo_cmd_whatif },
	{ "graph", "draw the lock order graph", lo_cmd_graph },
	{ "stats", "print the figures of the last scan", lo_cmd_stats },
	{ "lockdep", "compare with what a kernel's lockdep printed", lo_cmd_lockdep },
	{ "solve", "solve the stored facts again, with other models say", lo_cmd_solve },
	{ "dump", "print what the frontend reads in a file", lo_cmd_dump },
	{ "summary", "print what the solver knows of a function", lo_cmd_summary },
};

static void print_usage(FILE *out)
{
	fputs("usage: lockorder COMMAND [OPTION...] [ARGUMENT...]\n\ncommands:\n", out);
	for (guint i = 0; i < G_N_ELEMENTS(commands); i++)
		fprintf(out, "  %-12s %s\n", commands[i].name, commands[i].summary);
	fputs("\n'lockorder COMMAND --help' tells the options of a command.\n"
	      "exit status: 0 clean, 1 findings, 2 usage or configuration error, 3 incomplete\n", out);
}

static const LoCommand *find_command(const char *name)
{
	for (guint i = 0; i < G_N_ELEMENTS(commands); i++)
		if (!strcmp(commands[i].name, name))
			return &commands[i];
	return NULL;
}

/* NULL: none is near. */
static const char *nearest_command(const char *name)
{
	guint limit = lo_near_limit(name), least = limit + 1;
	const char *found = NULL;

	for (guint i = 0; i < G_N_ELEMENTS(commands); i++) {
		guint d = lo_near_distance(name, commands[i].name, limit);

		if (d < least) {
			least = d;
			found = commands[i].name;
		}
	}
	return found;
}

static int tell_unknown(const char *name)
{
	const char *near = nearest_command(name);
	g_autofree char *shown = lo_escape(name);

	fprintf(stderr, "lockorder: no command '%s': ", shown);
	if (near)
		fprintf(stderr, "is it '%s'? ", near);
	fputs("'lockorder --help' lists them\n", stderr);
	return LO_EXIT_USAGE;
}

static int exit_status(const GError *error)
{
	return g_error_matches(error, LO_ERROR, LO_ERROR_INCOMPLETE) ? LO_EXIT_INCOMPLETE : LO_EXIT_USAGE;
}

static int run_command(const LoCommand *command, char **argv)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *full_name = g_strconcat("lockorder ", command->name, NULL);
	g_auto(GStrv) args = g_strdupv(argv);
	int status;

	g_set_prgname(full_name);
	status = command->run(&args, &error);
	if (!error)
		return status;
	lo_print_message(error->message);
	return exit_status(error);
}

/* "help COMMAND" is "COMMAND --help". */
static int run_help(const char *name)
{
	const LoCommand *command = find_command(name);
	char *args[] = { (char *)name, (char *)"--help", NULL };

	return command ? run_command(command, args) : tell_unknown(name);
}

static int run_builtin(const char *name)
{
	if (!strcmp(name, "--help") || !strcmp(name, "-h") || !strcmp(name, "help")) {
		print_usage(stdout);
		return LO_EXIT_CLEAN;
	}
	if (!strcmp(name, "--list-commands")) {
		for (guint i = 0; i < G_N_ELEMENTS(commands); i++)
			puts(commands[i].name);
		return LO_EXIT_CLEAN;
	}
	if (!strcmp(name, "--version")) {
		puts("lockorder " LO_VERSION);
		return LO_EXIT_CLEAN;
	}
	return tell_unknown(name);
}

/*
 * Solving takes gigabytes and gives little back before its end.  glibc grows the heaps of several threads by a page or
 * two at a time, each time under the lock of the address space, and gives back what it will ask for again at once.
 */
static void set_up_heap(void)
{
#ifdef __GLIBC__
	mallopt(M_TOP_PAD, 64 << 20);
	mallopt(M_TRIM_THRESHOLD, -1);
	mallopt(M_MMAP_THRESHOLD, 32 << 20);
#endif
}

int main(int argc, char **argv)
{
	const LoCommand *command = argc > 1 ? find_command(argv[1]) : NULL;

	set_up_heap();
	setlocale(LC_CTYPE, "");
	if (argc < 2) {
		print_usage(stderr);
		return LO_EXIT_USAGE;
	}
	if (argc > 2 && !strcmp(argv[1], "help"))
		return run_help(argv[2]);
	return command ? run_command(command, argv + 1) : run_builtin(argv[1]);
}
