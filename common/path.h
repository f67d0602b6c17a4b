/*
 * Paths as text.  Nothing here asks the file system: `..` is removed by name,
 * which is how a tree's own paths are meant even through a symlink.
 */
#pragma once

#include <glib.h>

/* Absolute and without ".", ".." and doubled slashes; a relative path is below `dir`
 * (NULL: the working directory).  Transfer full. */
char *lo_path_absolute(const char *path, const char *dir);
/* Without ".", "a/.." and doubled slashes, relative if it was; "" becomes ".".  Transfer full. */
char *lo_path_normalise(const char *path);
/* Is it `root` or below?  Both absolute and normal. */
gboolean lo_path_is_inside(const char *path, const char *root);
/* Relative to root when inside ("." for root itself), else a copy.  Both absolute and normal.  Transfer full. */
char *lo_path_relative(const char *path, const char *root);
