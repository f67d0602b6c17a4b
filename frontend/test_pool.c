#include "frontend/pool.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "common/error.h"

/* What a fake unit does, by the job's number. */
typedef enum { DO_WORK, DO_FAIL, DO_CRASH, DO_HANG, DO_GARBAGE, DO_EXIT, DO_TALK, DO_HUGE, DO_INTERRUPT } Deed;

typedef struct {
	const Deed *deeds;
	char **reasons;		/* by job; "" is an answer with bytes */
	guint *times;		/* that it was answered */
	guint stop_after;
	guint answers;
} Fake;

/* Any of the sockets is good enough: the worker has its own and copies of its siblings'. */
static void send_garbage(void)
{
	static const char text[64] = "this is no answer at all";

	for (int fd = 3; fd < 64; fd++)
		send(fd, text, sizeof(text), MSG_NOSIGNAL | MSG_DONTWAIT);
	pause();
}

static GBytes *huge(void)
{
	g_autofree char *text = g_malloc(8 << 20);

	memset(text, 'x', 8 << 20);
	return g_bytes_new(text, 8 << 20);
}

static GBytes *fake_work(guint job, gpointer data, GError **error)
{
	const Fake *fake = data;

	switch (fake->deeds[job]) {
	case DO_FAIL:
		g_set_error(error, LO_ERROR, LO_ERROR_INPUT, "job %u cannot be read", job);
		return NULL;
	case DO_CRASH:
		raise(SIGKILL);
		break;
	case DO_HANG:
		for (;;)
			pause();
	case DO_GARBAGE:
		send_garbage();
		break;
	case DO_EXIT:
		_exit(7);
	case DO_TALK:
		printf("noise\n");
		fprintf(stderr, "noise\n");
		fflush(stdout);
		break;
	case DO_HUGE:
		return huge();
	case DO_INTERRUPT:
		kill(getppid(), SIGTERM);
		break;
	case DO_WORK:
		break;
	}
	return g_bytes_new(&job, sizeof(job));
}

static gboolean fake_take(const LoPoolAnswer *answer, gpointer data, GError **error)
{
	Fake *fake = data;

	fake->times[answer->job]++;
	fake->reasons[answer->job] = g_strdup(answer->bytes ? "" : answer->reason);
	if (answer->bytes && fake->deeds[answer->job] != DO_HUGE)
		g_assert_cmpuint(*(const guint *)g_bytes_get_data(answer->bytes, NULL), ==, answer->job);
	if (++fake->answers == fake->stop_after) {
		g_set_error(error, LO_ERROR, LO_ERROR_DB, "disk full");
		return FALSE;
	}
	return TRUE;
}

static gboolean run(Fake *fake, const Deed *deeds, guint n, guint workers, GError **error)
{
	g_autofree guint *jobs = g_new(guint, n);
	LoPoolOptions opt = { .workers = workers, .time_limit = 1, .work = fake_work, .take = fake_take, .data = fake };

	fake->deeds = deeds;
	fake->reasons = g_new0(char *, n + 1);
	fake->times = g_new0(guint, n);
	for (guint i = 0; i < n; i++)
		jobs[i] = i;
	return lo_pool_run(&opt, jobs, n, error);
}

static void fake_clear(Fake *fake, guint n)
{
	for (guint i = 0; i < n; i++)
		g_free(fake->reasons[i]);
	g_free(fake->reasons);
	g_free(fake->times);
}

static void test_work(void)
{
	g_autofree Deed *deeds = g_new0(Deed, 1000);

	for (guint workers = 1; workers <= 4; workers += 3) {
		Fake fake = { 0 };

		g_assert_true(run(&fake, deeds, 1000, workers, NULL));
		for (guint i = 0; i < 1000; i++) {
			g_assert_cmpuint(fake.times[i], ==, 1);
			g_assert_cmpstr(fake.reasons[i], ==, "");
		}
		fake_clear(&fake, 1000);
	}
}

static void test_no_jobs(void)
{
	LoPoolOptions opt = { .work = fake_work, .take = fake_take };

	g_assert_true(lo_pool_run(&opt, NULL, 0, NULL));
}

static void test_bad_workers(void)
{
	static const Deed deeds[] = { DO_WORK, DO_CRASH, DO_FAIL, DO_WORK, DO_HANG, DO_EXIT, DO_GARBAGE, DO_HUGE,
				      DO_TALK, DO_CRASH, DO_WORK };
	static const char *const reasons[] = { "", "the worker was killed by SIGKILL", "job 2 cannot be read", "",
					       "took longer than the limit of 1 seconds", "the worker ended with status 7",
					       "the worker sent garbage", "", "", "the worker was killed by SIGKILL",
					       "" };
	Fake fake = { 0 };
	g_autoptr(GError) error = NULL;

	g_assert_true(run(&fake, deeds, G_N_ELEMENTS(deeds), 1, &error));
	g_assert_no_error(error);
	for (guint i = 0; i < G_N_ELEMENTS(deeds); i++) {
		g_assert_cmpuint(fake.times[i], ==, 1);
		if (!g_str_has_prefix(fake.reasons[i], reasons[i]) || !*reasons[i])
			g_assert_cmpstr(fake.reasons[i], ==, reasons[i]);
	}
	fake_clear(&fake, G_N_ELEMENTS(deeds));
}

/* Nobody is left waiting when several die at once. */
static void test_all_crash(void)
{
	static const Deed deeds[] = { DO_CRASH, DO_EXIT, DO_CRASH, DO_EXIT, DO_CRASH, DO_CRASH, DO_CRASH, DO_CRASH };
	Fake fake = { 0 };

	g_assert_true(run(&fake, deeds, G_N_ELEMENTS(deeds), 4, NULL));
	for (guint i = 0; i < G_N_ELEMENTS(deeds); i++)
		g_assert_cmpuint(fake.times[i], ==, 1);
	fake_clear(&fake, G_N_ELEMENTS(deeds));
}

static void test_take_fails(void)
{
	static const Deed deeds[8] = { DO_WORK };
	Fake fake = { .stop_after = 3 };
	g_autoptr(GError) error = NULL;

	g_assert_false(run(&fake, deeds, G_N_ELEMENTS(deeds), 2, &error));
	g_assert_error(error, LO_ERROR, LO_ERROR_DB);
	g_assert_cmpuint(fake.answers, ==, 3);
	fake_clear(&fake, G_N_ELEMENTS(deeds));
}

static void test_interrupted(void)
{
	static const Deed deeds[] = { DO_WORK, DO_WORK, DO_INTERRUPT, DO_HANG, DO_HANG };
	Fake fake = { 0 };
	g_autoptr(GError) error = NULL;

	g_assert_false(run(&fake, deeds, G_N_ELEMENTS(deeds), 1, &error));
	g_assert_error(error, LO_ERROR, LO_ERROR_INCOMPLETE);
	g_assert_cmpstr(error->message, ==, "interrupted by SIGTERM");
	g_assert_cmpuint(fake.times[0] + fake.times[1], ==, 2);
	g_assert_cmpuint(fake.times[4], ==, 0);
	fake_clear(&fake, G_N_ELEMENTS(deeds));
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/pool/work", test_work);
	g_test_add_func("/pool/no-jobs", test_no_jobs);
	g_test_add_func("/pool/bad-workers", test_bad_workers);
	g_test_add_func("/pool/all-crash", test_all_crash);
	g_test_add_func("/pool/take-fails", test_take_fails);
	g_test_add_func("/pool/interrupted", test_interrupted);
	return g_test_run();
}
