#include "lockmodel/parser.h"

#include <string.h>

#define MAX_INCLUDE_DEPTH 8
#define MAX_INCLUDES 64		/* in all: those of a file count each time that it is included */

/* RECORD.FIELD: the last dot is the one that counts. */
static char *take_member(LoParser *p, GError **error)
{
	const char *s = lo_parser_peek(p);
	const char *dot = s ? strrchr(s, '.') : NULL;

	if (!dot || dot == s || !lo_is_record(s)) {
		lo_parser_fail_at(p, error, "expected RECORD.FIELD, not", s ? s : "");
		return NULL;
	}
	lo_parser_take(p);
	return g_strdup(s);
}

/* The same effects under several names: the array is shared. */
static void put_primitive(GHashTable *table, const char *name, const LoPrimitive *from)
{
	LoPrimitive *p = lo_primitive_new(name, from->file, from->line);

	g_array_unref(p->effects);
	p->effects = g_array_ref(from->effects);
	p->descend = from->descend;
	p->unless = from->unless;
	p->unscanned = from->unscanned;
	g_hash_table_replace(table, g_strdup(name), p);
}

static gboolean take_names(LoParser *p, GPtrArray *names, const char *what, GError **error)
{
	do {
		const char *name = lo_parser_take_name(p, what, error);

		if (!name)
			return FALSE;
		g_ptr_array_add(names, (gpointer)name);
	} while (lo_parser_accept(p, ","));
	return TRUE;
}

/* As take_names(), but a name may end in '*'. */
static gboolean take_patterns(LoParser *p, GPtrArray *names, GError **error)
{
	do {
		const char *s = lo_parser_peek(p);
		gsize n = s ? strlen(s) : 0;
		g_autofree char *head = g_strndup(s, n > 1 && s[n - 1] == '*' ? n - 1 : n);

		if (!s)
			return lo_parser_fail(p, error, "expected a function's name before the end of the line");
		if (!lo_is_name(head))
			return lo_parser_fail_at(p, error, "expected a function's name, not", s);
		g_ptr_array_add(names, (gpointer)lo_parser_take(p));
	} while (lo_parser_accept(p, ","));
	return TRUE;
}

static gboolean take_restriction(LoParser *p, LoPrimitive *prim, GError **error)
{
	const char *name;

	prim->unscanned = lo_parser_accept(p, "unscanned");
	if (!lo_parser_accept(p, "unless"))
		return TRUE;
	name = lo_parser_take_name(p, "a function after 'unless'", error);
	if (!name)
		return FALSE;
	prim->unless = g_string_chunk_insert_const(p->model->names, name);
	return TRUE;
}

static void put_function(LoModel *m, const char *name, const LoPrimitive *prim)
{
	gsize n = strlen(name);
	g_autofree char *head = g_strndup(name, n - 1);

	if (name[n - 1] == '*')
		put_primitive(m->prefixes, head, prim);
	else
		put_primitive(m->functions, name, prim);
}

static gboolean parse_function(LoParser *p, GError **error)
{
	g_autoptr(GPtrArray) names = g_ptr_array_new();
	g_autoptr(LoPrimitive) prim = lo_primitive_new("", p->file, lo_parser_line(p));

	p->primitive = prim;
	if (!take_patterns(p, names, error) || !take_restriction(p, prim, error) || !lo_parse_effects(p, error))
		return FALSE;
	for (guint i = 0; i < names->len; i++)
		put_function(p->model, g_ptr_array_index(names, i), prim);
	return TRUE;
}

static gboolean parse_macro(LoParser *p, GError **error)
{
	g_autoptr(GPtrArray) names = g_ptr_array_new();
	g_autoptr(LoPrimitive) prim = lo_primitive_new("", p->file, lo_parser_line(p));

	p->primitive = prim;
	if (!take_names(p, names, "a macro's name", error) || !take_restriction(p, prim, error) || !lo_parse_effects(p, error))
		return FALSE;
	for (guint i = 0; i < names->len; i++)
		put_primitive(p->model->macros, g_ptr_array_index(names, i), prim);
	return TRUE;
}

static gboolean parse_slot(LoParser *p, GError **error)
{
	g_autofree char *member = take_member(p, error);
	g_autoptr(LoPrimitive) prim = lo_primitive_new("", p->file, lo_parser_line(p));

	p->primitive = prim;
	if (!member || !lo_parse_effects(p, error))
		return FALSE;
	put_primitive(p->model->slots, member, prim);
	return TRUE;
}

