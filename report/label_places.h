/*
 * Where the labels of edges stand in a graph that is laid out.
 *
 * Graphviz joins edges between the same two clusters for a part of their way
 * and puts their labels, which should stand there, over each other.
 */
#pragma once

#include <graphviz/gvc.h>

/* Moves labels that lie on another one, or on a node, along their edge to where there is room.  After gvLayout(). */
void lo_place_labels(Agraph_t *g);
