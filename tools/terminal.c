/*
 * How much is said, and how: --color, --quiet and --verbose, which every
 * command has.  This is the state of the process, set while options are parsed.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "common/error.h"
#include "tools/command.h"

static enum { COLOR_AUTO, COLOR_ALWAYS, COLOR_NEVER } color;
static gboolean quiet, verbose;

static gboolean take_color(const char *option, const char *value, gpointer data, GError **error)
{
	static const char *const choices[] = { "auto", "always", "never", NULL };	/* as in the enum */

	(void)option;
	(void)data;
	for (guint i = 0; choices[i]; i++)
		if (!strcmp(value, choices[i])) {
			color = i;
			return TRUE;
		}
	return lo_check_choice("--color", value, choices, error);
}

const GOptionEntry lo_terminal_entries[] = {
	{ "color", 0, 0, G_OPTION_ARG_CALLBACK, take_color, "auto, always or never (default auto: on a terminal)", "WHEN" },
	{ "quiet", 'q', 0, G_OPTION_ARG_NONE, &quiet, "no warnings, progress or figures on standard error", NULL },
	{ "verbose", 'v', 0, G_OPTION_ARG_NONE, &verbose, "all warnings, and what takes how long", NULL },
	G_OPTION_ENTRY_NULL,
};

gboolean lo_is_quiet(void)
{
	return quiet;
}

gboolean lo_is_verbose(void)
{
	return verbose;
}

static GLogWriterOutput write_log(GLogLevelFlags level, const GLogField *fields, gsize n, gpointer data)
{
	(void)level;
	(void)data;
	for (gsize i = 0; i < n; i++)
		if (!strcmp(fields[i].key, "MESSAGE"))
			lo_print_message(fields[i].value);
	return G_LOG_WRITER_HANDLED;
}

void lo_terminal_start(void)
{
	if (!verbose)
		return;
	g_log_set_debug_enabled(TRUE);
	g_log_set_writer_func(write_log, NULL, NULL);
}

void lo_warn(const char *message)
{
	if (!quiet)
		lo_print_message(message);
}

void lo_tell(const char *format, ...)
{
	va_list args;

	if (quiet)
		return;
	va_start(args, format);
	vfprintf(stderr, format, args);
	va_end(args);
}

LoProgress *lo_terminal_progress(const char *title, guint64 total)
{
	return quiet ? NULL : lo_progress_new(title, total);
}

/* https://no-color.org: set and not empty. */
static gboolean wants_plain(void)
{
	const char *no_color = g_getenv("NO_COLOR"), *term = g_getenv("TERM");

	return (no_color && no_color[0]) || !term || !strcmp(term, "dumb");
}

static guint terminal_width(void)
{
	struct winsize size;

	return ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) ? 0 : size.ws_col;
}

static gboolean is_terminal(const char *output)
{
	return (!output || !strcmp(output, "-")) && isatty(STDOUT_FILENO);
}

gboolean lo_check_pixels(const char *format, const char *output, GError **error)
{
	if (!format || strcmp(format, "png") || !is_terminal(output))
		return TRUE;
	g_set_error(error, LO_ERROR, LO_ERROR_USAGE, "a png is not for the terminal: give -o FILE");
	return FALSE;
}

LoPaint lo_terminal_paint(const char *output, const char *root, const char *link_template)
{
	gboolean to_terminal = is_terminal(output);
	gboolean colour = color == COLOR_ALWAYS || (color == COLOR_AUTO && to_terminal && !wants_plain());

	return (LoPaint){
		.colour = colour && (to_terminal || !output || !strcmp(output, "-")),
		.links = colour && to_terminal,
		.width = to_terminal ? terminal_width() : 0,
		.root = root,
		.link_template = link_template,
	};
}