static gboolean parse_hold_option(LoParser *p, const char *s, LoEntry *e, GError **error)
{
	LoPlace place;

	lo_place_init(&place);
	g_array_append_val(e->hold, place);
	return lo_parse_place(p, s, &g_array_index(e->hold, LoPlace, e->hold->len - 1), error);
}

static gboolean parse_entry_options(LoParser *p, LoEntry *e, GError **error)
{
	const char *s;

	while ((s = lo_parser_peek(p))) {
		if (strcmp(s, "(") == 0) {
			if (!lo_parse_arguments(p, e->args, error))
				return FALSE;
			continue;
		}
		lo_parser_take(p);
		if (strcmp(s, "called") == 0) {
			e->called = TRUE;
		} else if (g_str_has_prefix(s, "context=")) {
			if (!lo_parse_context(p, s + 8, &e->context, error))
				return FALSE;
		} else if (g_str_has_prefix(s, "unscanned=")) {
			g_free(e->unscanned);
			e->unscanned = g_strdup(s + strlen("unscanned="));
		} else if (g_str_has_prefix(s, "after=")) {
			g_free(e->after);
			e->after = g_strdup(s + strlen("after="));
		} else if (g_str_has_prefix(s, "unless=")) {
			g_free(e->unless);
			e->unless = g_strdup(s + strlen("unless="));
			g_hash_table_add(p->model->flags, g_strdup(e->unless));
		} else if (g_str_has_prefix(s, "hold=")) {
			if (!parse_hold_option(p, s + 5, e, error))
				return FALSE;
		} else {
			return lo_parser_fail_at(p, error, "an entry has no option", s);
		}
	}
	return TRUE;
}

/* RECORD.FIELD, or RECORD.* for all members of the record. */
static char *take_members(LoParser *p, GError **error)
{
	const char *s = lo_parser_peek(p);
	gsize n = s ? strlen(s) : 0;
	g_autofree char *record = n > 2 && g_str_has_suffix(s, ".*") ? g_strndup(s, n - 2) : NULL;

	if (!record || !lo_is_record(record))
		return take_member(p, error);
	return g_strdup(lo_parser_take(p));
}

static gboolean parse_entry(LoParser *p, GError **error)
{
	char *member = take_members(p, error);
	LoEntry *e;

	if (!member)
		return FALSE;
	e = lo_entry_new(p->file, lo_parser_line(p));
	g_hash_table_replace(p->model->entries, member, e);
	return parse_entry_options(p, e, error);
}

static gboolean parse_transparent(LoParser *p, GError **error)
{
	do {
		const char *record = lo_parser_peek(p);
		const char *field;

		if (!record || !lo_is_record(record))
			return lo_parser_fail(p, error, "expected RECORD FIELD after 'transparent'");
		lo_parser_take(p);
		field = lo_parser_take_name(p, "a member of that record", error);
		if (!field)
			return FALSE;
		g_hash_table_add(p->model->transparent, g_strconcat(record, ".", field, NULL));
	} while (lo_parser_peek(p));
	return TRUE;
}

static gboolean parse_counter(LoParser *p, GError **error)
{
	g_autofree char *member = take_member(p, error);
	const char *what = member ? lo_parser_take(p) : NULL;
	LoContext context = LO_CTX_NONE;

	if (!member)
		return FALSE;
	if (!what || (strcmp(what, "softirq") && strcmp(what, "hardirq")))
		return lo_parser_fail(p, error, "expected softirq or hardirq after the member");
	if (!lo_parse_context(p, what, &context, error))
		return FALSE;
	g_hash_table_replace(p->model->counters, g_steal_pointer(&member), GINT_TO_POINTER(context));
	return TRUE;
}

/* CONTEXT[,CONTEXT...] as bits. */
static gboolean parse_contexts(LoParser *p, guint *bits, GError **error)
{
	const char *s = lo_parser_take(p);

	*bits = 0;
	if (!s || !g_str_has_prefix(s, "context="))
		return lo_parser_fail(p, error, "expected context=CONTEXT after the member");
	s += strlen("context=");
	do {
		LoContext context = LO_CTX_NONE;
		if (!s)
			return lo_parser_fail(p, error, "expected a context before the end of the line");
		if (!lo_parse_context(p, s, &context, error))
			return FALSE;
		*bits |= 1u << context;
	} while (lo_parser_accept(p, ",") && (s = lo_parser_take(p), TRUE));
	return TRUE;
}

