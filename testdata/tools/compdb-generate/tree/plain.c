#include "table.h"
int plain;
