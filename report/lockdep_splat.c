/*
 * The reports of lockdep in a kernel log: print_circular_bug(),
 * print_deadlock_bug(), print_irq_inversion_bug(), print_bad_irq_dependency()
 * and print_usage_bug() of kernel/locking/lockdep.c, with whatever dmesg,
 * journald or syslog put before each line.
 */
#include "report/lockdep_parse.h"

#include <stdio.h>
#include <string.h>

#include "report/lookup.h"

#define MAX_SYSLOG_PREFIX 160
#define MAX_LINKS 64		/* lockdep itself follows no longer chains */

typedef struct {
	char *lock;
	GPtrArray *stack;	/* char * */
} Link;

/* What the next line with a lock is. */
typedef enum {
	EXPECT_NOTHING, EXPECT_ACQUIRED, EXPECT_HELD, EXPECT_NEW, EXPECT_TAKEN, EXPECT_TAKER, EXPECT_CHAIN,
} Expect;

typedef struct {
	GPtrArray *splats;
	LoSplat *splat;		/* being read; in `splats` already */
	Expect expect;
	gboolean done;		/* the rest of this report repeats what is known */
	char *acquired, *held;
	char *taken, *taker;	/* of an inversion: the lock that the changed one took, was taken by */
	char *new_from, *new_to;
	GPtrArray *links;	/* Link *, as printed: the last lock first */
	GPtrArray *chain;	/* char *: "Chain exists of" */
} Reader;

static void link_free(gpointer data)
{
	Link *l = data;

	g_free(l->lock);
	g_ptr_array_unref(l->stack);
	g_free(l);
}

static void splat_free(gpointer data)
{
	LoSplat *s = data;

	g_ptr_array_unref(s->locks);
	g_ptr_array_unref(s->orders);
	g_free(s);
}

/* ---- lines ---- */

/* "   11.190303", "    T1", "C0", "Sun Nov 22 17:50:39 2026" between brackets. */
static gboolean is_stamp(const char *s, gsize len)
{
	char text[32];
	int hour, minute, second, year;

	if (!len || len >= sizeof(text))
		return FALSE;
	memcpy(text, s, len);
	text[len] = '\0';
	g_strstrip(text);
	if (sscanf(text, "%*3s %*3s %*d %d:%d:%d %d", &hour, &minute, &second, &year) == 4)
		return TRUE;
	s = text + (text[0] == 'T' || text[0] == 'C');
	return *s && strspn(s, "0123456789.") == strlen(s);
}

static const char *skip_stamps(const char *s)
{
	const char *end;

	s += strspn(s, " \t");
	while (*s == '[' && (end = strchr(s, ']')) && is_stamp(s + 1, (gsize)(end - s - 1)))
		s = end + 1 + strspn(end + 1, " \t");
	return s;
}

static const char *skip_level(const char *s)
{
	gsize digits = *s == '<' ? strspn(s + 1, "0123456789") : 0;

	return digits && s[1 + digits] == '>' ? s + digits + 2 : s;
}

static const char *line_content(const char *line)
{
	const char *syslog = g_strstr_len(line, MAX_SYSLOG_PREFIX, " kernel: ");

	if (syslog)
		line = syslog + strlen(" kernel: ");
	return skip_stamps(skip_level(line + strspn(line, " \t")));
}

static char *base_name(const char *s, gsize len)
{
	g_autofree char *name = g_strndup(s, len);

	return lo_lock_base_name(g_strstrip(name));
}

/* The name in "ffff8880 (&x->lock){+.+.}-{3:3}, at: f+0x1/0x2"; NULL when there is none. */
static char *lock_in(const char *s, gsize len)
{
	const char *start = memchr(s, '(', len), *end = g_strrstr_len(s, (gssize)len, "){");

	if (start && (!end || end < start))
		end = g_strrstr_len(s, (gssize)len, ")");
	return start && end > start + 1 ? base_name(start + 1, (gsize)(end - start - 1)) : NULL;
}

/* The function of a stack frame, "[<ffff>] f.isra.0+0x1/0x2"; NULL for others and unreliable ones. */
static char *frame_function(const char *s)
{
	const char *offset = strstr(s, "+0x");

	if (g_str_has_prefix(s, "[<") && strstr(s, ">] "))
		s = strstr(s, ">] ") + 3;
	if (*s == '?' || !offset || offset <= s || memchr(s, ' ', (gsize)(offset - s)))
		return NULL;
	return g_strndup(s, MIN(strcspn(s, "."), (gsize)(offset - s)));
}