static gboolean parse_runs(LoParser *p, GError **error)
{
	g_autoptr(GPtrArray) members = g_ptr_array_new_with_free_func(g_free);
	guint bits;

	do {
		const char *s = lo_parser_peek(p);
		char *name = s && !strchr(s, '.') ? g_strdup(lo_parser_take(p)) : take_member(p, error);
		if (!name)
			return FALSE;
		g_ptr_array_add(members, name);
	} while (lo_parser_accept(p, ","));
	if (!parse_contexts(p, &bits, error))
		return FALSE;
	for (guint i = 0; i < members->len; i++)
		g_hash_table_replace(p->model->runs, g_strdup(g_ptr_array_index(members, i)), GUINT_TO_POINTER(bits));
	return TRUE;
}

static gboolean parse_type(LoParser *p, GError **error)
{
	g_autoptr(GPtrArray) names = g_ptr_array_new();
	const char *option;
	LoLockKind kind = LO_LOCK_UNKNOWN;

	if (!take_names(p, names, "a record's name", error))
		return FALSE;
	option = lo_parser_take(p);
	if (!option || !g_str_has_prefix(option, "kind="))
		return lo_parser_fail(p, error, "expected kind=KIND after the record");
	if (!lo_parse_kind(p, option + 5, &kind, error))
		return FALSE;
	for (guint i = 0; i < names->len; i++)
		g_hash_table_replace(p->model->types, g_strdup(g_ptr_array_index(names, i)), GINT_TO_POINTER(kind));
	return TRUE;
}

static gboolean parse_alias(LoParser *p, GError **error)
{
	const char *name = lo_parser_take_name(p, "a function's name", error);
	const char *other;
	const LoPrimitive *prim;

	if (!name || !lo_parser_expect(p, "=", error))
		return FALSE;
	other = lo_parser_take_name(p, "a function's name", error);
	if (!other)
		return FALSE;
	prim = lo_model_function(p->model, other);
	if (!prim)
		return lo_parser_fail_at(p, error, "alias of a function that has no model before this line:", other);
	put_primitive(p->model->functions, name, prim);
	return TRUE;
}

/* A class name with a blank or a parenthesis stands in quotes. */
static char *unquoted(const char *s)
{
	gsize n = strlen(s);

	return n > 1 && s[0] == '"' && s[n - 1] == '"' ? g_strndup(s + 1, n - 2) : g_strdup(s);
}

static gboolean parse_class(LoParser *p, GError **error)
{
	LoMemberClass c = { .through = "", .in = "" };
	const char *record = lo_parser_peek(p), *field, *s;

	if (!record || !lo_is_record(record))
		return lo_parser_fail(p, error, "expected RECORD FIELD NAME after 'class'");
	g_autofree char *prefix = g_strconcat(lo_parser_take(p), ".", NULL);
	field = lo_parser_take_name(p, "a member of that record", error);
	if (!field)
		return FALSE;
	g_autofree char *member = g_strconcat(prefix, field, NULL);
	s = lo_parser_take(p);
	if (!s)
		return lo_parser_fail(p, error, "expected the name of its class after the member");
	g_autofree char *name = unquoted(s);
	c.name = g_string_chunk_insert_const(p->model->names, name);
	while ((s = lo_parser_take(p))) {
		if (!strcmp(s, "novalidate"))
			c.novalidate = TRUE;
		else if (g_str_has_prefix(s, "through="))
			c.through = g_string_chunk_insert_const(p->model->names, s + strlen("through="));
		else if (g_str_has_prefix(s, "in="))
			c.in = g_string_chunk_insert_const(p->model->names, s + strlen("in="));
		else
			return lo_parser_fail_at(p, error, "a class has no option", s);
	}
	GArray *list = g_hash_table_lookup(p->model->classes, member);
	if (!list) {
		list = g_array_new(FALSE, FALSE, sizeof(LoMemberClass));
		g_hash_table_insert(p->model->classes, g_steal_pointer(&member), list);
	}
	g_array_append_val(list, c);
	return TRUE;
}

