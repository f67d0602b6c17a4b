#include "common/path.h"

#include <string.h>

char *lo_path_absolute(const char *path, const char *dir)
{
	g_autofree char *base = dir ? g_canonicalize_filename(dir, NULL) : NULL;

	return g_canonicalize_filename(path, base);
}

static void push_part(GPtrArray *parts, const char *part, gboolean absolute)
{
	const char *last = parts->len ? g_ptr_array_index(parts, parts->len - 1) : NULL;

	if (!*part || strcmp(part, ".") == 0)
		return;
	if (strcmp(part, "..") != 0 || (!absolute && (!last || strcmp(last, "..") == 0)))
		g_ptr_array_add(parts, (char *)part);
	else if (last)
		g_ptr_array_set_size(parts, (gint)parts->len - 1);
}

char *lo_path_normalise(const char *path)
{
	g_auto(GStrv) split = g_strsplit(path, "/", -1);
	g_autoptr(GPtrArray) parts = g_ptr_array_new();
	gboolean absolute = path[0] == '/';

	for (char **p = split; *p; p++)
		push_part(parts, *p, absolute);
	if (parts->len == 0)
		return g_strdup(absolute ? "/" : ".");
	g_ptr_array_add(parts, NULL);
	g_autofree char *joined = g_strjoinv("/", (char **)parts->pdata);
	return g_strconcat(absolute ? "/" : "", joined, NULL);
}

gboolean lo_path_is_inside(const char *path, const char *root)
{
	gsize n = strlen(root);

	if (strcmp(root, "/") == 0)
		return path[0] == '/';
	return strncmp(path, root, n) == 0 && (path[n] == '/' || path[n] == '\0');
}

char *lo_path_relative(const char *path, const char *root)
{
	if (!lo_path_is_inside(path, root))
		return g_strdup(path);
	const char *rest = path + strlen(root);
	while (*rest == '/')
		rest++;
	return g_strdup(*rest ? rest : ".");
}
