/*
 * What a kernel saw, beside what is known statically.
 */
#pragma once

#include "report/lockdep.h"
#include "report/report.h"

/* Why an order is not among the static ones. */
typedef enum {
	LO_MISS_NONE,		/* it is */
	LO_MISS_UNKNOWN,	/* no class has the one or the other name */
	LO_MISS_FROM,		/* nothing is known to be taken under the first */
	LO_MISS_TO,		/* nothing is known to be held when the second is taken */
	LO_MISS_INDIRECT,	/* there is a way through other locks only */
	LO_MISS_CALL,		/* both are in orders, no way leads from one to the other: a call that is not resolved */
	LO_MISS__N,
} LoMissCause;

const char *lo_miss_name(LoMissCause c);	/* as in JSON */
const char *lo_miss_text(LoMissCause c);	/* in words */

/* The static orders by name, as lo_lock_base_name() has it.  Valid as long as the solution. */
typedef struct LoStaticOrders LoStaticOrders;

LoStaticOrders *lo_static_orders_new(const LoSolution *sol);
void lo_static_orders_free(LoStaticOrders *s);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(LoStaticOrders, lo_static_orders_free)
guint lo_static_orders_count(const LoStaticOrders *s);	/* pairs of different names */
gboolean lo_static_orders_knows(const LoStaticOrders *s, const char *name);	/* is it in an order */
LoMissCause lo_miss_cause(const LoStaticOrders *s, const char *from, const char *to);

/* Recall of a dump, then what is missing by the lock held, the most missing first: `limit` of them, 0 for all. */
void lo_recall_text(const LoSolution *sol, const GPtrArray *orders, guint limit, GString *out);
void lo_recall_json(const LoSolution *sol, const GPtrArray *orders, GString *out);

/* For each order of each report of a log the static chains that make it, at most `limit` of them.  `paint` may be NULL. */
void lo_explain_text(const LoSolution *sol, const GPtrArray *splats, guint limit, const LoPaint *paint, GString *out);
void lo_explain_json(const LoSolution *sol, const GPtrArray *splats, guint limit, GString *out);
