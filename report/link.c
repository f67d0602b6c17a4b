#include "report/link.h"

#include "common/error.h"

/* Characters that stay as they are in the path of an address. */
#define PATH_CHARACTERS "/~!$&'()*+,;=:@"

gboolean lo_link_template_check(const char *template, GError **error)
{
	static const char *const scripts[] = { "javascript", "data", "vbscript" };
	g_autofree char *scheme = g_uri_parse_scheme(template);
	gboolean runs = FALSE;

	for (guint i = 0; scheme && i < G_N_ELEMENTS(scripts); i++)
		runs |= !g_ascii_strcasecmp(scheme, scripts[i]);
	if (scheme && !runs && (strstr(template, "{file}") || strstr(template, "{path}")))
		return TRUE;
	g_set_error(error, LO_ERROR, LO_ERROR_USAGE,
		    "--link-template '%s': it should be an address with {file} or {path}, and {line}, such as "
		    "https://elixir.bootlin.com/linux/v6.1/source/{file}#L{line}", template);
	return FALSE;
}

char *lo_link_path(const LoRenderOptions *opt, const char *file)
{
	if (file[0] == '/' || !opt || !opt->root)
		return g_strdup(file);
	return g_build_filename(opt->root, file, NULL);
}

static void put_word(GString *out, const char **at, const LoRenderOptions *opt, const char *file, guint32 line)
{
	g_autofree char *path = lo_link_path(opt, file);

	if (g_str_has_prefix(*at, "{line}")) {
		g_string_append_printf(out, "%u", line);
		*at += strlen("{line}");
	} else if (g_str_has_prefix(*at, "{file}") || g_str_has_prefix(*at, "{path}")) {
		g_string_append_uri_escaped(out, (*at)[1] == 'f' ? file : path, PATH_CHARACTERS, FALSE);
		*at += strlen("{file}");
	} else {
		g_string_append_c(out, *(*at)++);
	}
}

char *lo_link(const LoRenderOptions *opt, const char *file, guint32 line)
{
	GString *out;

	if (!opt || !opt->link_template || !file || !file[0])
		return NULL;
	out = g_string_new(NULL);
	for (const char *at = opt->link_template; *at;)
		put_word(out, &at, opt, file, line);
	return g_string_free(out, FALSE);
}
