#include <glib.h>
#include <glib/gstdio.h>
#include <string.h>

#include "common/error.h"
#include "lockmodel/model.h"

static LoModel *parse(const char *text)
{
	LoModel *m = lo_model_new();
	g_autoptr(GError) error = NULL;

	lo_model_add_text(m, "t.model", text, -1, &error);
	g_assert_no_error(error);
	return m;
}

static const LoEffect *effect(const LoModel *m, const char *function, guint i)
{
	const LoPrimitive *p = lo_model_function(m, function);

	g_assert_nonnull(p);
	g_assert_cmpuint(i, <, p->effects->len);
	return &g_array_index(p->effects, LoEffect, i);
}

static void test_errors(void)
{
	static const struct {
		const char *text, *error;
	} cases[] = {
		{ "bogus x", "t.model:1: unknown directive 'bogus'" },
		{ "\n# c\nfunction", "t.model:3: expected a function's name before the end of the line" },
		{ "function 9x cut", "t.model:1: expected a function's name, not '9x'" },
		{ "function a*b cut", "t.model:1: expected a function's name, not 'a*b'" },
		{ "function f", "t.model:1: expected an effect" },
		{ "function f cut;", "t.model:1: expected an effect" },
		{ "function f explode arg0", "t.model:1: unknown effect 'explode'" },
		{ "function f acquire", "t.model:1: expected a place: argN, ret, object, any:RECORD, global:NAME, pseudo:NAME or symbol:argN" },
		{ "function f acquire lock", "t.model:1: a place starts with argN, ret, object, any:RECORD, global:NAME, pseudo:NAME or symbol:argN, not 'lock'" },
		{ "function f acquire arg64", "t.model:1: a place starts with argN, ret, object, any:RECORD, global:NAME, pseudo:NAME or symbol:argN, not 'arg64'" },
		{ "function f acquire arg0->", "t.model:1: expected a member in the place, not ''" },
		{ "function f acquire arg0.a..b", "t.model:1: expected a member in the place, not ''" },
		{ "function f acquire arg0->9:b", "t.model:1: expected a member in the place, not '9'" },
		{ "function f acquire arg0 kind=mutexx", "t.model:1: unknown kind of lock 'mutexx'" },
		{ "function f acquire arg0 if maybe", "t.model:1: expected zero, nonzero, null, nonnull, negative, nonnegative or positive after 'if'" },
		{ "function f acquire arg0 subclass=8", "t.model:1: expected a subclass 0 to 7 or argN, not '8'" },
		{ "function f acquire arg0 maybe", "t.model:1: this effect has no option 'maybe'" },
		{ "function f release arg0 shared", "t.model:1: this effect has no option 'shared'" },
		{ "function f cut arg0", "t.model:1: this effect has no option 'arg0'" },
		{ "function f init arg0 name=x", "t.model:1: expected argN, textN or a \"name\" after name=, not 'x'" },
		{ "function f init arg0 name=\"a{b}\"", "t.model:1: expected {argN}, {textN} or {fmtN,M} in the name 'a{b}'" },
		{ "function f init arg0 name=\"a{arg0\"", "t.model:1: expected {argN}, {textN} or {fmtN,M} in the name 'a{arg0'" },
		{ "function f init arg0 name=\"a", "t.model:1: a quote is not closed" },
		{ "function f acquire arg0 when arg1 == 1", "t.model:1: expected '&' before '=='" },
		{ "function f acquire arg0 when arg1 & x == 1", "t.model:1: expected a number for MASK in 'when argN & MASK == VALUE'" },
		{ "function f acquire arg0 when arg1 & 1 ==", "t.model:1: expected a number for VALUE in 'when argN & MASK == VALUE'" },
		{ "function f call arg1 (arg0", "t.model:1: expected ')' before the end of the line" },
		{ "function f invoke container=arg0", "t.model:1: slot= is missing" },
		{ "function f invoke slot=a.b", "t.model:1: container= is missing" },
		{ "function f invoke container=arg0 slot=ab", "t.model:1: expected slot=RECORD.FIELD, not 'ab'" },
		{ "function f register container=arg0", "t.model:1: object= is missing" },
		{ "function f copyclass arg0", "t.model:1: from= is missing" },
		{ "function f callback arg1 context=moon", "t.model:1: unknown context 'moon'" },
		{ "function f irq sideways", "t.model:1: unknown effect 'irq'" },
		{ "function f \\\n acquire arg0 \\\n bad", "t.model:3: this effect has no option 'bad'" },
		{ "slot work cut", "t.model:1: expected RECORD.FIELD, not 'work'" },
		{ "entry a.b hold=zzz", "t.model:1: a place starts with argN, ret, object, any:RECORD, global:NAME, pseudo:NAME or symbol:argN, not 'zzz'" },
		{ "entry a.b at=once", "t.model:1: an entry has no option 'at=once'" },
		{ "transparent spinlock", "t.model:1: expected a member of that record before the end of the line" },
		{ "type mutex mutex", "t.model:1: expected kind=KIND after the record" },
		{ "alias a = b", "t.model:1: alias of a function that has no model before this line: 'b'" },
		{ "alias a b", "t.model:1: expected '=' before 'b'" },
		{ "key k =", "t.model:1: expected a class name after '='" },
		{ "same a = b", "t.model:1: expected pseudo:NAME" },
		{ "shield pseudo:a", "t.model:1: expected a class name after the pseudo lock" },
		{ "last-reference 1", "t.model:1: expected a function's name, not '1'" },
		{ "trampoline f = r.*", "t.model:1: expected the beginning of functions' names and a '*' after 'trampoline'" },
		{ "trampoline f_* = r", "t.model:1: expected RECORD.* after '='" },
		{ "include ../x", "t.model:1: an included model is a shipped one or a file beside this one, not '../x'" },
		{ "include", "t.model:1: expected a name after 'include'" },
		{ "key a = b c", "t.model:1: the line should end before 'c'" },
		{ "function f\x01 cut", "t.model:1: expected a function's name, not 'f\\001'" },
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(LoModel) m = lo_model_new();
		g_autoptr(GError) error = NULL;

		g_assert_false(lo_model_add_text(m, "t.model", cases[i].text, -1, &error));
		g_assert_error(error, LO_ERROR, LO_ERROR_INPUT);
		g_assert_cmpstr(error->message, ==, cases[i].error);
	}
}

