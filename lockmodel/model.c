#include "lockmodel/model-internal.h"

#include <errno.h>
#include <string.h>

#include "common/error.h"
#include "common/read_file.h"

#define MAX_MODEL_BYTES (16 << 20)

static void place_step_clear(gpointer data)
{
	LoPlaceStep *s = data;

	g_free(s->record);
	g_free(s->field);
}

void lo_place_clear(LoPlace *p)
{
	g_clear_pointer(&p->name, g_free);
	g_clear_pointer(&p->steps, g_array_unref);
	p->root = LO_PLACE_NONE;
}

static void place_clear(gpointer data)
{
	lo_place_clear(data);
}

GArray *lo_places_new(void)
{
	GArray *a = g_array_new(FALSE, TRUE, sizeof(LoPlace));

	g_array_set_clear_func(a, place_clear);
	return a;
}

void lo_place_init(LoPlace *p)
{
	memset(p, 0, sizeof(*p));
	p->steps = g_array_new(FALSE, TRUE, sizeof(LoPlaceStep));
	g_array_set_clear_func(p->steps, place_step_clear);
}

void lo_effect_init(LoEffect *e, LoEffectKind kind, guint32 line)
{
	memset(e, 0, sizeof(*e));
	e->kind = kind;
	e->line = line;
	lo_place_init(&e->place);
	lo_place_init(&e->nest);
	lo_place_init(&e->variant);
	lo_place_init(&e->object);
	e->hold = LO_HOLD_EXCLUSIVE;
	e->read_arg = e->try_arg = e->check_arg = -1;
	e->subclass_arg = e->when_arg = e->name_arg = e->key_arg = -1;
	e->args = lo_places_new();
}

static void effect_clear(gpointer data)
{
	LoEffect *e = data;

	lo_place_clear(&e->place);
	lo_place_clear(&e->nest);
	lo_place_clear(&e->variant);
	lo_place_clear(&e->object);
	g_free(e->name);
	g_free(e->slot_record);
	g_free(e->slot_field);
	g_array_unref(e->args);
}

LoPrimitive *lo_primitive_new(const char *name, const char *file, guint32 line)
{
	LoPrimitive *p = g_new0(LoPrimitive, 1);

	p->name = g_strdup(name);
	p->effects = g_array_new(FALSE, TRUE, sizeof(LoEffect));
	g_array_set_clear_func(p->effects, effect_clear);
	p->file = file;
	p->line = line;
	return p;
}

void lo_primitive_free(LoPrimitive *p)
{
	if (!p)
		return;
	g_free(p->name);
	g_array_unref(p->effects);
	g_free(p);
}

LoEntry *lo_entry_new(const char *file, guint32 line)
{
	LoEntry *e = g_new0(LoEntry, 1);

	e->context = LO_CTX_PROCESS;
	e->hold = lo_places_new();
	e->args = lo_places_new();
	e->file = file;
	e->line = line;
	return e;
}

void lo_entry_free(LoEntry *e)
{
	if (!e)
		return;
	g_array_unref(e->hold);
	g_array_unref(e->args);
	g_free(e->after);
	g_free(e->unless);
	g_free(e->unscanned);
	g_free(e);
}

static GHashTable *table_new(GDestroyNotify free_value)
{
	return g_hash_table_new_full(g_str_hash, g_str_equal, g_free, free_value);
}

LoModel *lo_model_new(void)
{
	LoModel *m = g_new0(LoModel, 1);

	m->functions = table_new((GDestroyNotify)lo_primitive_free);
	m->prefixes = table_new((GDestroyNotify)lo_primitive_free);
	m->trampolines = table_new(g_free);
	m->macros = table_new((GDestroyNotify)lo_primitive_free);
	m->slots = table_new((GDestroyNotify)lo_primitive_free);
	m->entries = table_new((GDestroyNotify)lo_entry_free);
	m->transparent = table_new(NULL);
	m->flags = table_new(NULL);
	m->shields = table_new(NULL);
	m->undo_makers = table_new(NULL);
	m->undos = table_new(NULL);
	m->last_references = table_new(NULL);
	m->zeroing = table_new(NULL);
	m->walked = table_new(NULL);
	m->counters = table_new(NULL);
	m->runs = table_new(NULL);
	m->types = table_new(NULL);
	m->keys = table_new(g_free);
	m->same = table_new(g_free);
	m->classes = table_new((GDestroyNotify)g_array_unref);
	m->names = g_string_chunk_new(1024);
	m->hash = g_checksum_new(G_CHECKSUM_SHA256);
	return m;
}

