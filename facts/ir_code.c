/*
 * The stored form of functions and units: a version byte, then varints (LEB128,
 * signed ones zigzag) and strings.  A block carries its instructions, an
 * instruction its arguments, so that the ranges in LoFunc cannot disagree.
 */
#include "facts/ir.h"
#include "common/error.h"

#include <string.h>

#define FUNC_VERSION 1
#define UNIT_VERSION 1

/* ---- writing ---- */

static void put_u64(GByteArray *out, guint64 v)
{
	guint8 buf[10];
	guint n = 0;

	do {
		buf[n] = (guint8)(v & 0x7f);
		v >>= 7;
		if (v)
			buf[n] |= 0x80;
		n++;
	} while (v);
	g_byte_array_append(out, buf, n);
}

static void put_i64(GByteArray *out, gint64 v)
{
	put_u64(out, (guint64)v << 1 ^ (v < 0 ? G_MAXUINT64 : 0));
}

/* LO_NO_TERM becomes 0. */
static void put_opt(GByteArray *out, LoTermId t)
{
	put_u64(out, t == LO_NO_TERM ? 0 : (guint64)t + 1);
}

static void put_slot(GByteArray *out, gint32 slot)
{
	put_u64(out, (guint64)slot + 1);
}

static void put_strings(GByteArray *out, const LoFunc *f)
{
	gsize total = 0;

	for (guint i = 1; i < f->strings->len; i++)
		total += strlen(lo_func_str(f, i)) + 1;
	put_u64(out, total);
	for (guint i = 1; i < f->strings->len; i++)
		g_byte_array_append(out, (const guint8 *)lo_func_str(f, i), strlen(lo_func_str(f, i)) + 1);
}

static void put_head(GByteArray *out, const LoFunc *f)
{
	const guint64 head[] = { f->name, f->scope, f->file, f->sig, f->line, f->end_line,
				 f->flags, f->n_params, f->ret_type };

	for (guint i = 0; i < G_N_ELEMENTS(head); i++)
		put_u64(out, head[i]);
}

static void put_syms(GByteArray *out, const GArray *a)
{
	put_u64(out, a->len);
	for (guint i = 0; i < a->len; i++) {
		const LoSym *s = &LO_AT(a, LoSym, i);
		put_u64(out, s->name);
		put_u64(out, s->scope);
		put_u64(out, s->type);
	}
}

static void put_fields(GByteArray *out, const GArray *a)
{
	put_u64(out, a->len);
	for (guint i = 0; i < a->len; i++) {
		const LoField *f = &LO_AT(a, LoField, i);
		put_u64(out, f->record);
		put_u64(out, f->name);
		put_u64(out, f->type);
	}
}

static void put_locals(GByteArray *out, const GArray *a)
{
	put_u64(out, a->len);
	for (guint i = 0; i < a->len; i++) {
		put_u64(out, LO_AT(a, LoLocal, i).name);
		put_u64(out, LO_AT(a, LoLocal, i).type);
	}
}

static void put_term(GByteArray *out, const LoTerm *t)
{
	g_byte_array_append(out, &t->kind, 1);
	switch ((LoTermKind)t->kind) {
	case LO_TERM_UNKNOWN:
	case LO_TERM__N:
		break;
	case LO_TERM_CONST:
		put_i64(out, t->k);
		break;
	case LO_TERM_STRING:
	case LO_TERM_LOCAL:
	case LO_TERM_LOCAL_ADDR:
	case LO_TERM_GLOBAL:
	case LO_TERM_FUNC:
	case LO_TERM_LOAD:
	case LO_TERM_NOT:
		put_u64(out, t->a);
		break;
	case LO_TERM_FIELD:
	case LO_TERM_CONTAINER:
		put_u64(out, t->a);
		put_u64(out, t->b);
		break;
	case LO_TERM_INDEX:
		put_u64(out, t->a);
		put_opt(out, t->b);
		break;
	case LO_TERM_BINOP:
		g_byte_array_append(out, &t->op, 1);
		put_u64(out, t->a);
		put_u64(out, t->b);
		break;
	}
}

static void put_call(GByteArray *out, const LoFunc *f, const LoInstr *i)
{
	put_u64(out, i->flags);
	put_slot(out, i->slot);
	put_u64(out, i->addr);
	put_u64(out, i->text);
	put_u64(out, i->sig);
	put_u64(out, i->n_args);
	for (guint32 n = 0; n < i->n_args; n++)
		put_u64(out, LO_AT(f->args, LoTermId, i->first_arg + n));
}