static gboolean parse_key(LoParser *p, GError **error)
{
	const char *name = lo_parser_take_name(p, "a variable's name", error);
	const char *value;

	if (!name || !lo_parser_expect(p, "=", error))
		return FALSE;
	value = lo_parser_take(p);
	if (!value)
		return lo_parser_fail(p, error, "expected a class name after '='");
	g_hash_table_replace(p->model->keys, g_strdup(name), unquoted(value));
	return TRUE;
}

/* "pseudo:NAME"; NULL and an error otherwise. */
static const char *take_pseudo(LoParser *p, GError **error)
{
	const char *s = lo_parser_peek(p);

	if (!s || !g_str_has_prefix(s, "pseudo:") || !lo_is_name(s + 7)) {
		lo_parser_fail(p, error, "expected pseudo:NAME");
		return NULL;
	}
	lo_parser_take(p);
	return s + 7;
}

static gboolean parse_same(LoParser *p, GError **error)
{
	const char *name = lo_parser_take_name(p, "a variable's name", error);
	const char *pseudo;

	if (!name || !lo_parser_expect(p, "=", error))
		return FALSE;
	pseudo = take_pseudo(p, error);
	if (!pseudo)
		return FALSE;
	g_hash_table_replace(p->model->same, g_strdup(name), g_strdup(pseudo));
	return TRUE;
}

/* NAME* = RECORD.* */
static gboolean parse_trampoline(LoParser *p, GError **error)
{
	const char *name = lo_parser_take(p), *members;

	if (!name || strlen(name) < 2 || !g_str_has_suffix(name, "*"))
		return lo_parser_fail(p, error, "expected the beginning of functions' names and a '*' after 'trampoline'");
	if (!lo_parser_expect(p, "=", error))
		return FALSE;
	members = lo_parser_take(p);
	if (!members || !g_str_has_suffix(members, ".*"))
		return lo_parser_fail(p, error, "expected RECORD.* after '='");
	g_autofree char *record = g_strndup(members, strlen(members) - 2);
	if (!lo_is_record(record))
		return lo_parser_fail_at(p, error, "expected RECORD.*, not", members);
	g_hash_table_replace(p->model->trampolines, g_strndup(name, strlen(name) - 1), g_steal_pointer(&record));
	return TRUE;
}

static gboolean parse_shield(LoParser *p, GError **error)
{
	const char *pseudo = take_pseudo(p, error);
	g_autofree char *bare = NULL;

	if (!pseudo)
		return FALSE;
	if (!lo_parser_peek(p))
		return lo_parser_fail(p, error, "expected a class name after the pseudo lock");
	bare = unquoted(lo_parser_take(p));
	g_hash_table_add(p->model->shields, g_strconcat(pseudo, " ", bare, NULL));
	g_hash_table_add(p->model->shields, g_strdup(pseudo));
	g_hash_table_add(p->model->shields, g_strconcat(pseudo, " ", NULL));	/* it is a shield of something */
	return TRUE;
}

static gboolean add_functions(LoParser *p, GHashTable *set, GError **error)
{
	g_autoptr(GPtrArray) names = g_ptr_array_new();

	if (!take_names(p, names, "a function's name", error))
		return FALSE;
	for (guint i = 0; i < names->len; i++)
		g_hash_table_add(set, g_strdup(g_ptr_array_index(names, i)));
	return TRUE;
}

static gboolean parse_last_reference(LoParser *p, GError **error)
{
	return add_functions(p, p->model->last_references, error);
}

static void add_undo(LoModel *m, const char *function, const char *maker, const char *class_name)
{
	g_hash_table_add(m->undo_makers, g_strdup(maker));
	g_hash_table_add(m->undos, g_strjoin(" ", function, maker, NULL));
	g_hash_table_add(m->undos, g_strjoin(" ", function, maker, class_name, NULL));
}

static gboolean parse_undo(LoParser *p, GError **error)
{
	g_autoptr(GPtrArray) names = g_ptr_array_new(), makers = g_ptr_array_new();

	if (!take_names(p, names, "a function's name", error))
		return FALSE;
	if (!lo_parser_accept(p, "after"))
		return lo_parser_fail(p, error, "expected 'after' and what these functions undo");
	if (!take_names(p, makers, "a function's name", error))
		return FALSE;
	if (!lo_parser_peek(p))
		return lo_parser_fail(p, error, "expected a class name after the functions");
	g_autofree char *class_name = unquoted(lo_parser_take(p));
	for (guint i = 0; i < names->len; i++)
		for (guint k = 0; k < makers->len; k++)
			add_undo(p->model, g_ptr_array_index(names, i), g_ptr_array_index(makers, k), class_name);
	return TRUE;
}

