/* Files that a user names, read whole. */
#pragma once

#include <glib.h>

/*
 * At most `limit` bytes, with a NUL behind them that len does not count; NULL
 * and errno for an error, EFBIG where there is more.  Transfer full.
 *
 * Any kind of file will do, such as the pipe of a shell's <(command), but none
 * is waited for that nobody writes to: ENODATA.
 */
GByteArray *lo_read_file(const char *path, gsize limit);

/* The same of what is open already, and stays open. */
GByteArray *lo_read_fd(int fd, gsize limit);
