/* The SARIF log: the tool, its rules, and what weaknesses of the CWE list they are about. */
#include "report/sarif.h"

#include "report/formats.h"

#define SCHEMA "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json"

enum { CWE_667, CWE_764, CWE_833, N_CWE };

typedef struct {
	const char *id, *name, *summary;
} Weakness;

static const Weakness weaknesses[N_CWE] = {
	{ "667", "Improper Locking", "A lock is not acquired or released as it should be." },
	{ "764", "Multiple Locks of a Critical Resource", "A lock is taken again by who holds it." },
	{ "833", "Deadlock", "Threads wait for each other, and none can go on." },
};

typedef struct {
	const char *id, *name, *summary;
	guint weakness;
} Rule;

/* By LoReportKind. */
static const Rule rules[] = {
	[LO_REPORT_CYCLE] = { "lock-order/cycle", "CircularLockOrder", "Locks are taken in orders that form a circle.", CWE_833 },
	[LO_REPORT_RECURSION] = { "lock-order/recursion", "RecursiveLock", "A lock is taken while it is held.", CWE_764 },
	[LO_REPORT_IRQ] = { "lock-order/irq", "InterruptInversion",
			    "An interrupt takes a lock that is held, or waited for, with interrupts on.", CWE_833 },
	[LO_REPORT_WAIT] = { "lock-order/wait", "WaitUnderLock", "What is waited for needs a lock that the waiter holds.", CWE_833 },
	[LO_REPORT_IMBALANCE] = { "lock-order/imbalance", "LockImbalance",
				  "A lock is released unheld, or held after some returns only.", CWE_667 },
};

const char *lo_sarif_rule_id(LoReportKind kind)
{
	return rules[kind].id;
}

static json_t *cwe_reference(void)
{
	return json_pack("{s:s, s:i}", "name", "CWE", "index", 0);
}

static json_t *rule_json(const Rule *rule)
{
	/* The tag is what GitHub's code scanning shows. */
	g_autofree char *tag = g_strconcat("external/cwe/cwe-", weaknesses[rule->weakness].id, NULL);
	json_t *target = json_pack("{s:s, s:i, s:o}", "id", weaknesses[rule->weakness].id, "index", (int)rule->weakness,
				   "toolComponent", cwe_reference());

	return json_pack("{s:s, s:s, s:{s:s}, s:{s:s}, s:[{s:o, s:[s]}], s:{s:[s, s, s]}}", "id", rule->id, "name", rule->name,
			 "shortDescription", "text", rule->summary, "defaultConfiguration", "level", "warning",
			 "relationships", "target", target, "kinds", "superset", "properties", "tags", "correctness",
			 "concurrency", tag);
}

static json_t *driver_json(void)
{
	json_t *all = json_array();

	for (guint i = 0; i < G_N_ELEMENTS(rules); i++)
		json_array_append_new(all, rule_json(&rules[i]));
	return json_pack("{s:s, s:s, s:s, s:o, s:[o]}", "name", "lockorder", "version", LO_VERSION, "semanticVersion", LO_VERSION,
			 "rules", all, "supportedTaxonomies", cwe_reference());
}

static json_t *taxonomy_json(void)
{
	json_t *taxa = json_array();

	for (guint i = 0; i < N_CWE; i++)
		json_array_append_new(taxa, json_pack("{s:s, s:s, s:{s:s}}", "id", weaknesses[i].id, "name", weaknesses[i].name,
						      "shortDescription", "text", weaknesses[i].summary));
	return json_pack("{s:s, s:s, s:s, s:{s:s}, s:b, s:o}", "name", "CWE", "organization", "MITRE",
			 "informationUri", "https://cwe.mitre.org/", "shortDescription", "text",
			 "The MITRE Common Weakness Enumeration", "isComprehensive", FALSE, "taxa", taxa);
}

static json_t *run_json(json_t *results)
{
	return json_pack("{s:{s:o}, s:[o], s:{s:{s:{s:s}}}, s:s, s:o}", "tool", "driver", driver_json(), "taxonomies",
			 taxonomy_json(), "originalUriBaseIds", "SRCROOT", "description", "text", "the tree that was scanned",
			 "columnKind", "unicodeCodePoints", "results", results);
}

gboolean lo_render_sarif(const LoSolution *sol, const LoRenderOptions *opt, GString *out, GError **error G_GNUC_UNUSED)
{
	g_autoptr(LoSources) sources = lo_sources_of(opt);
	g_autoptr(GArray) shown = lo_reports_shown(sol, opt);
	g_autoptr(json_t) log = NULL;
	json_t *results = json_array();

	for (guint i = 0; i < shown->len; i++)
		json_array_append_new(results, lo_sarif_result(sol, sources, g_array_index(shown, guint32, i)));
	log = json_pack("{s:s, s:s, s:[o]}", "$schema", SCHEMA, "version", "2.1.0", "runs", run_json(results));
	lo_json_append(out, log);
	return TRUE;
}