static void put_instr(GByteArray *out, const LoFunc *f, const LoInstr *i)
{
	g_byte_array_append(out, &i->kind, 1);
	put_i64(out, (gint64)i->line - f->line);
	switch ((LoInstrKind)i->kind) {
	case LO_INSTR_SET:
		put_slot(out, i->slot);
		put_u64(out, i->value);
		break;
	case LO_INSTR_STORE:
		put_u64(out, i->addr);
		put_u64(out, i->value);
		put_u64(out, i->text);
		break;
	case LO_INSTR_CALL:
		put_call(out, f, i);
		break;
	case LO_INSTR_ASM_GOTO:
		break;
	}
}

static void put_exit(GByteArray *out, const LoFunc *f, const LoBlock *b)
{
	g_byte_array_append(out, &b->exit, 1);
	put_i64(out, (gint64)b->line - f->line);
	put_opt(out, b->cond);
	put_u64(out, b->n_targets);
	for (guint32 i = 0; i < b->n_targets; i++)
		put_u64(out, LO_AT(f->targets, guint32, b->first_target + i));
	for (guint32 i = 0; b->exit == LO_EXIT_SWITCH && i + 1 < b->n_targets; i++) {
		put_i64(out, LO_AT(f->cases, LoCase, b->first_case + i).lo);
		put_i64(out, LO_AT(f->cases, LoCase, b->first_case + i).hi);
	}
}

GBytes *lo_func_encode(const LoFunc *f)
{
	GByteArray *out = g_byte_array_sized_new(512);
	const guint8 version = FUNC_VERSION;

	g_byte_array_append(out, &version, 1);
	put_strings(out, f);
	put_head(out, f);
	put_syms(out, f->syms);
	put_fields(out, f->fields);
	put_locals(out, f->locals);
	put_u64(out, f->terms->len);
	for (guint i = 0; i < f->terms->len; i++)
		put_term(out, &LO_AT(f->terms, LoTerm, i));
	put_u64(out, f->blocks->len);
	for (guint i = 0; i < f->blocks->len; i++) {
		const LoBlock *b = &LO_AT(f->blocks, LoBlock, i);
		put_u64(out, b->n_instrs);
		for (guint32 n = 0; n < b->n_instrs; n++)
			put_instr(out, f, &LO_AT(f->instrs, LoInstr, b->first_instr + n));
		put_exit(out, f, b);
	}
	return g_byte_array_free_to_bytes(out);
}

/* ---- reading ---- */

/* Reading goes on after a mistake with zeros, so that only the end checks `bad`;
 * every loop is bounded by `left`, which a mistake sets to 0. */
typedef struct {
	const guint8 *p;
	gsize left;
	const char *bad;	/* the first mistake */
} Reader;

static guint64 fail(Reader *r, const char *what)
{
	if (!r->bad)
		r->bad = what;
	r->left = 0;
	return 0;
}

static guint8 get_byte(Reader *r)
{
	if (!r->left)
		return (guint8)fail(r, "truncated");
	r->left--;
	return *r->p++;
}

static guint64 get_u64(Reader *r)
{
	guint64 v = 0;

	for (guint shift = 0; shift < 64; shift += 7) {
		guint8 byte = get_byte(r);
		if (shift == 63 && byte > 1)
			break;
		v |= (guint64)(byte & 0x7f) << shift;
		if (!(byte & 0x80))
			return byte == 0 && shift ? fail(r, "padded number") : v;
	}
	return fail(r, "number too long");
}

static gint64 get_i64(Reader *r)
{
	guint64 v = get_u64(r);

	return (gint64)(v >> 1 ^ (v & 1 ? G_MAXUINT64 : 0));
}

static guint32 get_below(Reader *r, guint64 end, const char *what)
{
	guint64 v = get_u64(r);

	return v < end ? (guint32)v : (guint32)fail(r, what);
}

static guint32 get_u32(Reader *r)
{
	return get_below(r, G_MAXUINT32, "number out of range");
}

/* How many elements follow, each of which takes at least `min_size` bytes: no allocation beyond the input. */
static guint32 get_count(Reader *r, gsize min_size)
{
	guint64 n = get_u64(r);

	return n <= r->left / min_size && n < G_MAXINT32 ? (guint32)n : (guint32)fail(r, "count beyond the end");
}

static guint32 get_line(Reader *r, const LoFunc *f)
{
	gint64 delta = get_i64(r), line;

	if (__builtin_add_overflow(delta, (gint64)f->line, &line) || line < 0 || line >= G_MAXUINT32)
		return (guint32)fail(r, "line out of range");
	return (guint32)line;
}