static void test_zero_byte(void)
{
	static const char text[] = "function f cut\n\0function g cut";
	g_autoptr(LoModel) m = lo_model_new();
	g_autoptr(GError) error = NULL;

	g_assert_false(lo_model_add_text(m, "t.model", text, sizeof(text) - 1, &error));
	g_assert_cmpstr(error->message, ==, "t.model:2: a zero byte: this is no lock model");
}

/* An error leaves the model as it was, the good lines before it included. */
static void test_error_changes_nothing(void)
{
	g_autoptr(LoModel) m = parse("function f cut\n");
	g_autofree char *before = lo_model_hash(m);
	g_autofree char *after = NULL;
	g_autoptr(GError) error = NULL;

	g_assert_false(lo_model_add_text(m, "u.model", "function g cut\nfunction f noreturn\noops\n", -1, &error));
	g_assert_null(lo_model_function(m, "g"));
	g_assert_cmpint(effect(m, "f", 0)->kind, ==, LO_EFFECT_CUT);
	after = lo_model_hash(m);
	g_assert_cmpstr(before, ==, after);
}

static void test_acquire(void)
{
	g_autoptr(LoModel) m = parse(
		"function a,b acquire arg1 shared try if nonzero kind=rwsem subclass=arg2 nest=arg3\n"
		"function c acquire arg0 read=arg3 try=arg2 check=arg4 subclass=1; release arg0 maybe; irq restore\n"
		"function d acquire arg0 queued nocheck\n");
	const LoEffect *e = effect(m, "b", 0);

	g_assert_cmpint(e->kind, ==, LO_EFFECT_ACQUIRE);
	g_assert_cmpint(e->place.root, ==, LO_PLACE_ARG);
	g_assert_cmpuint(e->place.arg, ==, 1);
	g_assert_cmpint(e->hold, ==, LO_HOLD_SHARED);
	g_assert_true(e->try);
	g_assert_cmpint(e->cond, ==, LO_COND_NONZERO);
	g_assert_cmpint(e->lock_kind, ==, LO_LOCK_RWSEM);
	g_assert_cmpint(e->subclass_arg, ==, 2);
	g_assert_cmpuint(e->nest.arg, ==, 3);
	e = effect(m, "c", 0);
	g_assert_cmpint(e->read_arg, ==, 3);
	g_assert_cmpint(e->try_arg, ==, 2);
	g_assert_cmpint(e->check_arg, ==, 4);
	g_assert_cmpint(e->subclass, ==, 1);
	g_assert_cmpint(e->when_arg, ==, -1);
	g_assert_true(effect(m, "c", 1)->maybe);
	g_assert_cmpint(effect(m, "c", 2)->context, ==, LO_CTX_IRQ_RESTORE);
	g_assert_true(effect(m, "d", 0)->queued);
	g_assert_true(effect(m, "d", 0)->nocheck);
}

