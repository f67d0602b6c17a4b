#include "lockmodel/parser.h"

#include <string.h>

#define MAX_STEPS 16

typedef struct {
	const char *name;
	int value;
} Word;

static gboolean find_word(const Word *words, gsize n, const char *s, int *value)
{
	for (gsize i = 0; i < n; i++)
		if (strcmp(words[i].name, s) == 0) {
			*value = words[i].value;
			return TRUE;
		}
	return FALSE;
}

static const Word kinds[] = {
	{ "mutex", LO_LOCK_MUTEX }, { "spin", LO_LOCK_SPIN }, { "rwlock", LO_LOCK_RWLOCK },
	{ "rwsem", LO_LOCK_RWSEM }, { "percpu_rwsem", LO_LOCK_PERCPU_RWSEM },
	{ "semaphore", LO_LOCK_SEMAPHORE }, { "seqcount", LO_LOCK_SEQCOUNT },
	{ "rt_mutex", LO_LOCK_RT_MUTEX }, { "ww_mutex", LO_LOCK_WW_MUTEX }, { "local", LO_LOCK_LOCAL },
	{ "bit", LO_LOCK_BIT }, { "srcu", LO_LOCK_SRCU }, { "rcu", LO_LOCK_RCU },
	{ "pseudo", LO_LOCK_PSEUDO }, { "work", LO_LOCK_WORK }, { "workqueue", LO_LOCK_WORKQUEUE },
	{ "timer", LO_LOCK_TIMER }, { "completion", LO_LOCK_COMPLETION }, { "irq", LO_LOCK_IRQ },
	{ "thread", LO_LOCK_THREAD },
};

static const Word conditions[] = {
	{ "zero", LO_COND_ZERO }, { "nonzero", LO_COND_NONZERO }, { "null", LO_COND_NULL },
	{ "nonnull", LO_COND_NONNULL }, { "negative", LO_COND_NEGATIVE },
	{ "nonnegative", LO_COND_NONNEGATIVE }, { "positive", LO_COND_POSITIVE },
};

static const Word contexts[] = {
	{ "process", LO_CTX_PROCESS }, { "work", LO_CTX_WORK }, { "thread", LO_CTX_THREAD },
	{ "timer", LO_CTX_TIMER }, { "softirq", LO_CTX_SOFTIRQ }, { "hardirq", LO_CTX_HARDIRQ },
	{ "rcu", LO_CTX_RCU }, { "atomic", LO_CTX_ATOMIC }, { "bh", LO_CTX_BH },
	{ "exit", LO_CTX_EXIT },
};

static const Word switches[] = {
	{ "irq off", LO_CTX_IRQ_OFF }, { "irq on", LO_CTX_IRQ_ON }, { "irq save", LO_CTX_IRQ_SAVE },
	{ "irq restore", LO_CTX_IRQ_RESTORE }, { "bh off", LO_CTX_BH_OFF }, { "bh on", LO_CTX_BH_ON },
	{ "preempt off", LO_CTX_PREEMPT_OFF }, { "preempt on", LO_CTX_PREEMPT_ON },
	{ "hardirq enter", LO_CTX_HARDIRQ_ENTER }, { "hardirq exit", LO_CTX_HARDIRQ_EXIT },
	{ "softirq enter", LO_CTX_SOFTIRQ_ENTER }, { "softirq exit", LO_CTX_SOFTIRQ_EXIT },
	{ "rcu enter", LO_CTX_RCU_ENTER }, { "rcu exit", LO_CTX_RCU_EXIT },
};

gboolean lo_parse_kind(LoParser *p, const char *s, LoLockKind *out, GError **error)
{
	int value;

	if (!find_word(kinds, G_N_ELEMENTS(kinds), s, &value))
		return lo_parser_fail_at(p, error, "unknown kind of lock", s);
	*out = (LoLockKind)value;
	return TRUE;
}

/* ---- places ---- */

