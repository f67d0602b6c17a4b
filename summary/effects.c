/* What a modelled function does to the state: lockmodel's effects. */
#include "summary/interp.h"
#include "summary/misuse.h"
#include "summary/running.h"

#include <stdio.h>
#include <string.h>

#define MAX_REGS 256	/* of one function */

/* "int (struct rq *, unsigned long)": the record that parameter i points to, or "". */
static char *record_in_signature(const char *sig, guint i)
{
	const char *p = strchr(sig, '(');

	for (p = p ? p + 1 : NULL; p && i; i--) {
		p = strchr(p, ',');
		p = p ? p + 1 : NULL;
	}
	p = p ? strstr(p, "struct ") : NULL;
	if (!p)
		return g_strdup("");
	p += strlen("struct ");
	return g_strndup(p, strspn(p, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789"));
}

static const char *strip_type(const char *type)
{
	return type + strspn(type, "*[]");
}

/* The record that argument i of the callee points to. */
static char *param_record(LoCallSite *c, guint i)
{
	const LoFn *callee = c->callee != LO_NO_ID ? lo_program_fn(c->run->program, c->callee) : NULL;

	if (callee && callee->ir && i < callee->ir->n_params) {
		const LoLocal *l = &LO_AT(callee->ir->locals, LoLocal, i);
		return g_strdup(strip_type(lo_func_str(callee->ir, l->type)));
	}
	const LoFunc *ir = c->run->body->ir;
	if (LO_AT(ir->terms, LoTerm, c->in->addr).kind != LO_TERM_FUNC)
		return g_strdup("");
	const LoSym *sym = &LO_AT(ir->syms, LoSym, LO_AT(ir->terms, LoTerm, c->in->addr).a);
	return record_in_signature(lo_func_str(ir, sym->type), i);
}

static LoVal place_root(LoCallSite *c, const LoPlace *pl, LoVal ret, char **record)
{
	LoVals *vals = c->run->vals;

	*record = NULL;
	switch (pl->root) {
	case LO_PLACE_ARG:
		if (pl->steps && pl->steps->len)
			*record = param_record(c, pl->arg);
		return pl->arg < c->n_args ? c->args[pl->arg] : LO_VAL_NONE;
	case LO_PLACE_RET: return ret;
	case LO_PLACE_GLOBAL: {
		LoVarId id = lo_program_find_global(c->run->program, pl->name);
		if (id == LO_NO_ID)
			id = lo_program_intern_var(c->run->program, pl->name, "", "");
		*record = g_strdup(strip_type(lo_program_var(c->run->program, id)->type));
		return lo_val_var(vals, id);
	}
	case LO_PLACE_PSEUDO: return lo_val_pseudo(vals, pl->name);
	case LO_PLACE_ANY:
		*record = g_strdup(pl->name);
		return LO_VAL_NONE;
	case LO_PLACE_SYMBOL: {
		const char *name = pl->arg < c->n_args ? lo_val_get_str(vals, c->args[pl->arg]) : NULL;
		LoFnId fn = name ? lo_program_find_fn(c->run->program, name, "") : LO_NO_ID;
		return fn != LO_NO_ID ? lo_val_fn(vals, fn) : LO_VAL_NONE;
	}
	case LO_PLACE_OBJECT:
	case LO_PLACE_NONE: break;
	}
	return LO_VAL_NONE;
}

static LoVal place_value(LoCallSite *c, const LoPlace *pl, LoVal ret)
{
	g_autofree char *record = NULL;
	LoVals *vals = c->run->vals;
	LoVal v = place_root(c, pl, ret, &record);

	for (guint i = 0; pl->steps && i < pl->steps->len; i++) {
		const LoPlaceStep *step = &LO_AT(pl->steps, LoPlaceStep, i);
		const char *in = step->record && *step->record ? step->record : record ? record : "";
		LoFieldId f = lo_program_intern_field(c->run->program, in, step->field, "");
		if (step->load) {
			LoVal m = lo_state_get_mem(c->s, v);
			v = m ? m : lo_val_load(vals, v);
		}
		v = lo_val_field(vals, v, f);
		g_free(record);
		record = g_strdup(strip_type(lo_program_field(c->run->program, f)->type));
	}
	return v;
}

/* Argument n of the macro invocation as written: `mutex_init(&s->lock)`, 0. */
static char *macro_argument(const char *text, int n)
{
	const char *p = strchr(text, '(');
	int depth = 0;

	if (!p)
		return NULL;
	const char *start = ++p;
	for (; *p; p++) {
		if (*p == '(' || *p == '[')
			depth++;
		else if (depth && (*p == ')' || *p == ']'))
			depth--;
		else if (!depth && (*p == ',' || *p == ')')) {
			if (!n--)
				return g_strstrip(g_strndup(start, p - start));
			start = p + 1;
		}
	}
	return NULL;
}

/* The text of printf arguments is known where they are string constants; other directives stay. */
static void expand_format(LoCallSite *c, GString *out, guint fmt, guint next)
{
	const char *f = fmt < c->n_args ? lo_val_get_str(c->run->vals, c->args[fmt]) : NULL;

	for (; f && *f; f++) {
		if (*f != '%') {
			g_string_append_c(out, *f);
			continue;
		}
		gsize len = 1 + strspn(f + 1, "-+ #0123456789.lhzjt");
		const char *arg = f[len] == 's' && next < c->n_args ? lo_val_get_str(c->run->vals, c->args[next]) : NULL;
		if (arg)
			g_string_append(out, arg);
		else
			g_string_append_len(out, f, f[len] ? len + 1 : len);
		next += f[len] != '%';
		f += f[len] ? len : len - 1;
	}
}

/* A string, or the name of the variable whose address it is. */
static const char *word_of(LoCallSite *c, LoVal v)
{
	const LoValue *x = lo_val(c->run->vals, v);

	return x->kind == LO_V_VAR ? lo_program_var(c->run->program, x->a)->name : lo_val_get_str(c->run->vals, v);
}

/* {argN}, {textN} and {fmtN,M} replaced; NULL where one is not known. */
static char *expand_name(LoCallSite *c, const char *pattern)
{
	GString *out = g_string_new(NULL);
	gboolean known = TRUE;

	while (*pattern && known) {
		guint n = 0, m = 0;
		int len = 0;
		const char *close = *pattern == '{' ? strchr(pattern, '}') : NULL;
		if (close && sscanf(pattern, "{fmt%u,%u}%n", &n, &m, &len) == 2 && len) {
			known = n < c->n_args && lo_val_get_str(c->run->vals, c->args[n]);
			expand_format(c, out, n, m);
		} else if (close && sscanf(pattern, "{arg%u}%n", &n, &len) == 1 && len) {
			const char *arg = n < c->n_args ? word_of(c, c->args[n]) : NULL;
			g_string_append(out, arg ? arg : "");
			known = arg != NULL;
		} else if (close && sscanf(pattern, "{text%u}%n", &n, &len) == 1 && len) {
			g_autofree char *arg = macro_argument(lo_func_str(c->run->body->ir, c->in->text), n);
			g_string_append(out, arg ? arg : "");
			known = arg != NULL;
		} else {
			g_string_append_c(out, *pattern);
			len = 1;
		}
		pattern += len;
	}
	if (known)
		return g_string_free(out, FALSE);
	g_string_free(out, TRUE);
	return NULL;
}

static LoVal name_value(LoCallSite *c, const LoEffect *e)
{
	const LoFunc *ir = c->run->body->ir;

	switch (e->name_from) {
	case LO_NAME_ARG: return e->name_arg >= 0 && (guint)e->name_arg < c->n_args ? c->args[e->name_arg] : LO_VAL_NONE;
	case LO_NAME_LITERAL: {
		g_autofree char *name = expand_name(c, e->name);
		return name ? lo_val_str(c->run->vals, name) : LO_VAL_NONE;
	}
	case LO_NAME_TEXT: {
		g_autofree char *arg = macro_argument(lo_func_str(ir, c->in->text), e->name_arg);
		return arg ? lo_val_str(c->run->vals, arg) : LO_VAL_NONE;
	}
	case LO_NAME_DEFAULT: break;
	}
	return LO_VAL_NONE;
}

/* An annotation copied to the stack stands for the one that it was copied from: that may be gone by then. */
static LoVal copied_from(LoCallSite *c, LoVal lock)
{
	LoVal from = lo_val(c->run->vals, lock)->kind == LO_V_LOCAL ? lo_state_get_mem(c->s, lock) : LO_VAL_NONE;

	return from ? from : lock;
}

static LoVal lock_of(LoCallSite *c, const LoEffect *e, LoVal ret)
{
	LoVals *vals = c->run->vals;
	LoVal lock = copied_from(c, place_value(c, &e->place, ret));

	if (e->subclass_arg >= 0 && (guint)e->subclass_arg < c->n_args)
		lock = lo_val_sub(vals, lock, c->args[e->subclass_arg]);
	else if (e->subclass > 0)
		lock = lo_val_sub(vals, lock, lo_val_const(vals, e->subclass));
	if (e->when_arg >= 0)
		lock = lo_val_gate(vals, lock, (guint)e->when_arg < c->n_args ? c->args[e->when_arg] : LO_VAL_NONE,
				   (guint32)e->when_mask, (guint32)e->when_value);
	return lock;
}

static gboolean held_already(LoCallSite *c, LoState *s, LoVal lock)
{
	int i = lo_state_find_held(c->run->vals, s, lock);

	return i >= 0 && s->held[i].lock == lock;
}

/* An argument's constant, or `otherwise`. */
static gint64 const_arg(LoCallSite *c, gint n, gint64 otherwise)
{
	const LoValue *v = n >= 0 && (guint)n < c->n_args ? lo_val(c->run->vals, c->args[n]) : NULL;

	return v && v->kind == LO_V_CONST ? v->k : otherwise;
}

static LoHold hold_of(LoCallSite *c, const LoEffect *e)
{
	gint64 read = const_arg(c, e->read_arg, -1);

	if (read < 0)
		return e->queued && c->s && (lo_irq_bits(&c->s->irq) & (LO_IN_HARDIRQ | LO_IN_SOFTIRQ | LO_BH_OFF)) ?
			LO_HOLD_RECURSIVE : e->hold;
	return read == 0 ? LO_HOLD_EXCLUSIVE : read == 1 ? LO_HOLD_SHARED : LO_HOLD_RECURSIVE;
}

/* What a lock is a member of is no null pointer from here on. */
static void assume_object(LoCallSite *c, LoState *s, LoVal lock)
{
	LoVals *vals = c->run->vals;
	LoVal v = lo_val_base_lock(vals, lock);
	LoState *trial;

	while (lo_val(vals, v)->kind == LO_V_FIELD || lo_val(vals, v)->kind == LO_V_INDEX)
		v = lo_val(vals, v)->a;
	trial = lo_state_copy(s);
	if (lo_val(vals, v)->kind != LO_V_PSEUDO && lo_state_restrict(vals, trial, v, LO_MASK_POS))
		memcpy(s->facts, trial->facts, sizeof(s->facts)), s->n_facts = trial->n_facts;
	g_free(trial);
}

static gboolean may_sleep(LoLockKind kind)
{
	return kind == LO_LOCK_MUTEX || kind == LO_LOCK_RWSEM || kind == LO_LOCK_PERCPU_RWSEM || kind == LO_LOCK_SEMAPHORE ||
		kind == LO_LOCK_RT_MUTEX || kind == LO_LOCK_WW_MUTEX || kind == LO_LOCK_COMPLETION || kind == LO_LOCK_WORK ||
		kind == LO_LOCK_WORKQUEUE || kind == LO_LOCK_THREAD || kind == LO_LOCK_RCU;
}

/* A lock is named, not NULL, that serialises several of the class (nest=). */
static gboolean is_nested(LoCallSite *c, const LoEffect *e)
{
	if (e->nest.root == LO_PLACE_NONE)
		return FALSE;
	LoVal object = place_value(c, &e->nest, LO_VAL_NONE);
	for (const LoValue *v = lo_val(c->run->vals, object); v->kind == LO_V_FIELD; v = lo_val(c->run->vals, object))
		object = v->a;
	return lo_val(c->run->vals, object)->kind != LO_V_CONST;
}

/* A function without a body of which the model knows nothing. */
static gboolean is_quiet(const LoInstr *call, gpointer data)
{
	const LoRun *run = data;
	const LoTerm *t = &LO_AT(run->body->ir->terms, LoTerm, call->addr);
	LoFnId fn = t->kind == LO_TERM_FUNC ? run->body->fn_of_sym[t->a] : LO_NO_ID;

	return fn != LO_NO_ID && !lo_program_fn(run->program, fn)->ir && !lo_vals_primitive(run->vals, fn);
}

/* A program that tries until it gets the lock, and gives nothing back meanwhile, waits for it. */
static gboolean is_spinning(const LoCallSite *c)
{
	return c->run->careful && lo_flow_repeats(c->run->body->ir, c->instr, is_quiet, c->run);
}

static void acquire(LoCallSite *c, LoState *s, const LoEffect *e, LoVal lock)
{
	if (lock == LO_VAL_NONE && e->when_arg >= 0)
		return;
	assume_object(c, s, lock);
	lo_note_acquired(c->run, lock);
	LoHold hold = hold_of(c, e);
	gboolean try = (e->try_arg >= 0 ? const_arg(c, e->try_arg, 0) != 0 : e->try) && !(e->try && is_spinning(c));
	gboolean nocheck = e->check_arg >= 0 ? const_arg(c, e->check_arg, 1) == 0 : e->nocheck;
	LoEvent ev = { .kind = LO_EV_ACQUIRE, .hold = hold, .try = try, .lock = lock, .lock_kind = e->lock_kind,
		       .wait = e->kind == LO_EFFECT_WAIT, .reentrant = e->reentrant,
		       .nested = is_nested(c, e), .callee = LO_NO_ID, .slot = LO_NO_ID };
	LoState *saved = c->s;

	if (ev.nested)
		lo_misuse_note_nest(c, s, lock, place_value(c, &e->nest, LO_VAL_NONE));
	LoVal locks[8];
	guint n = lo_val_alternatives(c->run->vals, lock, locks);
	guint32 at = G_MAXUINT32;

	c->s = s;
	for (guint i = 0; i < n && !nocheck; i++) {
		ev.lock = locks[i];
		at = lo_record_event(c, ev);
	}
	c->s = saved;
	s->slept |= !try && e->when_arg < 0 && may_sleep(e->lock_kind);
	if (e->kind == LO_EFFECT_ACQUIRE && !held_already(c, s, lock))
		lo_state_push(s, (LoHeld){ .lock = lock, .hold = hold, .try = try, .nocheck = nocheck, .event = at });
}

static void copy_class(LoCallSite *c, LoVal to, LoVal from)
{
	if (lo_val(c->run->vals, to)->kind == LO_V_LOCAL && from)
		lo_state_set_mem(c->s, to, from);
}

static void complete(LoCallSite *c, const LoEffect *e, LoVal lock)
{
	LoVal locks[8];
	guint n = lo_val_alternatives(c->run->vals, lock, locks);

	for (guint i = 0; i < n; i++)
		lo_record_event(c, (LoEvent){ .kind = LO_EV_COMPLETE, .lock_kind = e->lock_kind, .lock = locks[i], .callee = LO_NO_ID, .slot = LO_NO_ID });
}

/* "Elsewhere, with nothing else held": the pair does not depend on this path's locks. */
static void record_order(LoCallSite *c, const LoEffect *e, LoVal ret)
{
	LoState *saved = c->s, *alone = lo_state_new(0);
	LoVal first = place_value(c, &e->place, ret), second = place_value(c, &e->object, ret);

	lo_state_push(alone, (LoHeld){ .lock = first, .event = G_MAXUINT32 });
	c->s = alone;
	if (first && second)
		lo_record_event(c, (LoEvent){ .kind = LO_EV_ORDER, .lock = second, .callee = LO_NO_ID, .slot = LO_NO_ID });
	c->s = saved;
	g_free(alone);
}

static guint8 cond_mask(LoCond cond)
{
	switch (cond) {
	case LO_COND_ALWAYS: return LO_MASK_ANY;
	case LO_COND_ZERO:
	case LO_COND_NULL: return LO_MASK_ZERO;
	case LO_COND_NONZERO: return LO_MASK_POS | LO_MASK_NEG;
	case LO_COND_NONNULL: return LO_MASK_POS | LO_MASK_NEG;
	case LO_COND_NEGATIVE: return LO_MASK_NEG;
	case LO_COND_NONNEGATIVE: return LO_MASK_ZERO | LO_MASK_POS;
	case LO_COND_POSITIVE: return LO_MASK_POS;
	}
	return LO_MASK_ANY;
}

void lo_note_enabled(LoCallSite *c, LoState *s)
{
	LoState *saved = c->s;
	guint n_args = c->n_args;

	c->s = s;
	c->n_args = 0;
	if (s->n_held)
		lo_record_event(c, (LoEvent){ .kind = LO_EV_ENABLE, .callee = LO_NO_ID, .slot = LO_NO_ID });
	c->s = saved;
	c->n_args = n_args;
}

static void apply_context(LoCallSite *c, LoContext context)
{
	if (lo_irq_apply(&c->s->irq, context))
		lo_note_enabled(c, c->s);
}

void lo_apply_counter(LoRun *run, LoState *s, LoVal addr, LoVal value)
{
	const LoValue *a = lo_val(run->vals, addr), *v = lo_val(run->vals, value);

	if (a->kind != LO_V_FIELD || v->kind != LO_V_BIN || (v->op != LO_BINOP_ADD && v->op != LO_BINOP_SUB) ||
	    lo_val(run->vals, v->b)->kind != LO_V_CONST)
		return;
	const LoFieldInfo *f = lo_program_field(run->program, a->b);
	LoContext context = lo_model_counter(run->model, f->record, f->name);
	gboolean up = (lo_val(run->vals, v->b)->k > 0) == (v->op == LO_BINOP_ADD);
	if (context == LO_CTX_SOFTIRQ)
		lo_irq_apply(&s->irq, up ? LO_CTX_SOFTIRQ_ENTER : LO_CTX_SOFTIRQ_EXIT);
	else if (context == LO_CTX_HARDIRQ)
		lo_irq_apply(&s->irq, up ? LO_CTX_HARDIRQ_ENTER : LO_CTX_HARDIRQ_EXIT);
}

/* A new lock was put in place before it was initialised: what points there points at this one. */
static void note_places(LoCallSite *c, LoVal lock)
{
	while (lo_val(c->run->vals, lock)->kind == LO_V_INDEX)
		lock = lo_val(c->run->vals, lock)->a;
	for (guint i = 0; lo_val(c->run->vals, lock)->kind == LO_V_OPAQUE && i < c->s->n_mem; i++)
		if (c->s->mem[i].value == lock)
			lo_record_store(c->run, c->s->mem[i].addr, lock);
}

/* The type in a mutex's attributes, or a semaphore's count.  C11's types are bits, of which 1 is recursive. */
static LoVal variant_of(LoCallSite *c, const LoEffect *e)
{
	LoVal v = place_value(c, &e->variant, LO_VAL_NONE);
	const LoValue *given = lo_val(c->run->vals, v);

	if (!e->variant_stored && e->lock_kind == LO_LOCK_MUTEX && given->kind == LO_V_CONST)
		return lo_val_const(c->run->vals, given->k & 1);
	return e->variant_stored && lo_val(c->run->vals, v)->kind != LO_V_CONST ? lo_load_known(c->run, c->s, v) : v;
}

/* A completion on the stack is known by its variable. */
static LoVal local_name(LoCallSite *c, LoVal object)
{
	const LoValue *v = lo_val(c->run->vals, object);
	const LoFunc *ir = c->run->body->ir;

	if (v->kind != LO_V_LOCAL || v->a != c->run->fn)
		return LO_VAL_NONE;
	g_autofree char *name = g_strconcat("&", lo_func_str(ir, LO_AT(ir->locals, LoLocal, v->b).name), NULL);
	return lo_val_str(c->run->vals, name);
}

static LoSetClass set_class(const LoCallSite *c, const LoEffect *e)
{
	if (e->kind != LO_EFFECT_SETCLASS)
		return LO_SETCLASS_NO;
	return lo_flow_is_optional(c->run->body->ir, c->instr) ? LO_SETCLASS_SOME : LO_SETCLASS_ALL;
}

static void add_init(LoCallSite *c, const LoEffect *e, LoVal lock)
{
	LoInitFact f = { .lock = lock, .name = name_value(c, e), .lock_kind = e->lock_kind,
			 .setclass = set_class(c, e), .line = c->in->line, .fn = c->run->fn };

	if (!f.setclass)
		lo_misuse_note_made(c, c->s, lock, LO_MISUSE_INIT_HELD);
	if (e->key_arg >= 0 && (guint)e->key_arg < c->n_args)
		f.key = c->args[e->key_arg];
	if (e->name_from == LO_NAME_DEFAULT)
		f.name = local_name(c, lock);
	if (e->variant.root != LO_PLACE_NONE)
		f.variant = variant_of(c, e);
	for (guint i = 0; i < c->run->out->inits->len; i++) {
		const LoInitFact *o = &LO_AT(c->run->out->inits, LoInitFact, i);
		if (o->lock == f.lock && o->name == f.name && o->key == f.key && o->setclass == f.setclass)
			return;
	}
	g_array_append_val(c->run->out->inits, f);
	note_places(c, f.lock);
}

void lo_add_reg(LoCallSite *c, LoRegFact f)
{
	GArray *regs = c->run->out->regs;

	f.fn = c->run->fn;
	f.line = c->in->line;
	f.instr = c->instr;
	for (guint i = 0; i < regs->len; i++) {
		const LoRegFact *o = &LO_AT(regs, LoRegFact, i);
		if (o->kind == f.kind && o->container == f.container && o->object == f.object &&
		    !memcmp(o->args, f.args, sizeof(f.args)))
			return;
	}
	if (regs->len < MAX_REGS)
		g_array_append_val(regs, f);
}

static void add_callback(LoCallSite *c, const LoEffect *e, LoVal ret)
{
	LoRegFact f = { .kind = LO_REG_CALLBACK, .context = e->context, .container = place_value(c, &e->object, ret),
			.object = place_value(c, &e->place, ret) };

	for (guint i = 0; e->args && i < e->args->len && i < G_N_ELEMENTS(f.args); i++)
		f.args[i] = place_value(c, &LO_AT(e->args, LoPlace, i), ret);
	lo_add_reg(c, f);
}

static void add_icall(LoCallSite *c, const LoEffect *e, LoVal ret)
{
	LoVal *saved = c->args, args[8];
	guint n = c->n_args;
	LoEvent ev = { .kind = e->kind == LO_EFFECT_INVOKE ? LO_EV_INVOKE : LO_EV_ICALL, .callee = LO_NO_ID,
		       .slot = LO_NO_ID, .lock = place_value(c, &e->place, ret) };

	if (e->kind == LO_EFFECT_INVOKE)
		ev.slot = lo_program_intern_field(c->run->program, e->slot_record, e->slot_field, "");
	const LoValue *target = lo_val(c->run->vals, ev.lock);
	if (ev.kind == LO_EV_ICALL && target->kind == LO_V_FN) {
		ev.kind = LO_EV_CALL;
		ev.callee = target->a;
	}
	for (guint i = 0; e->args && i < e->args->len && i < G_N_ELEMENTS(args); i++)
		args[i] = place_value(c, &LO_AT(e->args, LoPlace, i), ret);
	if (e->has_args) {
		c->args = args;
		c->n_args = e->args ? MIN(e->args->len, G_N_ELEMENTS(args)) : 0;
	}
	guint32 at = lo_record_event(c, ev);
	gboolean others = FALSE;
	GPtrArray *ways = c->forks ? lo_carry(c, at, &others) : NULL;
	c->args = saved;
	c->n_args = n;
	if (ways && others)
		g_ptr_array_add(ways, lo_state_copy(c->s));
	c->ways = ways;
}

static void spawn(LoCallSite *c, const LoEffect *e, LoVal ret)
{
	LoVal argument = e->args && e->args->len ? place_value(c, &LO_AT(e->args, LoPlace, 0), ret) : LO_VAL_NONE;
	LoVal handle = e->object.root != LO_PLACE_NONE ? place_value(c, &e->object, ret) : LO_VAL_NONE;
	LoVal function = place_value(c, &e->place, ret);

	lo_add_reg(c, (LoRegFact){ .kind = LO_REG_CALLBACK, .context = LO_CTX_THREAD, .container = handle, .object = function });
	lo_apply_spawn(c, function, argument, handle);
}

/* Does scanned code name the member that the place ends in? */
static gboolean is_member_known(LoCallSite *c, const LoPlace *pl)
{
	const LoPlaceStep *last = pl->steps->len ? &LO_AT(pl->steps, LoPlaceStep, pl->steps->len - 1) : NULL;
	LoProgram *p = c->run->program;

	return !last || *lo_program_field(p, lo_program_intern_field(p, last->record, last->field, ""))->type;
}

/* Effects that do not split the path. */
static void apply_plain(LoCallSite *c, const LoEffect *e, LoVal ret)
{
	LoVals *vals = c->run->vals;

	/* a release that may happen does: the acquisition that it is of was as conditional */
	gint64 otherwise = e->kind == LO_EFFECT_RELEASE ? (gint64)e->when_value : (gint64)~e->when_value;
	if (e->when_arg >= 0 && e->kind != LO_EFFECT_TOUCH && e->kind != LO_EFFECT_WAIT &&
	    ((guint64)const_arg(c, e->when_arg, otherwise) & e->when_mask) != e->when_value)
		return;
	switch (e->kind) {
	case LO_EFFECT_TOUCH:
		if (e->known && !is_member_known(c, &e->place))
			break;
		acquire(c, c->s, e, lock_of(c, e, ret));
		break;
	case LO_EFFECT_WAIT: acquire(c, c->s, e, lock_of(c, e, ret)); break;
	case LO_EFFECT_RELEASE:
		if (e->maybe)
			lo_release_maybe(c, c->s, lock_of(c, e, ret));
		else
			lo_release(c, c->s, lock_of(c, e, ret));
		break;
	case LO_EFFECT_DOWNGRADE: {
		int i = lo_state_find_held(vals, c->s, lock_of(c, e, ret));
		if (i >= 0)
			c->s->held[i].hold = LO_HOLD_SHARED;
		break;
	}
	case LO_EFFECT_INIT:
	case LO_EFFECT_SETCLASS: add_init(c, e, place_value(c, &e->place, ret)); break;
	case LO_EFFECT_DESTROY: lo_misuse_note_made(c, c->s, place_value(c, &e->place, ret), LO_MISUSE_DESTROY_HELD); break;
	case LO_EFFECT_CONTEXT: apply_context(c, e->context); break;
	case LO_EFFECT_REGISTER:
		lo_add_reg(c, (LoRegFact){ .kind = LO_REG_CONTAINER, .container = place_value(c, &e->place, ret),
					.object = place_value(c, &e->object, ret) });
		break;
	case LO_EFFECT_CALLBACK: add_callback(c, e, ret); break;
	case LO_EFFECT_CALL:
	case LO_EFFECT_INVOKE: add_icall(c, e, ret); break;
	case LO_EFFECT_ORDER:
		if (!e->known || is_member_known(c, &e->object))
			record_order(c, e, ret);
		break;
	case LO_EFFECT_MODE:
		lo_add_reg(c, (LoRegFact){ .kind = LO_REG_MODE, .context = e->context, .container = place_value(c, &e->place, ret) });
		break;
	case LO_EFFECT_SLEEPS: c->s->slept = TRUE; break;
	case LO_EFFECT_ENDS: lo_record_event(c, (LoEvent){ .kind = LO_EV_END, .callee = LO_NO_ID, .slot = LO_NO_ID }); break;
	case LO_EFFECT_COMPLETE: complete(c, e, lock_of(c, e, ret)); break;
	case LO_EFFECT_SPAWN: spawn(c, e, ret); break;
	case LO_EFFECT_JOIN: lo_apply_join(c, place_value(c, &e->place, ret)); break;
	case LO_EFFECT_PUT: lo_put_out(c, c->s, place_value(c, &e->place, ret), place_value(c, &e->object, ret)); break;
	case LO_EFFECT_COPYCLASS: copy_class(c, place_value(c, &e->place, ret), place_value(c, &e->object, ret)); break;
	case LO_EFFECT_RESULT:
	case LO_EFFECT_ACQUIRE:
	case LO_EFFECT_NOVALIDATE:
	case LO_EFFECT_NORETURN:
	case LO_EFFECT_ASSUME:
	case LO_EFFECT_CUT:
	case LO_EFFECT_DESCEND:
	case LO_EFFECT_RETURNS: break;
	}
}

static LoVal returned_place(LoCallSite *c, const LoPrimitive *prim)
{
	for (guint i = 0; i < prim->effects->len; i++) {
		const LoEffect *e = &LO_AT(prim->effects, LoEffect, i);
		if (e->kind == LO_EFFECT_SPAWN && e->object.root == LO_PLACE_RET)
			return lo_thread_token(c);
		if (e->kind == LO_EFFECT_RETURNS)
			return place_value(c, &e->place, LO_VAL_NONE);
	}
	return LO_VAL_NONE;
}

static void apply_effect(LoCallSite *c, const LoEffect *e, LoVal ret)
{
	if (e->kind == LO_EFFECT_ACQUIRE)
		acquire(c, c->s, e, lock_of(c, e, ret));
	else
		apply_plain(c, e, ret);
}

/* The effects that depend on the value returned all depend on it alike: which values these are. */
static guint8 success_mask(const LoPrimitive *prim)
{
	for (guint i = 0; i < prim->effects->len; i++) {
		const LoEffect *e = &LO_AT(prim->effects, LoEffect, i);
		if (e->cond != LO_COND_ALWAYS && e->kind != LO_EFFECT_RESULT)
			return cond_mask(e->cond);
	}
	return LO_MASK_ANY;
}

/* The effects from `at` on; what is called by one of them may return in several ways. Consumes the state. */
static void run_effects_from(LoCallSite *c, const LoPrimitive *prim, LoVal ret, LoState *s, gboolean failed, guint at)
{
	LoState *saved = c->s;
	GPtrArray *ways = NULL;

	c->s = s;
	c->forks = TRUE;
	for (; at < prim->effects->len && !ways; at++) {
		const LoEffect *e = &LO_AT(prim->effects, LoEffect, at);
		if (!failed || e->cond == LO_COND_ALWAYS)
			apply_effect(c, e, ret);
		ways = g_steal_pointer(&c->ways);
	}
	c->forks = FALSE;
	c->s = saved;
	if (!ways) {
		lo_set_result(c, s, ret);
		g_ptr_array_add(c->next, s);
		return;
	}
	g_free(s);
	for (guint i = 0; i < ways->len; i++)
		run_effects_from(c, prim, ret, g_ptr_array_index(ways, i), failed, at);
	g_ptr_array_unref(ways);
}

/* The state in which the call succeeded or, with `failed`, did not; consumed when that can't be. */
static void run_effects(LoCallSite *c, const LoPrimitive *prim, LoVal ret, LoState *s, guint8 mask, gboolean failed)
{
	if (!lo_state_restrict(c->run->vals, s, ret, failed ? LO_MASK_ANY & ~mask : mask)) {
		g_free(s);
		return;
	}
	run_effects_from(c, prim, ret, s, failed, 0);
}

/* Does the path end here?  What ends the thread is told first. */
static gboolean is_last(LoCallSite *c, const LoPrimitive *prim)
{
	for (guint i = 0; i < prim->effects->len; i++) {
		const LoEffect *e = &LO_AT(prim->effects, LoEffect, i);
		if (e->kind == LO_EFFECT_ENDS)
			apply_plain(c, e, LO_VAL_NONE);
		if (e->kind == LO_EFFECT_NORETURN ||
		    (e->kind == LO_EFFECT_ASSUME && !lo_state_assume(c->run->vals, c->s, place_value(c, &e->place, LO_VAL_NONE), TRUE)))
			return TRUE;
	}
	return FALSE;
}

/* What callers may take for granted of the value returned. */
static void restrict_result(LoCallSite *c, const LoPrimitive *prim, LoVal ret)
{
	for (guint i = 0; i < prim->effects->len; i++) {
		const LoEffect *e = &LO_AT(prim->effects, LoEffect, i);
		if (e->kind == LO_EFFECT_RESULT)
			lo_state_restrict(c->run->vals, c->s, ret, cond_mask(e->cond));
	}
}

/* Locks and unlocks change nothing but the lock; of these others the effects say all. */
static gboolean says_what_changes(const LoPrimitive *prim)
{
	for (guint i = 0; i < prim->effects->len; i++) {
		LoEffectKind kind = LO_AT(prim->effects, LoEffect, i).kind;
		if (kind == LO_EFFECT_ACQUIRE || kind == LO_EFFECT_RELEASE || kind == LO_EFFECT_SPAWN || kind == LO_EFFECT_JOIN ||
		    kind == LO_EFFECT_PUT || kind == LO_EFFECT_INIT || kind == LO_EFFECT_DESTROY || kind == LO_EFFECT_ASSUME)
			return TRUE;
	}
	return FALSE;
}

const LoPrimitive *lo_macro_primitive(const LoCallSite *c)
{
	const char *text = lo_func_str(c->run->body->ir, c->in->text);
	g_autofree char *name = *text ? g_strndup(text, strcspn(text, " (")) : NULL;

	return name ? lo_model_macro(c->run->model, name) : NULL;
}

/* The lock that the address is a part of, or NONE. */
static LoVal lock_around(LoCallSite *c, LoVal addr)
{
	const LoValue *v = lo_val(c->run->vals, addr);

	for (; v->kind == LO_V_FIELD || v->kind == LO_V_INDEX; v = lo_val(c->run->vals, v->a))
		if (v->kind == LO_V_FIELD &&
		    lo_model_type(c->run->model, lo_program_field(c->run->program, v->b)->record) != LO_LOCK_UNKNOWN)
			return v->a;
	return LO_VAL_NONE;
}

void lo_apply_store_macro(LoCallSite *c, LoVal addr)
{
	const LoPrimitive *prim = lo_macro_primitive(c);
	LoVal lock = prim ? lock_around(c, addr) : LO_VAL_NONE;

	if (!lock)
		return;
	LoCallSite at = *c;
	at.args = &lock;
	at.n_args = 1;
	for (guint i = 0; i < prim->effects->len; i++)
		apply_plain(&at, &LO_AT(prim->effects, LoEffect, i), LO_VAL_NONE);
	c->s = at.s;
}

gboolean lo_apply_primitive(LoCallSite *c, const LoPrimitive *prim)
{
	LoVal ret = returned_place(c, prim);
	guint8 mask = success_mask(prim);
	LoState *s = c->s;

	if (ret == LO_VAL_NONE)
		ret = lo_fresh_result(c, s);
	restrict_result(c, prim, ret);
	if (prim->descend) {
		for (guint i = 0; i < prim->effects->len; i++)
			if (LO_AT(prim->effects, LoEffect, i).cond == LO_COND_ALWAYS)
				apply_effect(c, &LO_AT(prim->effects, LoEffect, i), ret);
		return FALSE;
	}
	if (is_last(c, prim)) {
		g_clear_pointer(&c->s, g_free);
		return TRUE;
	}
	if (!says_what_changes(prim))
		lo_clobber_outs(c, s, G_MAXUINT32);
	if (mask != LO_MASK_ANY)
		run_effects(c, prim, ret, lo_state_copy(s), mask, TRUE);
	run_effects(c, prim, ret, s, mask, FALSE);
	c->s = NULL;
	return TRUE;
}