static const LoPlaceStep *step(const LoPlace *p, guint i)
{
	g_assert_cmpuint(i, <, p->steps->len);
	return &g_array_index(p->steps, LoPlaceStep, i);
}

static void test_places(void)
{
	g_autoptr(LoModel) m = parse(
		"function a acquire arg0->r:wq.lock->deep\n"
		"function b acquire global:runqueue->lock\n"
		"function c acquire any:rq.__lock; order ret pseudo:p\n");
	const LoPlace *p = &effect(m, "a", 0)->place;

	g_assert_cmpuint(p->steps->len, ==, 3);
	g_assert_cmpstr(step(p, 0)->record, ==, "r");
	g_assert_cmpstr(step(p, 0)->field, ==, "wq");
	g_assert_false(step(p, 0)->load);
	g_assert_cmpstr(step(p, 1)->record, ==, "");
	g_assert_false(step(p, 1)->load);
	g_assert_true(step(p, 2)->load);
	p = &effect(m, "b", 0)->place;
	g_assert_cmpstr(p->name, ==, "runqueue");
	g_assert_true(step(p, 0)->load);
	p = &effect(m, "c", 0)->place;
	g_assert_cmpint(p->root, ==, LO_PLACE_ANY);
	g_assert_cmpstr(p->name, ==, "rq");
	g_assert_cmpint(effect(m, "c", 1)->place.root, ==, LO_PLACE_RET);
	g_assert_cmpint(effect(m, "c", 1)->object.root, ==, LO_PLACE_PSEUDO);
}

static void test_names_and_calls(void)
{
	g_autoptr(LoModel) m = parse(
		"function i init arg0 name=arg1 key=arg2 kind=mutex # the usual\n"
		"function w init ret name=\"(wq_completion){fmt0,3}\" kind=workqueue; descend\n"
		"function n invoke container=arg0 slot=notifier_block.notifier_call (object, arg1, arg2)\n"
		"function o call arg1 ()\n"
		"function k callback arg0 context=thread object=ret\n"
		"function g acquire pseudo:fs_reclaim when arg0 & 0x480 == 0x480\n");
	const LoEffect *e = effect(m, "i", 0);

	g_assert_cmpint(e->name_from, ==, LO_NAME_ARG);
	g_assert_cmpint(e->name_arg, ==, 1);
	g_assert_cmpint(e->key_arg, ==, 2);
	e = effect(m, "w", 0);
	g_assert_cmpstr(e->name, ==, "(wq_completion){fmt0,3}");
	g_assert_true(lo_model_function(m, "w")->descend);
	e = effect(m, "n", 0);
	g_assert_cmpstr(e->slot_record, ==, "notifier_block");
	g_assert_cmpstr(e->slot_field, ==, "notifier_call");
	g_assert_cmpuint(e->args->len, ==, 3);
	g_assert_cmpint(g_array_index(e->args, LoPlace, 0).root, ==, LO_PLACE_OBJECT);
	g_assert_true(effect(m, "o", 0)->has_args);
	g_assert_cmpint(effect(m, "k", 0)->context, ==, LO_CTX_THREAD);
	g_assert_cmpint(effect(m, "k", 0)->object.root, ==, LO_PLACE_RET);
	e = effect(m, "g", 0);
	g_assert_cmpint(e->when_arg, ==, 0);
	g_assert_cmpuint(e->when_mask, ==, 0x480);
}