static gboolean parse_root(LoParser *p, const char *root, LoPlace *out, GError **error)
{
	gint arg;

	if (lo_parse_indexed(root, "arg", &arg)) {
		out->root = LO_PLACE_ARG;
		out->arg = (guint)arg;
		return TRUE;
	}
	if (g_str_has_prefix(root, "symbol:") && lo_parse_indexed(root + 7, "arg", &arg)) {
		out->root = LO_PLACE_SYMBOL;
		out->arg = (guint)arg;
		return TRUE;
	}
	if (strcmp(root, "ret") == 0)
		out->root = LO_PLACE_RET;
	else if (strcmp(root, "object") == 0)
		out->root = LO_PLACE_OBJECT;
	else if (g_str_has_prefix(root, "any:") && lo_is_name(root + 4))
		out->root = LO_PLACE_ANY;
	else if (g_str_has_prefix(root, "global:") && lo_is_name(root + 7))
		out->root = LO_PLACE_GLOBAL;
	else if (g_str_has_prefix(root, "pseudo:") && lo_is_name(root + 7))
		out->root = LO_PLACE_PSEUDO;
	else
		return lo_parser_fail_at(p, error, "a place starts with argN, ret, object, any:RECORD, global:NAME, pseudo:NAME or symbol:argN, not", root);
	if (strchr(root, ':'))
		out->name = g_strdup(strchr(root, ':') + 1);
	return TRUE;
}

/* Length of a place's part, up to the next -> or dot. */
static gsize part_length(const char *s)
{
	const char *t = s;

	while (*t && *t != '.' && !(t[0] == '-' && t[1] == '>'))
		t++;
	return (gsize)(t - s);
}

/* RECORD, or RECORD/MEMBER for the record without a name that a member is of. */
static gboolean is_record(const char *s)
{
	g_auto(GStrv) names = g_strsplit(s, "/", -1);

	for (guint i = 0; names[i]; i++)
		if (!lo_is_name(names[i]))
			return FALSE;
	return names[0] != NULL;
}

static gboolean add_step(LoParser *p, LoPlace *place, const char *part, gsize len, gboolean load, GError **error)
{
	g_autofree char *s = g_strndup(part, len);
	char *colon = strchr(s, ':');
	LoPlaceStep step = { NULL, NULL, load };

	if (colon)
		*colon = '\0';
	if (!lo_is_name(colon ? colon + 1 : s) || (colon && !is_record(s)))
		return lo_parser_fail_at(p, error, "expected a member in the place, not", s);
	if (place->steps->len == MAX_STEPS)
		return lo_parser_fail(p, error, "a place has more than %d members", MAX_STEPS);
	step.record = g_strdelimit(g_strdup(colon ? s : ""), "/", '.');
	step.field = g_strdup(colon ? colon + 1 : s);
	g_array_append_val(place->steps, step);
	return TRUE;
}

gboolean lo_parse_place(LoParser *p, const char *s, LoPlace *out, GError **error)
{
	gsize n = part_length(s);
	g_autofree char *root = g_strndup(s, n);

	if (out->root != LO_PLACE_NONE)
		return lo_parser_fail_at(p, error, "a second place", s);
	if (!parse_root(p, root, out, error))
		return FALSE;
	for (s += n; *s; s += n) {
		gboolean arrow = *s == '-';
		/* What stands before the first arrow is a pointer already; of a global it must be loaded. */
		gboolean load = arrow && (out->steps->len > 0 || out->root == LO_PLACE_GLOBAL);

		s += arrow ? 2 : 1;
		n = part_length(s);
		if (!add_step(p, out, s, n, load, error))
			return FALSE;
	}
	return TRUE;
}

static gboolean take_place(LoParser *p, LoPlace *out, GError **error)
{
	const char *s = lo_parser_take(p);

	if (!s || strcmp(s, ";") == 0)
		return lo_parser_fail(p, error, "expected a place: argN, ret, object, any:RECORD, global:NAME, pseudo:NAME or symbol:argN");
	return lo_parse_place(p, s, out, error);
}

gboolean lo_parse_arguments(LoParser *p, GArray *places, GError **error)
{
	if (!lo_parser_expect(p, "(", error))
		return FALSE;
	if (lo_parser_accept(p, ")"))
		return TRUE;
	do {
		LoPlace place;

		lo_place_init(&place);
		g_array_append_val(places, place);
		if (!take_place(p, &g_array_index(places, LoPlace, places->len - 1), error))
			return FALSE;
	} while (lo_parser_accept(p, ","));
	return lo_parser_expect(p, ")", error);
}