static LoStrId get_str(Reader *r, const LoFunc *f)
{
	return get_below(r, f->strings->len, "string out of range");
}

static LoTermId get_term(Reader *r, const LoFunc *f)
{
	return get_below(r, f->terms->len, "term out of range");
}

static LoTermId get_opt_term(Reader *r, const LoFunc *f)
{
	guint32 v = get_below(r, (guint64)f->terms->len + 1, "term out of range");

	return v ? v - 1 : LO_NO_TERM;
}

static gint32 get_slot(Reader *r, const LoFunc *f)
{
	return (gint32)get_below(r, (guint64)f->locals->len + 1, "slot out of range") - 1;
}

static void get_strings(Reader *r, LoFunc *f)
{
	gsize total = get_count(r, 1);

	if (!total)
		return;
	if (r->p[total - 1]) {
		fail(r, "strings not terminated");
		return;
	}
	f->string_block = g_memdup2(r->p, total);
	for (char *s = f->string_block, *end = s + total; s < end; s += strlen(s) + 1)
		g_ptr_array_add(f->strings, s);
	r->p += total;
	r->left -= total;
}

static void get_head(Reader *r, LoFunc *f)
{
	f->name = get_str(r, f);
	f->scope = get_str(r, f);
	f->file = get_str(r, f);
	f->sig = get_str(r, f);
	f->line = get_u32(r);
	f->end_line = get_u32(r);
	f->flags = get_u32(r);
	f->n_params = get_u32(r);
	f->ret_type = get_str(r, f);
}

static void get_syms(Reader *r, LoFunc *f)
{
	guint32 n = get_count(r, 3);

	g_array_set_size(f->syms, n);
	for (guint32 i = 0; i < n; i++) {
		LoSym *s = &LO_AT(f->syms, LoSym, i);
		s->name = get_str(r, f);
		s->scope = get_str(r, f);
		s->type = get_str(r, f);
	}
}

static void get_fields(Reader *r, LoFunc *f)
{
	guint32 n = get_count(r, 3);

	g_array_set_size(f->fields, n);
	for (guint32 i = 0; i < n; i++) {
		LoField *m = &LO_AT(f->fields, LoField, i);
		m->record = get_str(r, f);
		m->name = get_str(r, f);
		m->type = get_str(r, f);
	}
}

static void get_locals(Reader *r, LoFunc *f)
{
	guint32 n = get_count(r, 2);

	g_array_set_size(f->locals, n);
	for (guint32 i = 0; i < n; i++) {
		LoLocal *l = &LO_AT(f->locals, LoLocal, i);
		l->name = get_str(r, f);
		l->type = get_str(r, f);
	}
	if (f->n_params > n)
		fail(r, "more parameters than locals");
}

/* Operands precede their users: that is what makes every walk over terms end. */
static LoTerm get_term_def(Reader *r, const LoFunc *f, guint32 self)
{
	LoTerm t = { .kind = get_byte(r) };
	guint32 opt;

	switch ((LoTermKind)t.kind) {
	case LO_TERM_UNKNOWN:
		break;
	case LO_TERM_CONST:
		t.k = get_i64(r);
		break;
	case LO_TERM_STRING:
		t.a = get_str(r, f);
		break;
	case LO_TERM_LOCAL:
	case LO_TERM_LOCAL_ADDR:
		t.a = get_below(r, f->locals->len, "local out of range");
		break;
	case LO_TERM_GLOBAL:
	case LO_TERM_FUNC:
		t.a = get_below(r, f->syms->len, "symbol out of range");
		break;
	case LO_TERM_LOAD:
	case LO_TERM_NOT:
		t.a = get_below(r, self, "operand does not precede its user");
		break;
	case LO_TERM_FIELD:
	case LO_TERM_CONTAINER:
		t.a = get_below(r, self, "operand does not precede its user");
		t.b = get_below(r, f->fields->len, "member out of range");
		break;
	case LO_TERM_INDEX:
		t.a = get_below(r, self, "operand does not precede its user");
		opt = get_below(r, (guint64)self + 1, "operand does not precede its user");
		t.b = opt ? opt - 1 : LO_NO_TERM;
		break;
	case LO_TERM_BINOP:
		t.op = get_byte(r);
		t.a = get_below(r, self, "operand does not precede its user");
		t.b = get_below(r, self, "operand does not precede its user");
		if (t.op > LO_BINOP_REM)
			fail(r, "unknown operator");
		break;
	case LO_TERM__N:
	default:
		fail(r, "unknown term");
	}
	return t;
}

