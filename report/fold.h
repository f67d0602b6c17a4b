/*
 * Which classes of a picture are drawn as one node for each folder, so that
 * no more than LO_GRAPH_MAX_NODES nodes are left.
 */
#pragma once

#include "report/graph.h"

/* Sets v->folders and v->folder_of.  `ranked`: all classes of the view, those that matter most first. */
void lo_graph_fold(LoGraphView *v, const LoSolution *sol, const GArray *ranked);

/* The folder of a class, at most `depth` names of it: "fs/btrfs"; "elsewhere" when its file is not known
 * and for depth 0.  Caller frees. */
char *lo_class_folder(const LoClassRow *c, guint depth);

#define LO_FOLDER_DEPTH 2