/* ---- what a report says, put together ---- */

static void add_lock(LoSplat *s, const char *name)
{
	if (!g_ptr_array_find_with_equal_func(s->locks, name, g_str_equal, NULL))
		g_ptr_array_add(s->locks, g_strdup(name));
}

static gboolean has_order(const LoSplat *s, const char *from, const char *to)
{
	for (guint i = 0; i < s->orders->len; i++) {
		const LoSeenOrder *o = g_ptr_array_index(s->orders, i);

		if (!strcmp(o->from, from) && !strcmp(o->to, to))
			return TRUE;
	}
	return FALSE;
}

static void add_order(LoSplat *s, const char *from, const char *to, GPtrArray *stack)
{
	LoSeenOrder *o;

	if (!from || !to || has_order(s, from, to))
		return;
	o = lo_seen_order_new(from, to);
	if (stack)
		g_ptr_array_extend_and_steal(o->stack, g_ptr_array_ref(stack));
	g_ptr_array_add(s->orders, o);
	add_lock(s, from);
	add_lock(s, to);
}

/* Each link's stack is where it was taken under the one that is printed after it; #0 closes the cycle. */
static void add_links(Reader *r)
{
	guint n = r->links->len;

	for (guint i = n; n > 1 && i-- > 0;) {
		const Link *from = g_ptr_array_index(r->links, i), *to = g_ptr_array_index(r->links, i ? i - 1 : n - 1);

		add_order(r->splat, from->lock, to->lock, to->stack);
	}
}

static void add_chain(Reader *r)
{
	for (guint i = 0; i + 1 < r->chain->len; i++)
		add_order(r->splat, g_ptr_array_index(r->chain, i), g_ptr_array_index(r->chain, i + 1), NULL);
}

static void finish_splat(Reader *r)
{
	LoSplat *s = r->splat;

	if (!s)
		return;
	add_links(r);
	if (r->links->len < 2)
		add_chain(r);
	add_order(s, r->new_from, r->new_to, NULL);
	if (s->kind != LO_SPLAT_STATE)
		add_order(s, r->held, r->acquired, NULL);
	if (!r->chain->len) {
		add_order(s, r->acquired, r->taken, NULL);
		add_order(s, r->taker, r->acquired, NULL);
	}
	if (r->acquired && !s->locks->len)
		add_lock(s, r->acquired);
	r->splat = NULL;
}

static void clear_reader(Reader *r)
{
	char **names[] = { &r->acquired, &r->held, &r->taken, &r->taker, &r->new_from, &r->new_to };

	for (guint i = 0; i < G_N_ELEMENTS(names); i++)
		g_clear_pointer(names[i], g_free);
	g_ptr_array_set_size(r->links, 0);
	g_ptr_array_set_size(r->chain, 0);
	r->expect = EXPECT_NOTHING;
	r->done = FALSE;
}

/* ---- reading ---- */

static gboolean title_kind(const char *s, LoSplatKind *kind)
{
	static const struct {
		const char *text;
		LoSplatKind kind;
	} titles[] = {
		{ "possible circular locking dependency detected", LO_SPLAT_CIRCULAR },
		{ "possible recursive locking detected", LO_SPLAT_RECURSIVE },
		{ "possible irq lock inversion dependency detected", LO_SPLAT_INVERSION },
		{ "-unsafe lock order detected", LO_SPLAT_INVERSION },
		{ "inconsistent lock state", LO_SPLAT_STATE },
	};

	for (guint i = 0; i < G_N_ELEMENTS(titles); i++)
		if (strstr(s, titles[i].text)) {
			*kind = titles[i].kind;
			return TRUE;
		}
	return FALSE;
}

static void start_splat(Reader *r, LoSplatKind kind, guint line)
{
	finish_splat(r);
	clear_reader(r);
	r->splat = g_new0(LoSplat, 1);
	r->splat->kind = kind;
	r->splat->line = line;
	r->splat->locks = g_ptr_array_new_with_free_func(g_free);
	r->splat->orders = g_ptr_array_new_with_free_func((GDestroyNotify)lo_seen_order_free);
	g_ptr_array_add(r->splats, r->splat);
}