static void get_terms(Reader *r, LoFunc *f)
{
	guint32 n = get_count(r, 1);

	g_array_set_size(f->terms, n);
	for (guint32 i = 0; i < n; i++)
		LO_AT(f->terms, LoTerm, i) = get_term_def(r, f, i);
}

static void get_call(Reader *r, LoFunc *f, LoInstr *i)
{
	i->flags = (guint8)get_below(r, 0x100, "unknown flags");
	i->slot = get_slot(r, f);
	i->addr = get_term(r, f);
	i->text = get_str(r, f);
	i->sig = get_str(r, f);
	i->first_arg = f->args->len;
	i->n_args = get_count(r, 1);
	g_array_set_size(f->args, i->first_arg + i->n_args);
	for (guint32 n = 0; n < i->n_args; n++)
		LO_AT(f->args, LoTermId, i->first_arg + n) = get_term(r, f);
}

static LoInstr get_instr(Reader *r, LoFunc *f)
{
	LoInstr i = { .kind = get_byte(r), .slot = LO_NO_SLOT, .addr = LO_NO_TERM, .value = LO_NO_TERM };

	i.line = get_line(r, f);
	switch ((LoInstrKind)i.kind) {
	case LO_INSTR_SET:
		i.slot = get_slot(r, f);
		i.value = get_term(r, f);
		if (i.slot == LO_NO_SLOT)
			fail(r, "assignment to no slot");
		break;
	case LO_INSTR_STORE:
		i.addr = get_term(r, f);
		i.value = get_term(r, f);
		i.text = get_str(r, f);
		break;
	case LO_INSTR_CALL:
		get_call(r, f, &i);
		break;
	case LO_INSTR_ASM_GOTO:
		break;
	default:
		fail(r, "unknown instruction");
	}
	return i;
}

static gboolean exit_is_sound(const LoBlock *b)
{
	switch ((LoExitKind)b->exit) {
	case LO_EXIT_JUMP: return b->n_targets == 1 && b->cond == LO_NO_TERM;
	case LO_EXIT_BRANCH: return b->n_targets == 2 && b->cond != LO_NO_TERM;
	case LO_EXIT_SWITCH: return b->n_targets >= 1 && b->cond != LO_NO_TERM;
	case LO_EXIT_CHOICE: return b->n_targets >= 1 && b->cond == LO_NO_TERM;
	case LO_EXIT_RETURN: return b->n_targets == 0;
	case LO_EXIT_NONE: return b->n_targets == 0 && b->cond == LO_NO_TERM;
	}
	return FALSE;
}

static LoCase get_case(Reader *r)
{
	LoCase c;

	c.lo = get_i64(r);
	c.hi = get_i64(r);
	if (c.lo > c.hi)
		fail(r, "empty case range");
	return c;
}

static void get_exit(Reader *r, LoFunc *f, LoBlock *b)
{
	b->exit = get_byte(r);
	b->line = get_line(r, f);
	b->cond = get_opt_term(r, f);
	b->first_target = f->targets->len;
	b->first_case = f->cases->len;
	b->n_targets = get_count(r, 1);
	if (!r->bad && !exit_is_sound(b))
		fail(r, "malformed exit of a block");
	for (guint32 i = 0; i < b->n_targets; i++) {
		guint32 target = get_below(r, f->blocks->len, "target out of range");
		g_array_append_val(f->targets, target);
	}
	for (guint32 i = 0; b->exit == LO_EXIT_SWITCH && i + 1 < b->n_targets; i++) {
		LoCase c = get_case(r);
		g_array_append_val(f->cases, c);
	}
}

static void get_blocks(Reader *r, LoFunc *f)
{
	guint32 n = get_count(r, 4);

	if (!n)
		fail(r, "no blocks");
	g_array_set_size(f->blocks, n);
	for (guint32 i = 0; i < n && !r->bad; i++) {
		LoBlock b = { .first_instr = f->instrs->len };
		b.n_instrs = get_count(r, 2);
		for (guint32 k = 0; k < b.n_instrs && !r->bad; k++) {
			LoInstr instr = get_instr(r, f);
			g_array_append_val(f->instrs, instr);
		}
		get_exit(r, f, &b);
		LO_AT(f->blocks, LoBlock, i) = b;
	}
}

/* As lo_func_new(), but the strings belong to string_block. */
static LoFunc *new_decoded(void)
{
	LoFunc *f = lo_func_new();

	g_ptr_array_set_size(f->strings, 0);
	g_ptr_array_set_free_func(f->strings, NULL);
	g_ptr_array_add(f->strings, (char *)"");
	return f;
}

