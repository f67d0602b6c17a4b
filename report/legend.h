/* What the shapes and lines of a picture mean. */
#pragma once

#include "report/stroke.h"

void lo_draw_legend(const LoDrawing *d);
