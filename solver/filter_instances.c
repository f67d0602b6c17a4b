/*
 * Is it the same lock?  A class has many objects: a recursion must show that both
 * are one; a cycle over the subclasses of one class is most often about a
 * parent and its children, in an order that nobody wrote down.
 */
#include "solver/confidence.h"

#define UNPROVEN_PERCENT 40	/* another object of the class is as likely: parent and child, neighbours in a list */
#define FAMILY_PERCENT 40
#define LOOP_PERCENT 50
#define SUBCLASS_PERCENT 50
#define NEW_PERCENT 50
#define SEMAPHORE_PERCENT 50

static LoClassId base_of(const LoJudge *j, LoClassId cls)
{
	return lo_class_get(j->w->classes, cls)->base;
}

static gboolean is_one_object(const LoJudge *j, const LoEdge *e)
{
	const LoClass *c = lo_class_get(j->w->classes, e->from);

	return c->is_static && c->kind != LO_LOCK_PSEUDO && !lo_val_is_one_of_many(j->w->vals, e->held.lock, e->from != e->to);
}

static gboolean is_proven(const LoJudge *j, const LoReportRow *r)
{
	const LoEdge *e = lo_judged_edge(j, r, 0);

	return (r->edges->len == 1 && e->same_instance == 1) || is_one_object(j, e);
}

/* Taken where it was taken already: the next round of a loop. */
static gboolean is_loop(const LoJudge *j, const LoEdge *e)
{
	return lo_witness_is_next_round(j->w, e);
}

static guint recursion_part(const LoJudge *j, const LoReportRow *r, GString *why)
{
	const LoEdge *e = lo_judged_edge(j, r, 0);

	if (!is_proven(j, r)) {
		g_string_append(why, r->edges->len > 1 ? "the same class again in one thread, not proven to be the same object" :
				"the same class again, not proven to be the same object");
		return UNPROVEN_PERCENT;
	}
	if (r->edges->len == 1 && is_loop(j, e)) {
		g_string_append(why, "taken again at the same place, in a loop");
		return LOOP_PERCENT;
	}
	if (e->from != e->to && r->edges->len == 1) {
		g_string_append(why, "taken with another subclass, which is for another object");
		return SUBCLASS_PERCENT;
	}
	return 100;
}

static gboolean is_family(const LoJudge *j, const LoReportRow *r)
{
	for (guint i = 1; i < r->edges->len; i++)
		if (base_of(j, lo_judged_edge(j, r, i)->from) != base_of(j, lo_judged_edge(j, r, 0)->from))
			return FALSE;
	return r->edges->len > 1;
}

/* The object that a lock is in. */
static LoVal object_of(const LoVals *vals, LoVal lock)
{
	lock = lo_val_base_lock(vals, lock);
	while (lo_val(vals, lock)->kind == LO_V_FIELD || lo_val(vals, lock)->kind == LO_V_INDEX)
		lock = lo_val(vals, lock)->a;
	return lock;
}

/* A lock that this very function initialises, in an object that it has just got from somewhere. */
static gboolean is_new(const LoJudge *j, const LoEdge *e)
{
	const LoSummary *s = j->w->summaries[e->fn];

	/* it is held by what runs later, given away here */
	LoLockKind kind = lo_class_get(j->w->classes, e->from)->kind;
	if (kind == LO_LOCK_WORKQUEUE || kind == LO_LOCK_WORK)
		return FALSE;
	if (lo_val(j->w->vals, object_of(j->w->vals, e->held.lock))->kind != LO_V_OPAQUE)
		return FALSE;
	for (guint i = 0; i < s->inits->len; i++)
		if (lo_val_base_lock(j->w->vals, g_array_index(s->inits, LoInitFact, i).lock) == lo_val_base_lock(j->w->vals, e->held.lock))
			return TRUE;
	return FALSE;
}

guint lo_filter_instances(const LoJudge *j, const LoReportRow *r, GString *why)
{
	if (r->kind == LO_REPORT_RECURSION)
		return recursion_part(j, r, why);
	if (is_family(j, r)) {
		g_string_append(why, "all of one class: parents and children, most likely");
		return FAMILY_PERCENT;
	}
	for (guint i = 0; i < r->edges->len; i++) {
		const LoEdge *e = lo_judged_edge(j, r, i);
		if (!is_new(j, e))
			continue;
		g_string_append_printf(why, "nobody else knows the object of %s yet",
				       g_array_index(j->sol->classes, LoClassRow, lo_judged_row(j, r, i)->from).name);
		return NEW_PERCENT;
	}
	return 100;
}

guint lo_filter_semaphores(const LoJudge *j, const LoReportRow *r, GString *why)
{
	for (guint i = 0; i < r->edges->len; i++) {
		const LoClass *c = lo_class_get(j->w->classes, lo_judged_edge(j, r, i)->from);
		if (c->kind != LO_LOCK_SEMAPHORE)
			continue;
		g_string_append_printf(why, "%s is a semaphore: another thread may release it",
				       (const char *)g_ptr_array_index(c->names, 0));
		return SEMAPHORE_PERCENT;
	}
	return 100;
}
