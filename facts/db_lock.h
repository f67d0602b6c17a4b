/* The writer's lock of a database; see db_lock.c.  Private to facts/db.c. */
#pragma once

#include "facts/db.h"

/* LO_ERROR_DB names the process that has it, unless it is waited for. */
gboolean lo_db_lock(LoDb *db, gboolean wait, GError **error);
void lo_db_unlock(LoDb *db);	/* nothing when it is not held */