LoFunc *lo_func_decode(const guint8 *data, gsize len, GError **error)
{
	Reader r = { data, len, NULL };
	g_autoptr(LoFunc) f = new_decoded();

	if (get_byte(&r) != FUNC_VERSION)
		fail(&r, "unknown version");
	get_strings(&r, f);
	get_head(&r, f);
	get_syms(&r, f);
	get_fields(&r, f);
	get_locals(&r, f);
	get_terms(&r, f);
	get_blocks(&r, f);
	if (r.left)
		fail(&r, "bytes after the end");
	if (r.bad) {
		g_set_error(error, LO_ERROR, LO_ERROR_DB, "malformed function body: %s", r.bad);
		return NULL;
	}
	return g_steal_pointer(&f);
}

/* ---- units ---- */

static void put_bytes(GByteArray *out, gconstpointer data, gsize len)
{
	put_u64(out, len);
	g_byte_array_append(out, data, (guint)len);
}

static void put_texts(GByteArray *out, const GPtrArray *texts)
{
	put_u64(out, texts->len);
	for (guint i = 0; i < texts->len; i++)
		put_bytes(out, g_ptr_array_index(texts, i), strlen(g_ptr_array_index(texts, i)));
}

static void put_bodies(GByteArray *out, const GPtrArray *funcs)
{
	put_u64(out, funcs->len);
	for (guint i = 0; i < funcs->len; i++) {
		g_autoptr(GBytes) code = lo_func_encode(g_ptr_array_index(funcs, i));
		put_bytes(out, g_bytes_get_data(code, NULL), g_bytes_get_size(code));
	}
}

GBytes *lo_unit_encode(const LoUnit *u)
{
	GByteArray *out = g_byte_array_sized_new(1 << 16);
	const guint8 version = UNIT_VERSION;

	g_byte_array_append(out, &version, 1);
	put_bytes(out, u->source, strlen(u->source));
	put_bodies(out, u->funcs);
	put_bodies(out, u->globals);
	put_texts(out, u->deps);
	put_texts(out, u->notes);
	return g_byte_array_free_to_bytes(out);
}

static const guint8 *get_bytes(Reader *r, gsize *len)
{
	const guint8 *start;

	*len = get_count(r, 1);
	start = r->p;
	r->p += *len;
	r->left -= *len;
	return start;
}

static char *get_text(Reader *r)
{
	gsize len;
	const guint8 *data = get_bytes(r, &len);

	if (memchr(data, 0, len))
		fail(r, "zero byte in a text");
	return r->bad ? NULL : g_strndup((const char *)data, len);
}

static void get_texts(Reader *r, GPtrArray *texts)
{
	guint32 n = get_count(r, 1);

	for (guint32 i = 0; i < n && !r->bad; i++) {
		char *text = get_text(r);
		if (text)
			g_ptr_array_add(texts, text);
	}
}

static GPtrArray *get_bodies(Reader *r, GPtrArray *funcs, GError **error)
{
	g_autoptr(GPtrArray) code = g_ptr_array_new_with_free_func((GDestroyNotify)g_bytes_unref);
	guint32 n = get_count(r, 1);

	for (guint32 i = 0; i < n && !r->bad; i++) {
		gsize len;
		const guint8 *data = get_bytes(r, &len);
		LoFunc *f = r->bad ? NULL : lo_func_decode(data, len, error);
		if (!f) {
			fail(r, "malformed function body");
			break;
		}
		g_ptr_array_add(funcs, f);
		g_ptr_array_add(code, g_bytes_new(data, len));
	}
	return g_steal_pointer(&code);
}

LoUnit *lo_unit_decode(const guint8 *data, gsize len, GError **error)
{
	Reader r = { data, len, NULL };
	g_autoptr(LoUnit) u = lo_unit_new(NULL);
	g_autoptr(GError) inner = NULL;

	if (get_byte(&r) != UNIT_VERSION)
		fail(&r, "unknown version");
	u->source = get_text(&r);
	u->func_code = get_bodies(&r, u->funcs, &inner);
	u->global_code = get_bodies(&r, u->globals, inner ? NULL : &inner);
	get_texts(&r, u->deps);
	get_texts(&r, u->notes);
	if (r.left)
		fail(&r, "bytes after the end");
	if (r.bad) {
		g_set_error(error, LO_ERROR, LO_ERROR_INPUT, "malformed unit from a worker: %s",
			    inner ? inner->message : r.bad);
		return NULL;
	}
	return g_steal_pointer(&u);
}
