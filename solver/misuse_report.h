/* Reports of locks used against their rules. */
#pragma once

#include "solver/irq_report.h"

/* Adds reports of LO_EV_MISUSE in functions that count. */
void lo_misuse_add_reports(LoSolution *sol, const LoIrqReports *in);
