#include "common/error.h"

G_DEFINE_QUARK(lo-error-quark, lo_error)