void lo_model_free(LoModel *m)
{
	if (!m)
		return;
	g_hash_table_unref(m->functions);
	g_hash_table_unref(m->prefixes);
	g_hash_table_unref(m->trampolines);
	g_hash_table_unref(m->macros);
	g_hash_table_unref(m->slots);
	g_hash_table_unref(m->entries);
	g_hash_table_unref(m->transparent);
	g_hash_table_unref(m->flags);
	g_hash_table_unref(m->shields);
	g_hash_table_unref(m->undo_makers);
	g_hash_table_unref(m->undos);
	g_hash_table_unref(m->last_references);
	g_hash_table_unref(m->zeroing);
	g_hash_table_unref(m->walked);
	g_hash_table_unref(m->counters);
	g_hash_table_unref(m->runs);
	g_hash_table_unref(m->types);
	g_hash_table_unref(m->keys);
	g_hash_table_unref(m->same);
	g_hash_table_unref(m->classes);
	g_string_chunk_free(m->names);
	g_checksum_free(m->hash);
	g_free(m);
}

/* Moves every pair of `from` to `to`, replacing. */
static void table_merge(GHashTable *to, GHashTable *from)
{
	GHashTableIter it;
	gpointer key, value;

	g_hash_table_iter_init(&it, from);
	while (g_hash_table_iter_next(&it, &key, &value)) {
		g_hash_table_iter_steal(&it);
		g_hash_table_replace(to, key, value);
	}
}

static const char *intern(LoModel *m, const char *s)
{
	return s ? g_string_chunk_insert_const(m->names, s) : NULL;
}

static void adopt_primitives(LoModel *m, GHashTable *table)
{
	GHashTableIter it;
	gpointer value;

	g_hash_table_iter_init(&it, table);
	while (g_hash_table_iter_next(&it, NULL, &value)) {
		LoPrimitive *p = value;

		p->file = intern(m, p->file);
		p->unless = intern(m, p->unless);
	}
}

static void adopt_entries(LoModel *m, GHashTable *table)
{
	GHashTableIter it;
	gpointer value;

	g_hash_table_iter_init(&it, table);
	while (g_hash_table_iter_next(&it, NULL, &value)) {
		LoEntry *e = value;

		e->file = intern(m, e->file);
	}
}

static void adopt_classes(LoModel *m, GHashTable *classes)
{
	GHashTableIter it;
	gpointer value;

	g_hash_table_iter_init(&it, classes);
	while (g_hash_table_iter_next(&it, NULL, &value)) {
		GArray *list = value;
		for (guint i = 0; i < list->len; i++) {
			LoMemberClass *c = &g_array_index(list, LoMemberClass, i);
			c->name = intern(m, c->name);
			c->through = intern(m, c->through);
			c->in = intern(m, c->in);
		}
	}
}

/* `from` has been parsed without an error: its definitions win. */
static void model_merge(LoModel *m, LoModel *from)
{
	adopt_primitives(m, from->functions);
	adopt_primitives(m, from->prefixes);
	adopt_primitives(m, from->macros);
	adopt_primitives(m, from->slots);
	adopt_entries(m, from->entries);
	table_merge(m->functions, from->functions);
	table_merge(m->prefixes, from->prefixes);
	table_merge(m->trampolines, from->trampolines);
	table_merge(m->macros, from->macros);
	table_merge(m->slots, from->slots);
	table_merge(m->entries, from->entries);
	table_merge(m->transparent, from->transparent);
	table_merge(m->flags, from->flags);
	table_merge(m->shields, from->shields);
	table_merge(m->undo_makers, from->undo_makers);
	table_merge(m->undos, from->undos);
	table_merge(m->last_references, from->last_references);
	table_merge(m->zeroing, from->zeroing);
	table_merge(m->walked, from->walked);
	table_merge(m->counters, from->counters);
	table_merge(m->runs, from->runs);
	table_merge(m->types, from->types);
	table_merge(m->keys, from->keys);
	adopt_classes(m, from->classes);
	table_merge(m->same, from->same);
	table_merge(m->classes, from->classes);
}