/* ---- effects ---- */

static gboolean parse_when(LoParser *p, LoEffect *e, GError **error)
{
	const char *arg = lo_parser_take(p);
	const char *mask, *value;

	if (!arg || !lo_parse_indexed(arg, "arg", &e->when_arg))
		return lo_parser_fail(p, error, "expected 'when argN & MASK == VALUE'");
	if (!lo_parser_expect(p, "&", error))
		return FALSE;
	mask = lo_parser_take(p);
	if (!mask || !lo_parse_number(mask, &e->when_mask))
		return lo_parser_fail(p, error, "expected a number for MASK in 'when argN & MASK == VALUE'");
	if (!lo_parser_expect(p, "==", error))
		return FALSE;
	value = lo_parser_take(p);
	if (!value || !lo_parse_number(value, &e->when_value))
		return lo_parser_fail(p, error, "expected a number for VALUE in 'when argN & MASK == VALUE'");
	return TRUE;
}

static gboolean parse_condition(LoParser *p, LoEffect *e, GError **error)
{
	const char *s = lo_parser_take(p);
	int value;

	if (!s || !find_word(conditions, G_N_ELEMENTS(conditions), s, &value))
		return lo_parser_fail(p, error, "expected zero, nonzero, null, nonnull, negative, nonnegative or positive after 'if'");
	e->cond = (LoCond)value;
	return TRUE;
}

/* The braces of "(wq_completion){fmt0,3}". */
static gboolean check_template(LoParser *p, const char *s, GError **error)
{
	for (const char *open = strchr(s, '{'); open; open = strchr(open + 1, '{')) {
		const char *close = strchr(open, '}');
		g_autofree char *inner = close ? g_strndup(open + 1, (gsize)(close - open - 1)) : NULL;
		char *comma = inner ? strchr(inner, ',') : NULL;
		gint n;
		guint64 from;

		if (comma)
			*comma = '\0';
		if (inner && !comma && (lo_parse_indexed(inner, "arg", &n) || lo_parse_indexed(inner, "text", &n)))
			continue;
		if (inner && comma && lo_parse_indexed(inner, "fmt", &n) && lo_parse_number(comma + 1, &from) && from <= LO_MAX_ARGUMENT)
			continue;
		return lo_parser_fail_at(p, error, "expected {argN}, {textN} or {fmtN,M} in the name", s);
	}
	return TRUE;
}

static gboolean parse_name_option(LoParser *p, const char *s, LoEffect *e, GError **error)
{
	gsize n = strlen(s);

	if (lo_parse_indexed(s, "arg", &e->name_arg)) {
		e->name_from = LO_NAME_ARG;
		return TRUE;
	}
	if (lo_parse_indexed(s, "text", &e->name_arg)) {
		e->name_from = LO_NAME_TEXT;
		return TRUE;
	}
	if (n < 3 || s[0] != '"' || s[n - 1] != '"' || memchr(s + 1, '"', n - 2))
		return lo_parser_fail_at(p, error, "expected argN, textN or a \"name\" after name=, not", s);
	e->name_from = LO_NAME_LITERAL;
	g_free(e->name);
	e->name = g_strndup(s + 1, n - 2);
	return check_template(p, e->name, error);
}

static gboolean parse_arg_option(LoParser *p, const char *s, gint *out, GError **error)
{
	if (!lo_parse_indexed(s, "arg", out))
		return lo_parser_fail_at(p, error, "expected argN, not", s);
	return TRUE;
}

static gboolean parse_subclass(LoParser *p, const char *s, LoEffect *e, GError **error)
{
	guint64 n;

	if (lo_parse_indexed(s, "arg", &e->subclass_arg))
		return TRUE;
	if (!lo_parse_number(s, &n) || n > 7)
		return lo_parser_fail_at(p, error, "expected a subclass 0 to 7 or argN, not", s);
	e->subclass = (gint)n;
	return TRUE;
}

gboolean lo_parse_context(LoParser *p, const char *s, LoContext *out, GError **error)
{
	int value;

	if (!find_word(contexts, G_N_ELEMENTS(contexts), s, &value))
		return lo_parser_fail_at(p, error, "unknown context", s);
	*out = (LoContext)value;
	return TRUE;
}

