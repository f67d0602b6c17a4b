/*
 * /proc/lockdep: for each class a line "ADDRESS FD: 1 BD: 2 +.+.: NAME", then
 * one " -> [ADDRESS] NAME" for each class taken directly under it.
 */
#include "report/lockdep_parse.h"

#include <string.h>

#include "common/error.h"
#include "report/lookup.h"

/* Skips `label`, spaces, digits and one space; NULL when it is not there. */
static const char *skip_count(const char *s, const char *label)
{
	if (!s || !g_str_has_prefix(s, label))
		return NULL;
	s += strlen(label);
	s += strspn(s, " ");
	if (!g_ascii_isdigit(*s))
		return NULL;
	s += strspn(s, "0123456789");
	return *s == ' ' ? s + 1 : NULL;
}

/* The class's name in a head line, else NULL. */
static const char *head_name(const char *line)
{
	const char *s = line + strspn(line, "0123456789abcdefx"), *ops;

	if (s == line || *s != ' ')
		return NULL;
	s++;
	ops = skip_count(s, "OPS:");
	s = skip_count(ops ? ops : s, "FD:");
	s = skip_count(s, "BD:");
	if (!s)
		return NULL;
	line = s;
	s += strcspn(s, " \t");
	return s > line + 1 && s[-1] == ':' && *s == ' ' ? s + 1 : NULL;
}

gboolean lo_is_dump_head(const char *line)
{
	return head_name(line) != NULL;
}

static const char *edge_name(const char *line)
{
	const char *s = g_str_has_prefix(line, " -> [") ? strchr(line, ']') : NULL;

	return s && s[1] == ' ' ? s + 2 : NULL;
}

static char *normalise(const char *name)
{
	g_autofree char *copy = g_strdup(name);

	return lo_lock_base_name(g_strstrip(copy));
}

static gint compare_orders(gconstpointer a, gconstpointer b)
{
	const LoSeenOrder *x = *(const LoSeenOrder *const *)a, *y = *(const LoSeenOrder *const *)b;
	gint order = strcmp(x->from, y->from);

	return order ? order : strcmp(x->to, y->to);
}

/* Takes `orders` over. */
static GPtrArray *sorted_without_repeats(GPtrArray *orders)
{
	GPtrArray *out = g_ptr_array_new_with_free_func((GDestroyNotify)lo_seen_order_free);

	g_ptr_array_sort(orders, compare_orders);
	for (guint i = 0; i < orders->len; i++) {
		gpointer *order = &orders->pdata[i];

		if (!out->len || compare_orders(&out->pdata[out->len - 1], order))
			g_ptr_array_add(out, g_steal_pointer(order));
	}
	g_ptr_array_unref(orders);
	return out;
}

static void add_order(GPtrArray *orders, const char *from, const char *to_as_printed)
{
	g_autofree char *to = normalise(to_as_printed);

	if (strcmp(from, to))
		g_ptr_array_add(orders, lo_seen_order_new(from, to));
}

GPtrArray *lo_parse_dump(const char *name, char *const *lines, GError **error)
{
	g_autoptr(GPtrArray) orders = g_ptr_array_new_with_free_func((GDestroyNotify)lo_seen_order_free);
	g_autofree char *from = NULL;

	for (guint i = 0; lines[i]; i++) {
		const char *head = head_name(lines[i]), *edge = edge_name(lines[i]);

		if (head) {
			g_free(from);
			from = normalise(head);
		} else if (edge && from) {
			add_order(orders, from, edge);
		} else if (edge) {
			g_set_error(error, LO_ERROR, LO_ERROR_INPUT, "%s:%u: an edge before the first lock class", name, i + 1);
			return NULL;
		}
	}
	return sorted_without_repeats(g_steal_pointer(&orders));
}
