#include <string.h>

#include "frontend/lower.h"

/*
 * libclang shows most attributes as UnexposedAttr without a name.  The printed
 * declaration has them, macros expanded and tokens pasted, which the source
 * text has not.  An attribute inherited from an earlier declaration is printed
 * with that declaration only.
 */
static char *print_decl(CXCursor decl)
{
	CXPrintingPolicy policy = clang_getCursorPrintingPolicy(decl);
	char *s;

	clang_PrintingPolicy_setProperty(policy, CXPrintingPolicy_TerseOutput, 1);
	clang_PrintingPolicy_setProperty(policy, CXPrintingPolicy_SuppressInitializers, 1);
	s = lo_take_string(clang_getCursorPrettyPrinted(decl, policy));
	clang_PrintingPolicy_dispose(policy);
	return s;
}

static gboolean ends_in(const char *s, const char *end, const char *suffix)
{
	gsize n = strlen(suffix);

	return (gsize)(end - s) >= n && !memcmp(end - n, suffix, n);
}

static guint section_flags(const char *printed)
{
	const char *s = strstr(printed, "section(\"");
	const char *end = s ? strchr(s + 9, '"') : NULL;

	if (!end)
		return 0;
	if (ends_in(s, end, "init.text"))
		return LO_FUNC_INIT;
	if (ends_in(s, end, "exit.text"))
		return LO_FUNC_EXIT;
	return 0;
}

static char *argument_of(const char *printed, const char *attribute)
{
	const char *s = strstr(printed, attribute);
	const char *end;

	if (!s)
		return NULL;
	s += strlen(attribute);
	end = s + strcspn(s, "\")");
	return end > s ? g_strndup(s, end - s) : NULL;
}

static guint printed_flags(CXCursor decl, char **alias)
{
	g_autofree char *s = print_decl(decl);
	guint flags = section_flags(s);

	if (strstr(s, "_Noreturn") || strstr(s, "[[noreturn]]"))
		flags |= LO_FUNC_NORETURN;
	if (!*alias)
		*alias = argument_of(s, "alias(\"");
	return flags;
}

gboolean lo_type_is_noreturn(CXType function)
{
	g_autofree char *spelling = lo_take_string(clang_getTypeSpelling(function));

	/* at the end: a parameter may have the attribute, too */
	return g_str_has_suffix(spelling, "__attribute__((noreturn))");
}

guint lo_attrs_of_function(CXCursor decl, CXType type, char **alias)
{
	CXCursor first = clang_getCanonicalCursor(decl);
	guint flags = lo_type_is_noreturn(type) ? LO_FUNC_NORETURN : 0;

	*alias = NULL;
	if (!clang_Cursor_hasAttrs(decl))
		return flags;
	flags |= printed_flags(decl, alias);
	if (!clang_equalCursors(first, decl))
		flags |= printed_flags(first, alias);
	return flags;
}

char *lo_attr_cleanup(CXCursor variable)
{
	g_autofree char *s = NULL;

	if (!clang_Cursor_hasAttrs(variable))
		return NULL;
	s = print_decl(variable);
	return argument_of(s, "cleanup(");
}