static gboolean parse_slot_option(LoParser *p, const char *s, LoEffect *e, GError **error)
{
	const char *dot = strrchr(s, '.');

	if (!dot || dot == s || !lo_is_record(s))
		return lo_parser_fail_at(p, error, "expected slot=RECORD.FIELD, not", s);
	e->slot_record = g_strndup(s, (gsize)(dot - s));
	e->slot_field = g_strdup(dot + 1);
	return TRUE;
}

/* Which options an effect takes. */
enum {
	OPT_HOLD = 1 << 0, OPT_TRY = 1 << 1, OPT_KIND = 1 << 2, OPT_SUBCLASS = 1 << 3, OPT_NEST = 1 << 4,
	OPT_NAME = 1 << 5, OPT_KEY = 1 << 6, OPT_MAYBE = 1 << 7, OPT_CONTEXT = 1 << 8, OPT_OBJECT = 1 << 9,
	OPT_FROM = 1 << 10, OPT_CONTAINER = 1 << 11, OPT_SLOT = 1 << 12, OPT_ARGUMENTS = 1 << 13,
	OPT_VARIANT = 1 << 17, OPT_HANDLE = 1 << 18, OPT_COND = 1 << 19,
	OPT_PLACE = 1 << 14, OPT_SECOND = 1 << 15, OPT_FUNCTION = 1 << 16,
	OPT_ACQUIRE = OPT_PLACE | OPT_HOLD | OPT_TRY | OPT_KIND | OPT_SUBCLASS | OPT_NEST,
	OPT_INIT = OPT_PLACE | OPT_NAME | OPT_KEY | OPT_KIND | OPT_SUBCLASS | OPT_VARIANT,
};

static const struct {
	const char *name;
	LoEffectKind kind;
	guint options;
} effects[] = {
	{ "acquire", LO_EFFECT_ACQUIRE, OPT_ACQUIRE },
	{ "touch", LO_EFFECT_TOUCH, OPT_ACQUIRE },
	{ "release", LO_EFFECT_RELEASE, OPT_PLACE | OPT_MAYBE | OPT_KIND },
	{ "downgrade", LO_EFFECT_DOWNGRADE, OPT_PLACE },
	{ "order", LO_EFFECT_ORDER, OPT_PLACE | OPT_SECOND },
	{ "wait", LO_EFFECT_WAIT, OPT_PLACE | OPT_KIND },
	{ "complete", LO_EFFECT_COMPLETE, OPT_PLACE | OPT_KIND },
	{ "init", LO_EFFECT_INIT, OPT_INIT },
	{ "destroy", LO_EFFECT_DESTROY, OPT_PLACE },
	{ "setclass", LO_EFFECT_SETCLASS, OPT_INIT },
	{ "copyclass", LO_EFFECT_COPYCLASS, OPT_PLACE | OPT_FROM },
	{ "novalidate", LO_EFFECT_NOVALIDATE, OPT_PLACE },
	{ "spawn", LO_EFFECT_SPAWN, OPT_FUNCTION | OPT_ARGUMENTS | OPT_HANDLE },
	{ "join", LO_EFFECT_JOIN, OPT_PLACE },
	{ "put", LO_EFFECT_PUT, OPT_PLACE | OPT_SECOND },
	{ "result", LO_EFFECT_RESULT, OPT_COND },
	{ "noreturn", LO_EFFECT_NORETURN, 0 },
	{ "ends", LO_EFFECT_ENDS, 0 },
	{ "assume", LO_EFFECT_ASSUME, OPT_PLACE },
	{ "sleeps", LO_EFFECT_SLEEPS, 0 },
	{ "cut", LO_EFFECT_CUT, 0 },
	{ "descend", LO_EFFECT_DESCEND, 0 },
	{ "returns", LO_EFFECT_RETURNS, OPT_PLACE },
	{ "callback", LO_EFFECT_CALLBACK, OPT_FUNCTION | OPT_CONTEXT | OPT_OBJECT | OPT_ARGUMENTS },
	{ "mode", LO_EFFECT_MODE, OPT_PLACE | OPT_CONTEXT },
	{ "call", LO_EFFECT_CALL, OPT_FUNCTION | OPT_ARGUMENTS },
	{ "register", LO_EFFECT_REGISTER, OPT_CONTAINER | OPT_OBJECT },
	{ "invoke", LO_EFFECT_INVOKE, OPT_CONTAINER | OPT_SLOT | OPT_ARGUMENTS },
};