static Expect announced(const char *s)
{
	static const struct {
		const char *text;
		Expect expect;
	} phrases[] = {
		{ "is trying to acquire", EXPECT_ACQUIRED },
		{ "just changed the state of lock", EXPECT_ACQUIRED },
		{ " takes:", EXPECT_ACQUIRED },
		{ "already holding", EXPECT_HELD },
		{ "which would create a new lock dependency", EXPECT_NEW },
		{ "but this lock took another", EXPECT_TAKEN },
		{ "but this lock was taken by another", EXPECT_TAKER },
		{ "Chain exists of", EXPECT_CHAIN },
	};

	for (guint i = 0; i < G_N_ELEMENTS(phrases); i++)
		if (strstr(s, phrases[i].text))
			return phrases[i].expect;
	return EXPECT_NOTHING;
}

static void set_name(char **name, char *value)
{
	g_free(*name);
	*name = value;
}

static void read_new_dependency(Reader *r, const char *s)
{
	const char *arrow = strstr(s, " -> (");

	if (!arrow)
		return;
	set_name(&r->new_from, lock_in(s, (gsize)(arrow - s)));
	set_name(&r->new_to, lock_in(arrow, strlen(arrow)));
}

static void read_chain(Reader *r, const char *s)
{
	g_auto(GStrv) names = g_strsplit(s, " --> ", -1);

	for (guint i = 0; names[i] && names[1] && r->chain->len < MAX_LINKS; i++)
		if (*g_strstrip(names[i]))
			g_ptr_array_add(r->chain, lo_lock_base_name(names[i]));
}

static void read_expected(Reader *r, const char *s)
{
	switch (r->expect) {
	case EXPECT_ACQUIRED:
		set_name(&r->acquired, lock_in(s, strlen(s)));
		break;
	case EXPECT_HELD:
		set_name(&r->held, lock_in(s, strlen(s)));
		break;
	case EXPECT_TAKEN:
		set_name(&r->taken, lock_in(s, strlen(s)));
		break;
	case EXPECT_TAKER:
		set_name(&r->taker, lock_in(s, strlen(s)));
		break;
	case EXPECT_NEW:
		read_new_dependency(r, s);
		break;
	case EXPECT_CHAIN:
		read_chain(r, s);
		break;
	case EXPECT_NOTHING:
		break;
	}
	r->expect = EXPECT_NOTHING;
}

/* "-> #2 (slab_mutex){+.+.}-{3:3}:" */
static gboolean read_link(Reader *r, const char *s)
{
	char *lock = g_str_has_prefix(s, "-> #") && r->links->len < MAX_LINKS ? lock_in(s, strlen(s)) : NULL;
	Link *l;

	if (!lock)
		return FALSE;
	l = g_new0(Link, 1);
	l->lock = lock;
	l->stack = g_ptr_array_new_with_free_func(g_free);
	g_ptr_array_add(r->links, l);
	return TRUE;
}

static void read_frame(Reader *r, const char *s)
{
	char *function = r->links->len ? frame_function(s) : NULL;

	if (function)
		g_ptr_array_add(((Link *)g_ptr_array_index(r->links, r->links->len - 1))->stack, function);
}

static void read_line(Reader *r, const char *s, guint number)
{
	LoSplatKind kind;
	Expect expect;

	if (title_kind(s, &kind)) {
		start_splat(r, kind, number);
		return;
	}
	if (!r->splat || r->done || !*s)
		return;
	expect = announced(s);
	if (expect)
		r->expect = expect;
	else if (r->expect)
		read_expected(r, s);
	else if (g_str_has_prefix(s, "stack backtrace:"))
		r->done = TRUE;
	else if (!read_link(r, s))
		read_frame(r, s);
}

GPtrArray *lo_parse_splats(char *const *lines)
{
	Reader r = {
		.splats = g_ptr_array_new_with_free_func(splat_free),
		.links = g_ptr_array_new_with_free_func(link_free),
		.chain = g_ptr_array_new_with_free_func(g_free),
	};

	for (guint i = 0; lines[i]; i++)
		read_line(&r, line_content(lines[i]), i + 1);
	finish_splat(&r);
	clear_reader(&r);
	g_ptr_array_unref(r.links);
	g_ptr_array_unref(r.chain);
	return r.splats;
}