static void test_tables(void)
{
	g_autoptr(LoModel) m = parse(
		"function a unless lock_acquire \\\n  cut\nalias b = a\nfunction pre_*,pre_long_* noreturn\nfunction pre_x cut\n"
		"macro M cut\nslot ops.sub.open cut\nentry work.func context=work hold=object hold=global:g (object)\n"
		"entry ops.* called unscanned=caller after=begin unless=off hold=global:g\nfunction u unscanned cut\n"
		"transparent spinlock rlock mutex dep_map\ntype mutex,m2 kind=mutex\n"
		"key k = \"a class\"\nsame map = pseudo:fs\nshield pseudo:nofs fs\nlast-reference put_test,put_not_one\nzeroed new_object\ntrampoline __SCT__hook_* = hooks.*\n"
		"walked states.up.*,list.call\nundo del,put after add,add_all \"kn->active\"\n"
		"class sock lock \"AF_INET6\" in=net/ipv6/\n");
	const char *record;

	g_assert_cmpstr(lo_model_function(m, "b")->unless, ==, "lock_acquire");
	g_assert_cmpstr(lo_model_function(m, "b")->name, ==, "b");
	g_assert_cmpstr(lo_model_function(m, "pre_long_1")->name, ==, "pre_long_");
	g_assert_cmpint(effect(m, "pre_x", 0)->kind, ==, LO_EFFECT_CUT);
	g_assert_null(lo_model_function(m, "pre"));
	g_assert_nonnull(lo_model_macro(m, "M"));
	g_assert_nonnull(lo_model_slot(m, "ops.sub", "open"));
	g_assert_null(lo_model_slot(m, "ops", "open"));
	g_assert_cmpint(lo_model_entry(m, "work", "func")->context, ==, LO_CTX_WORK);
	g_assert_cmpuint(lo_model_entry(m, "work", "func")->hold->len, ==, 2);
	g_assert_cmpuint(lo_model_entry(m, "work", "func")->args->len, ==, 1);
	g_assert_false(lo_model_entry(m, "work", "func")->called);
	g_assert_true(lo_model_entry(m, "ops", "open")->called);
	g_assert_cmpstr(lo_model_entry(m, "ops", "open")->unscanned, ==, "caller");
	g_assert_cmpstr(lo_model_entry(m, "ops", "open")->after, ==, "begin");
	g_assert_null(lo_model_entry(m, "work", "func")->after);
	g_assert_cmpstr(lo_model_entry(m, "ops", "open")->unless, ==, "off");
	g_assert_true(lo_model_is_flag(m, "off"));
	g_assert_false(lo_model_is_flag(m, "begin"));
	g_assert_null(lo_model_entry(m, "work", "other"));
	g_assert_true(lo_model_is_walked(m, "states.up", "single"));
	g_assert_true(lo_model_is_walked(m, "list", "call"));
	g_assert_false(lo_model_is_walked(m, "list", "match"));
	g_assert_true(lo_model_function(m, "u")->unscanned);
	g_assert_false(lo_model_function(m, "a")->unscanned);
	g_assert_true(lo_model_is_transparent(m, "mutex", "dep_map"));
	g_assert_false(lo_model_is_transparent(m, "mutex", "rlock"));
	g_assert_cmpint(lo_model_type(m, "m2"), ==, LO_LOCK_MUTEX);
	g_assert_cmpint(lo_model_type(m, "m3"), ==, LO_LOCK_UNKNOWN);
	g_assert_cmpstr(lo_model_key(m, "k"), ==, "a class");
	g_assert_cmpstr(lo_model_same(m, "map"), ==, "fs");
	g_assert_true(lo_model_shields(m, "nofs", "fs"));
	g_assert_false(lo_model_shields(m, "nofs", "other"));
	g_assert_true(lo_model_shields(m, "nofs", NULL));
	g_assert_false(lo_model_shields(m, "other", NULL));
	g_assert_true(lo_model_is_last_reference(m, "put_not_one"));
	g_assert_false(lo_model_is_last_reference(m, "put"));
	g_assert_true(lo_model_is_undone(m, "add_all"));
	g_assert_false(lo_model_is_undone(m, "del"));
	g_assert_true(lo_model_undoes(m, "put", "add", "kn->active"));
	g_assert_true(lo_model_undoes(m, "put", "add", NULL));
	g_assert_false(lo_model_undoes(m, "put", "add", "other"));
	g_assert_false(lo_model_undoes(m, "add", "del", NULL));
	g_assert_cmpstr(g_array_index(lo_model_member_classes(m, "sock", "lock"), LoMemberClass, 0).in, ==, "net/ipv6/");
	g_assert_true(lo_model_is_zeroing(m, "new_object"));
	g_assert_false(lo_model_is_zeroing(m, "put_not_one"));
	g_autofree char *numbered = lo_model_trampoline(m, "__SCT__hook_open_2_10", &record);
	g_assert_cmpstr(record, ==, "hooks");
	g_assert_cmpstr(numbered, ==, "open_2");
	g_autofree char *plain = lo_model_trampoline(m, "__SCT__hook_open2", &record);
	g_assert_cmpstr(plain, ==, "open2");
	g_autofree char *bare = lo_model_trampoline(m, "__SCT__hook_open_", &record);
	g_assert_cmpstr(bare, ==, "open");
	g_assert_null(lo_model_trampoline(m, "hook_open", &record));
}

static void test_later_replaces(void)
{
	g_autoptr(LoModel) m = parse("function f cut\n");
	g_autofree char *first = lo_model_hash(m);
	g_autofree char *second = NULL;
	g_autoptr(GError) error = NULL;

	g_assert_true(lo_model_add_text(m, "user.model", "function f noreturn", -1, &error));
	g_assert_cmpint(effect(m, "f", 0)->kind, ==, LO_EFFECT_NORETURN);
	g_assert_cmpstr(lo_model_function(m, "f")->file, ==, "user.model");
	second = lo_model_hash(m);
	g_assert_cmpstr(first, !=, second);
}

