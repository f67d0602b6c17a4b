/* The writer's lock of a database; see db_lock.c.  Private to facts/db.c. */
#pragma once

#include "facts/db.h"

/* LO_ERROR_DB names the process that has it. */
gboolean lo_db_lock(LoDb *db, GError **error);
void lo_db_unlock(LoDb *db);	/* nothing when it is not held */