static gboolean parse_zeroed(LoParser *p, GError **error)
{
	return add_functions(p, p->model->zeroing, error);
}

static gboolean parse_walked(LoParser *p, GError **error)
{
	do {
		char *member = take_members(p, error);
		if (!member)
			return FALSE;
		g_hash_table_add(p->model->walked, member);
	} while (lo_parser_accept(p, ","));
	return TRUE;
}

static gboolean include_file(LoParser *p, const char *name, GError **error)
{
	g_autofree char *folder = g_path_get_dirname(p->file);
	g_autofree char *path = g_build_filename(folder, name, NULL);
	const char *why;
	g_autoptr(GByteArray) text = lo_model_read(path, &why);

	if (!text)
		return lo_parser_fail(p, error, "cannot read the included model: %s", why);
	return lo_model_parse(p->model, path, (const char *)text->data, text->len, p->depth + 1, error);
}

static gboolean parse_include(LoParser *p, GError **error)
{
	const char *name = lo_parser_take(p);
	g_autofree char *file = NULL;
	const char *text;
	gsize len;

	if (!name)
		return lo_parser_fail(p, error, "expected a name after 'include'");
	/* The model is data of the user, but what it includes stays beside it. */
	if (strchr(name, '/') || name[0] == '.')
		return lo_parser_fail_at(p, error, "an included model is a shipped one or a file beside this one, not", name);
	if (p->depth >= MAX_INCLUDE_DEPTH)
		return lo_parser_fail(p, error, "models include each other more than %d deep", MAX_INCLUDE_DEPTH);
	if (p->model->includes++ >= MAX_INCLUDES)
		return lo_parser_fail(p, error, "more than %d models are included", MAX_INCLUDES);
	text = lo_model_shipped_text(name, &len);
	if (!text)
		return include_file(p, name, error);
	file = g_strconcat(name, ".model", NULL);
	return lo_model_parse(p->model, file, text, len, p->depth + 1, error);
}

static const struct {
	const char *name;
	gboolean (*parse)(LoParser *p, GError **error);
} directives[] = {
	{ "function", parse_function }, { "macro", parse_macro }, { "slot", parse_slot },
	{ "entry", parse_entry }, { "transparent", parse_transparent }, { "type", parse_type },
	{ "class", parse_class }, { "alias", parse_alias }, { "key", parse_key }, { "same", parse_same },
	{ "counter", parse_counter }, { "runs", parse_runs }, { "shield", parse_shield }, { "include", parse_include },
	{ "trampoline", parse_trampoline }, { "last-reference", parse_last_reference }, { "zeroed", parse_zeroed },
	{ "walked", parse_walked }, { "undo", parse_undo },
};

static gboolean parse_line(LoParser *p, GError **error)
{
	const char *word = lo_parser_take(p);

	for (gsize i = 0; i < G_N_ELEMENTS(directives); i++) {
		if (strcmp(directives[i].name, word) != 0)
			continue;
		if (!directives[i].parse(p, error))
			return FALSE;
		if (lo_parser_peek(p))
			return lo_parser_fail_at(p, error, "the line should end before", lo_parser_peek(p));
		return TRUE;
	}
	p->next--;
	return lo_parser_fail_at(p, error, "unknown directive", word);
}

gboolean lo_model_parse(LoModel *m, const char *name, const char *text, gsize len, guint depth, GError **error)
{
	LoParser p;
	const char *nul = memchr(text, '\0', len);
	gboolean ok = TRUE;

	lo_parser_init(&p, m, g_string_chunk_insert_const(m->names, name), text, len, depth);
	if (nul) {
		for (const char *s = text; s < nul; s++)
			p.line += *s == '\n';
		p.line++;
		ok = lo_parser_fail(&p, error, "a zero byte: this is no lock model");
	}
	g_checksum_update(m->hash, (const guchar *)text, (gssize)len);
	while (ok) {
		ok = lo_parser_read_line(&p, error);
		if (!ok || p.tokens->len == 0)
			break;
		ok = parse_line(&p, error);
	}
	lo_parser_clear(&p);
	return ok;
}