gboolean lo_model_add_text(LoModel *m, const char *name, const char *text, gssize len, GError **error)
{
	g_autoptr(LoModel) parsed = lo_model_new();
	gsize n = len < 0 ? strlen(text) : (gsize)len;

	if (!lo_model_parse(parsed, name, text, n, 0, error))
		return FALSE;
	/* An included file's text counts as well: it came into parsed->hash. */
	g_checksum_update(m->hash, (const guchar *)g_checksum_get_string(parsed->hash), -1);
	model_merge(m, parsed);
	return TRUE;
}

/* The text of a model, NUL-terminated; NULL and *why. */
GByteArray *lo_model_read(const char *path, const char **why)
{
	GByteArray *text = lo_read_file(path, MAX_MODEL_BYTES);

	if (!text)
		*why = errno == ENOENT ? "no such file" : errno == EFBIG ? "it is too large" : errno == EISDIR ? "it is a folder" : g_strerror(errno);
	return text;
}

gboolean lo_model_add_file(LoModel *m, const char *path, GError **error)
{
	const char *why;
	g_autoptr(GByteArray) text = lo_model_read(path, &why);

	if (text)
		return lo_model_add_text(m, path, (const char *)text->data, text->len, error);
	g_set_error(error, LO_ERROR, LO_ERROR_IO, "cannot read lock model '%s': %s", path, why);
	return FALSE;
}

gboolean lo_model_add_shipped(LoModel *m, const char *name, GError **error)
{
	g_autofree char *file = g_strconcat(name, ".model", NULL);
	gsize len;
	const char *text = lo_model_shipped_text(name, &len);

	if (!text) {
		g_set_error(error, LO_ERROR, LO_ERROR_USAGE, "no shipped lock model '%s': there are linux and pthread", name);
		return FALSE;
	}
	return lo_model_add_text(m, file, text, (gssize)len, error);
}

/* The prefixes are few: no index. */
static gconstpointer longest_prefix(GHashTable *prefixes, const char *name, gsize *len)
{
	GHashTableIter it;
	gpointer key, value;
	gconstpointer best = NULL;
	gsize best_len = 0;

	g_hash_table_iter_init(&it, prefixes);
	while (g_hash_table_iter_next(&it, &key, &value)) {
		gsize n = strlen(key);

		if (n > best_len && strncmp(name, key, n) == 0) {
			best = value;
			best_len = n;
		}
	}
	*len = best_len;
	return best;
}

const LoPrimitive *lo_model_function(const LoModel *m, const char *name)
{
	const LoPrimitive *p = g_hash_table_lookup(m->functions, name);

	gsize len;

	return p ? p : longest_prefix(m->prefixes, name, &len);
}

char *lo_model_trampoline(const LoModel *m, const char *name, const char **record)
{
	gsize len, n = strlen(name);

	*record = longest_prefix(m->trampolines, name, &len);
	if (!*record)
		return NULL;
	name += len;
	n -= len;
	while (n && g_ascii_isdigit(name[n - 1]))
		n--;
	/* numbers that __COUNTER__ may have made are no part of the name in facts */
	return n > 1 && name[n - 1] == '_' ? g_strndup(name, n - 1) : g_strdup(name);
}

const LoPrimitive *lo_model_macro(const LoModel *m, const char *name)
{
	return g_hash_table_lookup(m->macros, name);
}

static gpointer member_lookup(GHashTable *t, const char *record, const char *field)
{
	g_autofree char *key = g_strconcat(record, ".", field, NULL);

	return g_hash_table_lookup(t, key);
}