static gboolean parse_hold_word(const char *s, LoEffect *e)
{
	if (strcmp(s, "shared") == 0)
		e->hold = LO_HOLD_SHARED;
	else if (strcmp(s, "recursive") == 0)
		e->hold = LO_HOLD_RECURSIVE;
	else if (strcmp(s, "queued") == 0) {
		e->hold = LO_HOLD_SHARED;
		e->queued = TRUE;
	} else
		return FALSE;
	return TRUE;
}

/* An option without a value; FALSE when it is none of this effect. */
static gboolean parse_flag(const char *s, guint options, LoEffect *e)
{
	if ((options & OPT_HOLD) && parse_hold_word(s, e))
		return TRUE;
	if ((options & OPT_TRY) && strcmp(s, "try") == 0)
		e->try = TRUE;
	else if ((options & OPT_TRY) && strcmp(s, "reentrant") == 0)
		e->reentrant = TRUE;
	else if ((e->kind == LO_EFFECT_TOUCH || e->kind == LO_EFFECT_ORDER) && strcmp(s, "known") == 0)
		e->known = TRUE;
	else if ((options & OPT_TRY) && strcmp(s, "nocheck") == 0)
		e->nocheck = TRUE;
	else if ((options & OPT_MAYBE) && strcmp(s, "maybe") == 0)
		e->maybe = TRUE;
	else
		return FALSE;
	return TRUE;
}

/* The value of option `s` if that is `name` ("kind=") and the effect takes it. */
static const char *option_value(const char *s, const char *name, gboolean allowed)
{
	return allowed && g_str_has_prefix(s, name) ? s + strlen(name) : NULL;
}

/* NAME=VALUE options; *known is cleared when the effect has no such option. */
static gboolean parse_option(LoParser *p, const char *s, guint options, LoEffect *e, gboolean *known, GError **error)
{
	const char *v;

	if ((v = option_value(s, "kind=", options & OPT_KIND)))
		return lo_parse_kind(p, v, &e->lock_kind, error);
	if ((v = option_value(s, "subclass=", options & OPT_SUBCLASS)))
		return parse_subclass(p, v, e, error);
	if ((v = option_value(s, "nest=", options & OPT_NEST)))
		return lo_parse_place(p, v, &e->nest, error);
	if ((v = option_value(s, "read=", options & OPT_HOLD)))
		return parse_arg_option(p, v, &e->read_arg, error);
	if ((v = option_value(s, "try=", options & OPT_TRY)))
		return parse_arg_option(p, v, &e->try_arg, error);
	if ((v = option_value(s, "check=", options & OPT_TRY)))
		return parse_arg_option(p, v, &e->check_arg, error);
	if ((v = option_value(s, "name=", options & OPT_NAME)))
		return parse_name_option(p, v, e, error);
	if ((v = option_value(s, "key=", options & OPT_KEY)))
		return parse_arg_option(p, v, &e->key_arg, error);
	if ((v = option_value(s, "context=", options & OPT_CONTEXT)))
		return lo_parse_context(p, v, &e->context, error);
	if ((v = option_value(s, "attr=", options & OPT_VARIANT))) {
		e->variant_stored = TRUE;
		return lo_parse_place(p, v, &e->variant, error);
	}
	if ((v = option_value(s, "count=", options & OPT_VARIANT)))
		return lo_parse_place(p, v, &e->variant, error);
	if ((v = option_value(s, "object=", options & OPT_OBJECT)) ||
	    (v = option_value(s, "handle=", options & OPT_HANDLE)) ||
	    (v = option_value(s, "work=", (options & OPT_OBJECT) && (options & OPT_CONTEXT))) ||
	    (v = option_value(s, "from=", options & OPT_FROM)))
		return lo_parse_place(p, v, &e->object, error);
	if ((v = option_value(s, "container=", options & OPT_CONTAINER)))
		return lo_parse_place(p, v, &e->place, error);
	if ((v = option_value(s, "slot=", options & OPT_SLOT)))
		return parse_slot_option(p, v, e, error);
	*known = FALSE;
	return TRUE;
}

