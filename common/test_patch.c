#include "common/error.h"
#include "common/patch.h"

#include <string.h>

static LoPatch *parse(const char *text)
{
	g_autoptr(GError) error = NULL;
	LoPatch *p = lo_patch_parse("x.patch", text, strlen(text), 1, &error);

	g_assert_no_error(error);
	return p;
}

static char *apply_first(LoPatch *p, const char *contents)
{
	g_autoptr(GError) error = NULL;
	GString *out = lo_patch_apply(p, p->files->pdata[0], contents, strlen(contents), &error);

	g_assert_no_error(error);
	return g_string_free(out, FALSE);
}

static void expect(const char *patch, const char *contents, const char *want)
{
	g_autoptr(LoPatch) p = parse(patch);
	g_autofree char *got = apply_first(p, contents), *back = NULL;

	g_assert_cmpstr(got, ==, want);
	lo_patch_reverse(p);
	back = apply_first(p, want);
	g_assert_cmpstr(back, ==, contents);
}

static const char mail[] =
	"From 0123 Mon Sep 17 00:00:00 2001\nFrom: A <a@b.c>\nSubject: [PATCH] x\n\n--- text\n---\n f.c | 2 +-\n\n"
	"diff --git a/d/f.c b/d/f.c\nindex 1..2 100644\n--- a/d/f.c\n+++ b/d/f.c\n"
	"@@ -2,3 +2,3 @@ int f(void)\n two\n-three\n+THREE\n four\n-- \n2.40.1\n";

static void test_apply(void)
{
	expect(mail, "one\ntwo\nthree\nfour\nfive\n", "one\ntwo\nTHREE\nfour\nfive\n");
	g_autoptr(LoPatch) p = parse(mail);
	const LoPatchFile *f = p->files->pdata[0];
	g_assert_cmpuint(p->files->len, ==, 1);
	g_assert_cmpstr(f->new_path, ==, "d/f.c");
}

/* What of a mail follows its headers. */
static const char *body_of(const char *whole)
{
	return strstr(whole, "\n\n") + 2;
}

static void expect_mail(const char *header, const char *body)
{
	g_autofree char *whole = g_strconcat("Subject: x\nContent-Transfer-Encoding: ", header, "\n\n", body, NULL);

	expect(whole, "one\ntwo\nthree\nfour\nfive\n", "one\ntwo\nTHREE\nfour\nfive\n");
}

static void test_mail(void)
{
	const char *body = body_of(mail);
	g_auto(GStrv) lines = g_strsplit(body, "\n", -1);
	g_autofree char *coded = g_base64_encode((const guchar *)body, strlen(body)), *crlf = g_strjoinv("\r\n", lines);
	g_autoptr(GString) folded = g_string_new(coded);

	for (gsize i = 60; i < folded->len; i += 61)
		g_string_insert_c(folded, (gssize)i, '\n');
	expect_mail("base64", folded->str);
	expect_mail("8bit", crlf);
	expect_mail("quoted-printable", "--- a/d/f.c=20\n+++ b/d/f.c\n@@ -2,3 +2,3 @@ a=\nb\n two\n-thr=65e\n+THREE\n four\n");

	/* two mails, the first one of parts */
	g_autofree char *parts = g_strconcat(
		"From x Mon Sep 17 00:00:00 2001\nContent-Type: multipart/mixed;\n boundary=\"=-p\"\n\n--=-p\n\nseen=3D?\n--=-p\n"
		"Content-Transfer-Encoding: base64\n\n", folded->str, "\n--=-p--\n\n", mail, NULL);
	g_autoptr(LoPatch) p = parse(parts);
	g_assert_cmpuint(p->files->len, ==, 2);
}

/* A diff alone keeps its line ends: they are the file's. */
static void test_line_ends(void)
{
	expect("--- a/f\n+++ b/f\n@@ -1 +1 @@\n-a\r\n+b\r\n", "a\r\n", "b\r\n");
}

static void test_offset(void)
{
	expect(mail, "0\n0\n0\none\ntwo\nthree\nfour\nfive\n", "0\n0\n0\none\ntwo\nTHREE\nfour\nfive\n");
}