const LoEntry *lo_model_entry(const LoModel *m, const char *record, const char *field)
{
	const LoEntry *e = member_lookup(m->entries, record, field);

	return e ? e : member_lookup(m->entries, record, "*");
}

gboolean lo_model_is_flag(const LoModel *m, const char *field)
{
	return g_hash_table_contains(m->flags, field);
}

const LoPrimitive *lo_model_slot(const LoModel *m, const char *record, const char *field)
{
	return member_lookup(m->slots, record, field);
}

const GArray *lo_model_member_classes(const LoModel *m, const char *record, const char *field)
{
	return member_lookup(m->classes, record, field);
}

LoContext lo_model_counter(const LoModel *m, const char *record, const char *field)
{
	return (LoContext)GPOINTER_TO_INT(member_lookup(m->counters, record, field));
}

guint lo_model_runs(const LoModel *m, const char *record, const char *field)
{
	return GPOINTER_TO_UINT(member_lookup(m->runs, record, field));
}

gboolean lo_model_is_walked(const LoModel *m, const char *record, const char *field)
{
	return member_lookup(m->walked, record, field) || member_lookup(m->walked, record, "*");
}

guint lo_model_runs_function(const LoModel *m, const char *name)
{
	enum { LONGEST = 128 };		/* of a pattern that anybody writes; a name may have a million */
	guint bits = GPOINTER_TO_UINT(g_hash_table_lookup(m->runs, name));

	for (gsize n = MIN(strlen(name), LONGEST); !bits && n; n--) {
		g_autofree char *pattern = g_strdup_printf("%.*s*", (int)n, name);
		bits = GPOINTER_TO_UINT(g_hash_table_lookup(m->runs, pattern));
	}
	return bits;
}

gboolean lo_model_is_transparent(const LoModel *m, const char *record, const char *field)
{
	return member_lookup(m->transparent, record, field) != NULL;
}

LoLockKind lo_model_type(const LoModel *m, const char *record)
{
	return GPOINTER_TO_INT(g_hash_table_lookup(m->types, record));
}

const char *lo_model_key(const LoModel *m, const char *variable)
{
	return g_hash_table_lookup(m->keys, variable);
}

const char *lo_model_same(const LoModel *m, const char *variable)
{
	return g_hash_table_lookup(m->same, variable);
}

gboolean lo_model_shields(const LoModel *m, const char *pseudo, const char *class_name)
{
	g_autofree char *key = class_name ? g_strconcat(pseudo, " ", class_name, NULL) : g_strdup(pseudo);

	return g_hash_table_contains(m->shields, key);
}

gboolean lo_model_is_undone(const LoModel *m, const char *maker)
{
	return g_hash_table_contains(m->undo_makers, maker);
}

gboolean lo_model_undoes(const LoModel *m, const char *function, const char *maker, const char *class_name)
{
	g_autofree char *key = g_strjoin(" ", function, maker, class_name, NULL);

	return g_hash_table_contains(m->undos, key);
}

gboolean lo_model_is_zeroing(const LoModel *m, const char *function)
{
	return g_hash_table_contains(m->zeroing, function);
}

gboolean lo_model_is_last_reference(const LoModel *m, const char *function)
{
	return g_hash_table_contains(m->last_references, function);
}

static int compare_strings(gconstpointer a, gconstpointer b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

char **lo_model_names(const LoModel *m)
{
	GPtrArray *names = g_ptr_array_new();
	GHashTableIter it;
	gpointer key;

	g_hash_table_iter_init(&it, m->functions);
	while (g_hash_table_iter_next(&it, &key, NULL))
		g_ptr_array_add(names, g_strdup(key));
	g_ptr_array_sort(names, compare_strings);
	g_ptr_array_add(names, NULL);
	return (char **)g_ptr_array_free(names, FALSE);
}

char *lo_model_hash(const LoModel *m)
{
	g_autoptr(GChecksum) copy = g_checksum_copy(m->hash);

	return g_strdup(g_checksum_get_string(copy));
}