static gboolean parse_options(LoParser *p, guint options, LoEffect *e, GError **error)
{
	const char *s;

	while ((s = lo_parser_peek(p)) && strcmp(s, ";") != 0) {
		gboolean known = TRUE;

		if ((options & OPT_ARGUMENTS) && strcmp(s, "(") == 0) {
			e->has_args = TRUE;
			if (!lo_parse_arguments(p, e->args, error))
				return FALSE;
			continue;
		}
		lo_parser_take(p);
		if (strcmp(s, "if") == 0) {
			if (!parse_condition(p, e, error))
				return FALSE;
		} else if (strcmp(s, "when") == 0) {
			if (!parse_when(p, e, error))
				return FALSE;
		} else if (!parse_flag(s, options, e)) {
			if (!parse_option(p, s, options, e, &known, error))
				return FALSE;
			if (!known) {
				p->next--;
				return lo_parser_fail_at(p, error, "this effect has no option", s);
			}
		}
	}
	return TRUE;
}

/* What an effect cannot do without. */
static gboolean check_effect(LoParser *p, guint options, const LoEffect *e, GError **error)
{
	if ((options & OPT_CONTAINER) && e->place.root == LO_PLACE_NONE)
		return lo_parser_fail(p, error, "container= is missing");
	if (e->kind == LO_EFFECT_REGISTER && e->object.root == LO_PLACE_NONE)
		return lo_parser_fail(p, error, "object= is missing");
	if ((options & OPT_FROM) && e->object.root == LO_PLACE_NONE)
		return lo_parser_fail(p, error, "from= is missing");
	if ((options & OPT_SLOT) && !e->slot_record)
		return lo_parser_fail(p, error, "slot= is missing");
	return TRUE;
}

static gboolean parse_effect_body(LoParser *p, guint options, LoEffect *e, GError **error)
{
	if ((options & (OPT_PLACE | OPT_FUNCTION)) && !take_place(p, &e->place, error))
		return FALSE;
	if ((options & OPT_SECOND) && !take_place(p, &e->object, error))
		return FALSE;
	if ((options & OPT_COND) && !parse_condition(p, e, error))
		return FALSE;
	return parse_options(p, options, e, error) && check_effect(p, options, e, error);
}

/* "irq off": two words, no place. */
static gboolean parse_switch(LoParser *p, const char *first, LoEffect *e)
{
	const char *second = lo_parser_peek(p);
	g_autofree char *both = g_strconcat(first, " ", second ? second : "", NULL);
	int value;

	if (!find_word(switches, G_N_ELEMENTS(switches), both, &value))
		return FALSE;
	lo_parser_take(p);
	e->kind = LO_EFFECT_CONTEXT;
	e->context = (LoContext)value;
	return TRUE;
}

static gboolean parse_effect(LoParser *p, GError **error)
{
	const char *verb = lo_parser_peek(p);
	guint options = 0;
	gsize i;
	LoEffect *e;

	if (!verb || strcmp(verb, ";") == 0)
		return lo_parser_fail(p, error, "expected an effect");
	g_array_set_size(p->primitive->effects, p->primitive->effects->len + 1);
	e = &g_array_index(p->primitive->effects, LoEffect, p->primitive->effects->len - 1);
	lo_effect_init(e, LO_EFFECT_CUT, lo_parser_line(p));
	lo_parser_take(p);
	for (i = 0; i < G_N_ELEMENTS(effects) && strcmp(effects[i].name, verb) != 0; i++)
		;
	if (i < G_N_ELEMENTS(effects)) {
		e->kind = effects[i].kind;
		options = effects[i].options;
	} else if (!parse_switch(p, verb, e)) {
		p->next--;
		return lo_parser_fail_at(p, error, "unknown effect", verb);
	}
	if (e->kind == LO_EFFECT_DESCEND)
		p->primitive->descend = TRUE;
	return parse_effect_body(p, options, e, error);
}

gboolean lo_parse_effects(LoParser *p, GError **error)
{
	do {
		if (!parse_effect(p, error))
			return FALSE;
	} while (lo_parser_accept(p, ";"));
	return TRUE;
}
