#include "report/lookup.h"

#include "common/error.h"
#include "common/near.h"

#define MAX_CANDIDATES 8

/* Cuts `mark` and the digits after it off the end, if that is how `s` ends. */
static void cut_number(char *s, char mark)
{
	char *at = strrchr(s, mark);

	if (at && at > s && at[1] && strspn(at + 1, "0123456789") == strlen(at + 1))
		*at = '\0';
}

char *lo_lock_base_name(const char *name)
{
	char *base = g_strdup(name);

	cut_number(base, '/');
	cut_number(base, '#');
	return base;
}

static gboolean is_word(char c)
{
	return g_ascii_isalnum(c) || c == '_';
}

/* Where the identifier before `end` starts, skipping brackets; NULL when there is none. */
static const char *identifier_before(const char *s, const char **end)
{
	const char *p = *end;
	int depth = 0;

	while (p > s && (depth || !is_word(p[-1]))) {
		p--;
		depth += *p == ']' ? 1 : *p == '[' && depth ? -1 : 0;
	}
	*end = p;
	while (p > s && is_word(p[-1]))
		p--;
	return p < *end ? p : NULL;
}

char *lo_lock_last_identifier(const char *name)
{
	g_autofree char *base = lo_lock_base_name(name);
	const char *end = base + strlen(base);
	const char *start = identifier_before(base, &end);

	return start ? g_strndup(start, (gsize)(end - start)) : g_strdup("");
}

typedef char *(*NameForm)(const char *name);

static gboolean class_has(const LoClassRow *c, const char *wanted, NameForm form)
{
	for (guint i = 0; c->names && i < c->names->len; i++) {
		g_autofree char *name = form(g_ptr_array_index(c->names, i));

		if (!strcmp(name, wanted))
			return TRUE;
	}
	return FALSE;
}

static GArray *classes_with(const LoSolution *sol, const char *name, NameForm form)
{
	g_autofree char *wanted = form(name);
	GArray *found = g_array_new(FALSE, FALSE, sizeof(guint32));

	for (guint32 i = 0; wanted[0] && i < sol->classes->len; i++)
		if (class_has(lo_class_row(sol, i), wanted, form))
			g_array_append_val(found, i);
	return found;
}

static char *copy_name(const char *name)
{
	return g_strdup(name);
}

static GPtrArray *base_names(const LoSolution *sol, const GArray *ids)
{
	GPtrArray *names = g_ptr_array_new_with_free_func(g_free);

	for (guint i = 0; i < ids->len; i++) {
		g_autofree char *base = lo_lock_base_name(lo_class_row(sol, g_array_index(ids, guint32, i))->name);

		if (!g_ptr_array_find_with_equal_func(names, base, g_str_equal, NULL))
			g_ptr_array_add(names, g_steal_pointer(&base));
	}
	return names;
}

static void set_ambiguous(const char *name, const GPtrArray *names, GError **error)
{
	g_autoptr(GString) list = g_string_new(NULL);

	for (guint i = 0; i < names->len && i < MAX_CANDIDATES; i++)
		g_string_append_printf(list, "%s'%s'", i ? ", " : "", (const char *)g_ptr_array_index(names, i));
	if (names->len > MAX_CANDIDATES)
		g_string_append_printf(list, " and %u more", names->len - MAX_CANDIDATES);
	g_set_error(error, LO_ERROR, LO_ERROR_USAGE, "'%s' may be %s: give the full name", name, list->str);
}

/* The lock whose name, or its last identifier, is nearest; NULL: none is near. */
static const char *nearest_name(const LoSolution *sol, const char *name)
{
	guint limit = lo_near_limit(name), least = limit + 1;
	const char *found = NULL;

	for (guint32 i = 0; i < sol->classes->len && least > 0; i++) {
		const char *full = lo_class_row(sol, i)->name;
		g_autofree char *last = lo_lock_last_identifier(full);
		guint d = MIN(lo_near_distance(name, full, limit), lo_near_distance(name, last, limit));

		if (d < least) {
			least = d;
			found = full;
		}
	}
	return found;
}

static void set_unknown(const LoSolution *sol, const char *name, GError **error)
{
	const char *near = nearest_name(sol, name);

	if (near)
		g_set_error(error, LO_ERROR, LO_ERROR_USAGE, "no lock '%s': is it '%s'? 'lockorder locks' lists them", name, near);
	else
		g_set_error(error, LO_ERROR, LO_ERROR_USAGE, "no lock '%s': 'lockorder locks' lists them", name);
}

static GArray *lookup_last_identifier(const LoSolution *sol, const char *name, GError **error)
{
	g_autoptr(GArray) found = classes_with(sol, name, lo_lock_last_identifier);
	g_autoptr(GPtrArray) names = base_names(sol, found);

	if (names->len == 1)
		return g_steal_pointer(&found);
	if (names->len)
		set_ambiguous(name, names, error);
	else
		set_unknown(sol, name, error);
	return NULL;
}

GArray *lo_lookup_named(const LoSolution *sol, const char *name)
{
	static const NameForm forms[] = { copy_name, lo_lock_base_name };

	for (guint i = 0; i < G_N_ELEMENTS(forms); i++) {
		g_autoptr(GArray) found = classes_with(sol, name, forms[i]);

		if (found->len)
			return g_steal_pointer(&found);
	}
	return NULL;
}

GArray *lo_lookup_classes(const LoSolution *sol, const char *name, GError **error)
{
	GArray *found = lo_lookup_named(sol, name);

	return found ? found : lookup_last_identifier(sol, name, error);
}