/* The context at one end has changed since. */
static void test_fuzz(void)
{
	expect(mail, "one\ntwo\nthree\nvier\nfive\n", "one\ntwo\nTHREE\nvier\nfive\n");
	expect(mail, "one\nzwei\nthree\nfour\nfive\n", "one\nzwei\nTHREE\nfour\nfive\n");
}

static void test_several_hunks(void)
{
	expect("--- a/f\n+++ b/f\n@@ -1 +1,2 @@\n a\n+A\n@@ -4,2 +5 @@\n d\n-e\n", "a\nb\nc\nd\ne\n", "a\nA\nb\nc\nd\n");
}

static void test_ends(void)
{
	expect("--- a/f\n+++ b/f\n@@ -1,2 +1,2 @@\n a\n-b\n\\ No newline at end of file\n+c\n", "a\nb", "a\nc\n");
	expect("--- /dev/null\n+++ b/f\n@@ -0,0 +1,2 @@\n+a\n+b\n", "", "a\nb\n");
	expect("--- a/f\n+++ /dev/null\n@@ -1,2 +0,0 @@\n-a\n-b\n", "a\nb\n", "");
}

static void test_rename(void)
{
	g_autoptr(LoPatch) p = parse("diff --git a/old.c b/new.c\nsimilarity index 100%\nrename from old.c\nrename to new.c\n");
	const LoPatchFile *f = p->files->pdata[0];

	g_assert_cmpstr(f->old_path, ==, "old.c");
	g_assert_cmpstr(f->new_path, ==, "new.c");
	g_assert_cmpuint(f->hunks->len, ==, 0);
}

static void refuse(const char *text, const char *why)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(LoPatch) p = lo_patch_parse("x.patch", text, strlen(text), 1, &error);

	g_assert_null(p);
	g_assert_error(error, LO_ERROR, LO_ERROR_INPUT);
	g_assert_nonnull(strstr(error->message, why));
}

static void test_hostile(void)
{
	refuse("", "x.patch:1: no change");
	refuse("--- a/../x\n+++ a/../x\n@@ -1 +1 @@\n-a\n+b\n", "x.patch:1: the name is not");
	refuse("--- /etc/passwd\n+++ /etc/passwd\n@@ -1 +1 @@\n-a\n+b\n", "x.patch:1: the name is absolute");
	refuse("--- a//etc/../../x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n", "x.patch:1:");
	refuse("--- a/x\n+++ \"b/\\056\\056/y\"\n@@ -1 +1 @@\n-a\n+b\n", "x.patch:2: the name is not");
	refuse("diff --git a/x b/x\nrename from ../x\nrename to y\n", "x.patch:4: the name is not");
	refuse("--- /dev/null\n+++ /dev/null\n@@ -1 +1 @@\n-a\n+b\n", "neither side");
	refuse("--- a/x\n+++ b/x\n@@ -1,5 +1,5 @@\n-a\n+b\n", "x.patch:6: the patch ends");
	refuse("--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n-a\n+b\n", "x.patch:5: the hunk does not have");
	refuse("--- a/x\n+++ b/x\n@@ -99999999999999999999 +1 @@\n-a\n+b\n", "x.patch:3: not a hunk");
}

static void test_no_fit(void)
{
	g_autoptr(LoPatch) p = parse(mail);
	g_autoptr(GError) error = NULL;

	g_assert_null(lo_patch_apply(p, p->files->pdata[0], "a\nb\n", 4, &error));
	g_assert_error(error, LO_ERROR, LO_ERROR_INPUT);
	g_assert_cmpstr(error->message, ==, "x.patch:13: the hunk does not apply to 'd/f.c' as it is");
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/patch/apply", test_apply);
	g_test_add_func("/patch/mail", test_mail);
	g_test_add_func("/patch/line-ends", test_line_ends);
	g_test_add_func("/patch/offset", test_offset);
	g_test_add_func("/patch/fuzz", test_fuzz);
	g_test_add_func("/patch/several-hunks", test_several_hunks);
	g_test_add_func("/patch/ends", test_ends);
	g_test_add_func("/patch/rename", test_rename);
	g_test_add_func("/patch/hostile", test_hostile);
	g_test_add_func("/patch/no-fit", test_no_fit);
	return g_test_run();
}
