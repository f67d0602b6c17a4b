#include "summary/objects.h"

LoVal lo_lock_object(const LoVals *vals, LoVal lock)
{
	const LoValue *v = lo_val(vals, lock);

	for (; v->kind == LO_V_FIELD || v->kind == LO_V_INDEX; v = lo_val(vals, lock))
		lock = v->a;
	return lock;
}

LoVal lo_local_object(const LoVals *vals, LoVal v)
{
	const LoValue *x = lo_val(vals, v);

	for (; x->kind == LO_V_FIELD || x->kind == LO_V_INDEX || x->kind == LO_V_LOAD || x->kind == LO_V_CONT; x = lo_val(vals, v))
		v = x->a;
	return x->kind == LO_V_LOCAL || x->kind == LO_V_OPAQUE ? v : LO_VAL_NONE;
}

gboolean lo_is_exact(const LoVals *vals, LoVal lock)
{
	const LoValue *v = lo_val(vals, lock);

	if (v->flags & LO_VF_LOOP)
		return FALSE;
	for (; v->kind == LO_V_FIELD || v->kind == LO_V_INDEX || v->kind == LO_V_LOAD; v = lo_val(vals, v->a))
		if (v->kind == LO_V_INDEX && (v->k < 0 || v->b))
			return FALSE;
	if (v->kind == LO_V_OPAQUE && v->b >= LO_SITE_JOIN && v->b < LO_SITE_CLOBBER)
		return FALSE;	/* whatever the paths had */
	return v->kind != LO_V_NONE && v->kind != LO_V_EITHER && v->kind != LO_V_CONT;
}
