#include "report/label_places.h"

#include <glib.h>
#include <math.h>

#define SAMPLES 12	/* of each piece of a curve */
#define GAP 3.0		/* between an edge and its label, in points */
#define CROSSING 40.0	/* what it costs that an edge runs through a label, per sample: as standing that many points off the middle */

typedef struct {
	boxf page;
	GArray *taken;		/* boxf: nodes, names of clusters, labels that have their place */
	GArray *curves;		/* pointf: samples of all edges */
} Room;

static boxf box_around(pointf centre, double width, double height)
{
	return (boxf){ { centre.x - width / 2, centre.y - height / 2 }, { centre.x + width / 2, centre.y + height / 2 } };
}

static boxf label_box(const textlabel_t *label, pointf centre)
{
	return box_around(centre, label->dimen.x, label->dimen.y);
}

static gboolean do_overlap(boxf a, boxf b)
{
	return a.LL.x < b.UR.x && b.LL.x < a.UR.x && a.LL.y < b.UR.y && b.LL.y < a.UR.y;
}

static gboolean is_inside(boxf outer, boxf inner)
{
	return outer.LL.x <= inner.LL.x && inner.UR.x <= outer.UR.x && outer.LL.y <= inner.LL.y && inner.UR.y <= outer.UR.y;
}

static gboolean is_free(const Room *room, boxf box)
{
	for (guint i = 0; i < room->taken->len; i++)
		if (do_overlap(g_array_index(room->taken, boxf, i), box))
			return FALSE;
	return TRUE;
}

/* ---- curves ---- */

/* De Casteljau's, of one cubic piece. */
static pointf point_at(const pointf *p, double t)
{
	double s = 1 - t, a = s * s * s, b = 3 * s * s * t, c = 3 * s * t * t, d = t * t * t;

	return (pointf){ a * p[0].x + b * p[1].x + c * p[2].x + d * p[3].x, a * p[0].y + b * p[1].y + c * p[2].y + d * p[3].y };
}

static void sample(Agedge_t *e, GArray *out)
{
	const splines *curve = ED_spl(e);

	for (int i = 0; curve && i < curve->size; i++)
		for (int at = 0; at + 3 < curve->list[i].size; at += 3)
			for (guint k = 0; k < SAMPLES; k++) {
				pointf p = point_at(curve->list[i].list + at, (k + 0.5) / SAMPLES);
				g_array_append_val(out, p);
			}
}

/* ---- one label ---- */

static double cost_of(const Room *room, boxf box, double off_middle)
{
	double cost = off_middle;

	for (guint i = 0; i < room->curves->len; i++) {
		pointf p = g_array_index(room->curves, pointf, i);

		if (p.x > box.LL.x && p.x < box.UR.x && p.y > box.LL.y && p.y < box.UR.y)
			cost += CROSSING;
	}
	return cost;
}

/* To the right of a point of the curve, to the left, above, below. */
static pointf beside(pointf p, guint side, const textlabel_t *label)
{
	double x = label->dimen.x / 2 + GAP, y = label->dimen.y / 2 + GAP;
	const pointf offsets[] = { { x, 0 }, { -x, 0 }, { 0, y }, { 0, -y } };

	return (pointf){ p.x + offsets[side].x, p.y + offsets[side].y };
}

static void move_label(Room *room, Agedge_t *e)
{
	textlabel_t *label = ED_label(e);
	g_autoptr(GArray) own = g_array_new(FALSE, FALSE, sizeof(pointf));
	pointf best = label->pos;
	double least = INFINITY;

	sample(e, own);
	for (guint i = 0; i < own->len * 4; i++) {
		pointf p = g_array_index(own, pointf, i / 4), middle = g_array_index(own, pointf, own->len / 2);
		pointf centre = beside(p, i % 4, label);
		boxf box = label_box(label, centre);
		double cost;

		if (!is_inside(room->page, box) || !is_free(room, box))
			continue;
		cost = cost_of(room, box, hypot(p.x - middle.x, p.y - middle.y));
		if (cost < least) {
			least = cost;
			best = centre;
		}
	}
	label->pos = best;
}

static void take(Room *room, boxf box)
{
	g_array_append_val(room->taken, box);
}

/* ---- all of them ---- */

static void take_cluster_names(Room *room, Agraph_t *g)
{
	for (Agraph_t *sub = agfstsubg(g); sub; sub = agnxtsubg(sub))
		if (GD_label(sub))
			take(room, label_box(GD_label(sub), GD_label(sub)->pos));
}

static void take_nodes(Room *room, Agraph_t *g)
{
	for (Agnode_t *n = agfstnode(g); n; n = agnxtnode(g, n)) {
		take(room, box_around(ND_coord(n), ND_width(n) * POINTS_PER_INCH, ND_height(n) * POINTS_PER_INCH));
		for (Agedge_t *e = agfstout(g, n); e; e = agnxtout(g, e))
			sample(e, room->curves);
	}
}

/* Those that stand where nothing is stay there. */
static void find_crowded(Room *room, Agraph_t *g, GPtrArray *crowded)
{
	for (Agnode_t *n = agfstnode(g); n; n = agnxtnode(g, n))
		for (Agedge_t *e = agfstout(g, n); e; e = agnxtout(g, e)) {
			textlabel_t *label = ED_label(e);

			if (!label || !label->set)
				continue;
			if (is_free(room, label_box(label, label->pos)))
				take(room, label_box(label, label->pos));
			else
				g_ptr_array_add(crowded, e);
		}
}

void lo_place_labels(Agraph_t *g)
{
	g_autoptr(GArray) taken = g_array_new(FALSE, FALSE, sizeof(boxf)), curves = g_array_new(FALSE, FALSE, sizeof(pointf));
	g_autoptr(GPtrArray) crowded = g_ptr_array_new();
	Room room = { GD_bb(g), taken, curves };

	take_cluster_names(&room, g);
	take_nodes(&room, g);
	find_crowded(&room, g, crowded);
	for (guint i = 0; i < crowded->len; i++) {
		Agedge_t *e = g_ptr_array_index(crowded, i);

		move_label(&room, e);
		take(&room, label_box(ED_label(e), ED_label(e)->pos));
	}
}
