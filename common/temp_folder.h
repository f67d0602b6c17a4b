/*
 * A temporary folder that does not outlive its owner for long: the next one to
 * be made removes those whose owners were killed.  A file in it that the owner
 * keeps locked (flock, which dies with the process and those forked from it)
 * tells who lives.
 */
#pragma once

#include <glib.h>

typedef struct LoTempFolder LoTempFolder;

/* Below g_get_tmp_dir(), for this user alone; NULL when none can be made there.  It may hold files, no folders. */
LoTempFolder *lo_temp_folder_new(void);
/* Removes it with its files, if this process made it: one that was forked from it only lets go. */
void lo_temp_folder_free(LoTempFolder *t);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(LoTempFolder, lo_temp_folder_free)

const char *lo_temp_folder_path(const LoTempFolder *t);
