/* Large tables that are read at random: with huge pages most reads need not look for the page first. */
#pragma once

#include <glib.h>

/* A hint for `len` bytes that the caller has allocated; nothing happens where it is not known, or they are few. */
void lo_prefer_huge_pages(gpointer data, gsize len);
