#include "report/lockdep_parse.h"

#include <string.h>

#include "common/error.h"

/* A log may hold anything between the lines: NUL bytes become spaces, the rest is escaped where it is printed. */
static char *copy_line(const char *start, gsize len)
{
	char *line = g_malloc(len + 1);

	for (gsize i = 0; i < len; i++)
		line[i] = start[i] && start[i] != '\r' ? start[i] : ' ';
	line[len] = '\0';
	return line;
}

static char **split_lines(const char *text, gsize len)
{
	GPtrArray *lines = g_ptr_array_new();
	const char *end = text + len;

	for (const char *at = text, *stop; at < end; at = stop < end ? stop + 1 : end) {
		stop = memchr(at, '\n', (gsize)(end - at));
		stop = stop ? stop : end;
		g_ptr_array_add(lines, copy_line(at, (gsize)(stop - at)));
	}
	g_ptr_array_add(lines, NULL);
	return (char **)g_ptr_array_free(lines, FALSE);
}

static gboolean is_dump(char *const *lines)
{
	for (; *lines; lines++)
		if (lo_is_dump_head(*lines))
			return TRUE;
	return FALSE;
}

LoLockdepLog *lo_lockdep_parse(const char *name, const char *text, gsize len, GError **error)
{
	g_auto(GStrv) lines = split_lines(text, len);
	g_autoptr(LoLockdepLog) log = g_new0(LoLockdepLog, 1);

	if (is_dump(lines)) {
		log->orders = lo_parse_dump(name, lines, error);
		return log->orders ? g_steal_pointer(&log) : NULL;
	}
	log->splats = lo_parse_splats(lines);
	if (log->splats->len)
		return g_steal_pointer(&log);
	g_set_error(error, LO_ERROR, LO_ERROR_INPUT,
		    "%s: neither a copy of /proc/lockdep nor a log that holds a report of lockdep", name);
	return NULL;
}

void lo_lockdep_log_free(LoLockdepLog *log)
{
	if (!log)
		return;
	g_clear_pointer(&log->orders, g_ptr_array_unref);
	g_clear_pointer(&log->splats, g_ptr_array_unref);
	g_free(log);
}
