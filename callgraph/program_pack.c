#include "callgraph/program_pack.h"

#include <string.h>

/* ---- names: each once, told apart by address, since the program keeps one of each ---- */

typedef struct {
	GByteArray *text;
	GHashTable *ids;	/* const char * -> position in text + 1 */
	GByteArray *rows;
} Packer;

static void put_name(Packer *k, const char *s)
{
	gpointer known = g_hash_table_lookup(k->ids, s);

	if (!known) {
		known = GUINT_TO_POINTER(k->text->len + 1);
		g_hash_table_insert(k->ids, (gpointer)s, known);
		g_byte_array_append(k->text, (const guint8 *)s, (guint)strlen(s) + 1);
	}
	lo_pack_u32(k->rows, GPOINTER_TO_UINT(known) - 1);
}

static void put_functions(Packer *k, const LoProgram *p)
{
	lo_pack_u32(k->rows, p->fns->len);
	for (guint i = 0; i < p->fns->len; i++) {
		const LoFn *fn = lo_program_fn(p, i);
		put_name(k, fn->name);
		put_name(k, fn->scope);
		put_name(k, fn->file);
		lo_pack_u32(k->rows, fn->flags);
	}
}

static void put_variables(Packer *k, const LoProgram *p)
{
	lo_pack_u32(k->rows, p->vars->len);
	for (guint i = 0; i < p->vars->len; i++) {
		const LoVar *v = lo_program_var(p, i);
		put_name(k, v->name);
		put_name(k, v->scope);
		put_name(k, v->type);
		put_name(k, v->file);
		put_name(k, v->text);
		lo_pack_u32(k->rows, v->line);
	}
}

static void put_fields(Packer *k, const LoProgram *p)
{
	lo_pack_u32(k->rows, p->fields->len);
	for (guint i = 0; i < p->fields->len; i++) {
		const LoFieldInfo *f = lo_program_field(p, i);
		put_name(k, f->record);
		put_name(k, f->name);
		put_name(k, f->type);
	}
}

void lo_program_pack(const LoProgram *p, GByteArray *out)
{
	Packer k = { g_byte_array_new(), g_hash_table_new(NULL, NULL), g_byte_array_new() };

	put_functions(&k, p);
	put_variables(&k, p);
	put_fields(&k, p);
	lo_pack_data(out, k.text->data, k.text->len);
	lo_pack_data(out, k.rows->data, k.rows->len);
	g_byte_array_unref(k.text);
	g_hash_table_unref(k.ids);
	g_byte_array_unref(k.rows);
}

/* ---- back ---- */

typedef struct {
	LoProgram *p;
	const char *text;
	gsize len;
	GHashTable *names;	/* position in text -> const char * */
	LoUnpacker *rows;
} Reader;

static const char *take_name(Reader *r)
{
	guint32 at = lo_unpack_u32(r->rows);

	if (at >= r->len || r->rows->bad) {
		r->rows->bad = TRUE;
		return "";
	}
	const char *known = g_hash_table_lookup(r->names, GUINT_TO_POINTER(at));
	if (!known) {
		known = lo_program_intern_name(r->p, r->text + at);
		g_hash_table_insert(r->names, GUINT_TO_POINTER(at), (gpointer)known);
	}
	return known;
}

/* Two of one name would be one, and all ids after them wrong. */
static void expect_id(Reader *r, guint32 id, guint32 want)
{
	r->rows->bad |= id != want;
}

static void take_functions(Reader *r)
{
	guint32 n = lo_unpack_u32(r->rows);

	for (guint32 i = 0; i < n && !r->rows->bad; i++) {
		const char *name = take_name(r), *scope = take_name(r), *file = take_name(r);
		expect_id(r, lo_program_intern_fn(r->p, name, scope), i);
		if (r->rows->bad)
			return;
		lo_program_fn(r->p, i)->file = file;
		lo_program_fn(r->p, i)->flags = lo_unpack_u32(r->rows);
	}
}

static void take_variables(Reader *r)
{
	guint32 n = lo_unpack_u32(r->rows);

	for (guint32 i = 0; i < n && !r->rows->bad; i++) {
		const char *name = take_name(r), *scope = take_name(r), *type = take_name(r);
		expect_id(r, lo_program_intern_var(r->p, name, scope, type), i);
		if (r->rows->bad)
			return;
		LoVar *v = lo_program_var(r->p, i);
		v->file = take_name(r);
		v->text = take_name(r);
		v->line = lo_unpack_u32(r->rows);
		if (*v->file)
			lo_program_index_static(r->p, i);
	}
}

static void take_fields(Reader *r)
{
	guint32 n = lo_unpack_u32(r->rows);

	for (guint32 i = 0; i < n && !r->rows->bad; i++) {
		const char *record = take_name(r), *name = take_name(r), *type = take_name(r);
		expect_id(r, lo_program_intern_field(r->p, record, name, type), i);
	}
}

LoProgram *lo_program_unpack(LoUnpacker *u)
{
	gsize n_rows;
	LoUnpacker rows = { 0 };
	Reader r = { .p = lo_program_new(), .names = g_hash_table_new(NULL, NULL), .rows = &rows };

	r.text = lo_unpack_data(u, &r.len);
	rows.p = lo_unpack_data(u, &n_rows);
	rows.end = rows.p + n_rows;
	rows.bad = u->bad || !r.len || r.text[r.len - 1];
	take_functions(&r);
	take_variables(&r);
	take_fields(&r);
	u->bad |= rows.bad;
	g_hash_table_unref(r.names);
	return r.p;
}