static void test_shipped(void)
{
	static const char *const names[] = { "linux", "pthread" };
	g_autoptr(LoModel) none = lo_model_new();
	g_autoptr(GError) error = NULL;

	for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
		g_autoptr(LoModel) m = lo_model_new();
		g_auto(GStrv) functions = NULL;

		g_assert_true(lo_model_add_shipped(m, names[i], &error));
		functions = lo_model_names(m);
		g_assert_cmpuint(g_strv_length(functions), >, 50);
	}
	g_assert_false(lo_model_add_shipped(none, "vms", &error));
	g_assert_error(error, LO_ERROR, LO_ERROR_USAGE);
}

static void write_file(const char *folder, const char *name, const char *text)
{
	g_autofree char *path = g_build_filename(folder, name, NULL);

	g_assert_true(g_file_set_contents(path, text, -1, NULL));
}

static void remove_file(const char *folder, const char *name)
{
	g_autofree char *path = g_build_filename(folder, name, NULL);

	g_unlink(path);
}

static void test_include(void)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *folder = g_dir_make_tmp("lockorder-model-XXXXXX", NULL);
	g_autofree char *path = g_build_filename(folder, "a.model", NULL);
	g_autofree char *expected = g_strdup_printf("%s/loop.model:1: models include each other more than 8 deep", folder);
	g_autoptr(LoModel) m = lo_model_new();

	write_file(folder, "a.model", "include pthread\ninclude b.model\n");
	write_file(folder, "b.model", "function beside cut\n");
	g_assert_true(lo_model_add_file(m, path, &error));
	g_assert_nonnull(lo_model_function(m, "beside"));
	g_assert_nonnull(lo_model_function(m, "pthread_mutex_lock"));
	write_file(folder, "a.model", "include loop.model\n");
	write_file(folder, "loop.model", "include loop.model\n");
	g_assert_false(lo_model_add_file(m, path, &error));
	g_assert_cmpstr(error->message, ==, expected);
	remove_file(folder, "a.model");
	remove_file(folder, "b.model");
	remove_file(folder, "loop.model");
	g_rmdir(folder);
}

/* A few lines must not ask for years. */
static void test_many_includes(void)
{
	g_autoptr(LoModel) m = lo_model_new();
	g_autoptr(GString) text = g_string_new(NULL);
	g_autoptr(GError) error = NULL;

	for (guint i = 0; i < 100; i++)
		g_string_append(text, "include pthread\n");
	g_assert_false(lo_model_add_text(m, "t.model", text->str, -1, &error));
	g_assert_true(g_str_has_suffix(error->message, ": more than 64 models are included"));
}

/* Every prefix, and every byte changed: an error or a model, never a crash. */
static void test_mutations(void)
{
	static const char text[] = "function a,b* unless c \\\n acquire arg0->r:x.y try if zero when arg1 & 1 == 1; order ret any:r.f\n"
		"function d init ret name=\"x{fmt0,1}\" key=arg2; call arg1 (arg0, ret)\nentry a.b hold=object\nkey k = \"v\"\n";
	g_autofree char *copy = g_strdup(text);
	static const char noise[] = "\";({,#\\ \n*=";

	for (gsize i = 0; i < sizeof(text); i++) {
		g_autoptr(LoModel) m = lo_model_new();

		lo_model_add_text(m, "t", text, (gssize)i, NULL);
	}
	for (gsize i = 0; i + 1 < sizeof(text); i++)
		for (gsize j = 0; j + 1 < sizeof(noise); j++) {
			g_autoptr(LoModel) m = lo_model_new();

			copy[i] = noise[j];
			lo_model_add_text(m, "t", copy, -1, NULL);
			copy[i] = text[i];
		}
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/model/errors", test_errors);
	g_test_add_func("/model/zero-byte", test_zero_byte);
	g_test_add_func("/model/error-changes-nothing", test_error_changes_nothing);
	g_test_add_func("/model/acquire", test_acquire);
	g_test_add_func("/model/places", test_places);
	g_test_add_func("/model/names-and-calls", test_names_and_calls);
	g_test_add_func("/model/tables", test_tables);
	g_test_add_func("/model/later-replaces", test_later_replaces);
	g_test_add_func("/model/shipped", test_shipped);
	g_test_add_func("/model/include", test_include);
	g_test_add_func("/model/many-includes", test_many_includes);
	g_test_add_func("/model/mutations", test_mutations);
	return g_test_run();
}
