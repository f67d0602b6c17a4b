#include "summary/describe.h"

static void put_val(const LoVals *vals, LoVal v, GString *out)
{
	g_autofree char *s = lo_val_to_string(vals, v);

	g_string_append(out, s);
}

static void put_held(const LoVals *vals, const LoSummary *s, guint32 first, guint32 n, GString *out)
{
	static const char *const holds[] = { "", " shared", " recursive" };

	for (guint32 i = 0; i < n; i++) {
		const LoHeld *h = &LO_AT(s->helds, LoHeld, first + i);
		g_string_append(out, i ? ", " : "");
		put_val(vals, h->lock, out);
		g_string_append_printf(out, "%s%s", holds[h->hold], h->try ? " try" : "");
	}
}

static void put_vals(const LoVals *vals, const LoSummary *s, guint32 first, guint32 n, GString *out)
{
	for (guint32 i = 0; i < n; i++) {
		g_string_append(out, i ? ", " : "");
		put_val(vals, LO_AT(s->vals, LoVal, first + i), out);
	}
}

static void put_exit(const LoVals *vals, const LoSummary *s, const LoExit *x, GString *out)
{
	g_string_append(out, "  returns");
	if (x->ret) {
		g_string_append_c(out, ' ');
		put_val(vals, x->ret, out);
	}
	if (x->mask != LO_MASK_ANY)
		g_string_append_printf(out, " (%s%s%s)", x->mask & LO_MASK_NEG ? "-" : "", x->mask & LO_MASK_ZERO ? "0" : "",
				       x->mask & LO_MASK_POS ? "+" : "");
	if (x->n_held) {
		g_string_append(out, ", holding ");
		put_held(vals, s, x->first_held, x->n_held, out);
	}
	if (x->n_dropped) {
		g_string_append(out, ", having released ");
		put_vals(vals, s, x->first_dropped, x->n_dropped, out);
	}
	if (x->n_maybe) {
		g_string_append(out, ", having released if held ");
		put_vals(vals, s, x->first_maybe, x->n_maybe, out);
	}
	for (guint i = 0; i < x->n_conds; i++) {
		guint8 mask = LO_AT(s->vals, LoVal, x->first_cond + 2 * i + 1);
		g_string_append(out, i ? " and " : ", when ");
		put_val(vals, LO_AT(s->vals, LoVal, x->first_cond + 2 * i), out);
		g_string_append_printf(out, " is %s%s%s", mask & LO_MASK_NEG ? "-" : "", mask & LO_MASK_ZERO ? "0" : "",
				       mask & LO_MASK_POS ? "+" : "");
	}
	g_string_append_c(out, '\n');
}

static void put_irq(guint8 irq, GString *out)
{
	static const struct { guint8 bit; const char *text; } words[] = {
		{ LO_IN_HARDIRQ, " in a hardirq" }, { LO_IN_SOFTIRQ, " in a softirq" }, { LO_IRQ_OFF, ", irqs off" },
		{ LO_IRQ_ON, ", irqs on" }, { LO_BH_OFF, ", softirqs off" }, { LO_IN_RCU, ", in an RCU reader" },
	};

	for (guint i = 0; i < G_N_ELEMENTS(words); i++)
		if (irq & words[i].bit)
			g_string_append(out, words[i].text);
}

static void put_threads(const LoVals *vals, const LoSummary *s, guint32 id, GString *out)
{
	const LoThreadSet *set = &LO_AT(s->thread_sets, LoThreadSet, id);

	for (guint32 i = 0; i < set->n_running; i++) {
		const LoRunning *r = &LO_AT(s->running, LoRunning, set->first_running + i);
		g_string_append(out, i ? ", " : " while there run ");
		put_val(vals, r->token, out);
		g_string_append(out, r->many ? " many times" : "");
	}
	if (set->n_joined) {
		g_string_append(out, " after the end of ");
		put_vals(vals, s, set->first_joined, set->n_joined, out);
	}
}

static void put_event(const LoVals *vals, const LoProgram *p, const LoSummary *s, const LoEvent *ev, GString *out)
{
	g_string_append_printf(out, "  line %u: ", ev->line);
	switch ((LoEventKind)ev->kind) {
	case LO_EV_ACQUIRE:
	case LO_EV_ORDER:
		g_string_append(out, ev->kind == LO_EV_ORDER ? "orders " : ev->wait ? "waits for " : ev->try ? "tries " : "takes ");
		put_val(vals, ev->lock, out);
		break;
	case LO_EV_END: g_string_append(out, "ends the thread"); break;
	case LO_EV_MISUSE:
		g_string_append(out, ev->hold ? "initialises the held " : "releases again ");
		put_val(vals, ev->lock, out);
		break;
	case LO_EV_ENABLE: g_string_append(out, "lets interrupts in"); break;
	case LO_EV_COMPLETE:
		g_string_append(out, "completes ");
		put_val(vals, ev->lock, out);
		break;
	case LO_EV_SPAWN:
	case LO_EV_JOIN:
		g_string_append(out, ev->kind == LO_EV_SPAWN ? "starts " : "waits for the end of ");
		put_val(vals, ev->lock, out);
		break;
	case LO_EV_CALL: g_string_append_printf(out, "calls %s", lo_program_fn(p, ev->callee)->name); break;
	case LO_EV_ICALL:
	case LO_EV_INVOKE:
		g_string_append(out, ev->kind == LO_EV_ICALL ? "calls through " : "calls what is registered on ");
		put_val(vals, ev->lock, out);
		break;
	}
	if (ev->n_args) {
		g_string_append(out, " (");
		put_vals(vals, s, ev->first_arg, ev->n_args, out);
		g_string_append_c(out, ')');
	}
	if (ev->n_held) {
		g_string_append(out, " under ");
		put_held(vals, s, ev->first_held, ev->n_held, out);
	}
	if (ev->n_dropped) {
		g_string_append(out, " after release of ");
		put_vals(vals, s, ev->first_dropped, ev->n_dropped, out);
	}
	put_irq(ev->irq, out);
	put_threads(vals, s, ev->threads, out);
	g_string_append(out, ev->inherited ? " [inherited]\n" : "\n");
}

void lo_describe_summary(const LoVals *vals, LoFnId fn, const LoSummary *s, GString *out)
{
	const LoProgram *p = lo_vals_program(vals);
	const LoFn *f = lo_program_fn(p, fn);

	g_string_append_printf(out, "%s at %s:%u%s\n", f->name, lo_func_str(f->ir, f->ir->file), f->ir->line,
			       s->truncated ? " (too many paths: some are left out)" : "");
	for (guint i = 0; i < s->exits->len; i++)
		put_exit(vals, s, &LO_AT(s->exits, LoExit, i), out);
	for (guint i = 0; i < s->events->len; i++)
		put_event(vals, p, s, &LO_AT(s->events, LoEvent, i), out);
	for (guint i = 0; i < s->inits->len; i++) {
		const LoInitFact *x = &LO_AT(s->inits, LoInitFact, i);
		g_string_append_printf(out, "  line %u: %s ", x->line, x->setclass ? "sets the class of" : "initialises");
		put_val(vals, x->lock, out);
		g_string_append(out, " as ");
		put_val(vals, x->name, out);
		if (x->variant) {
			g_string_append(out, " of type ");
			put_val(vals, x->variant, out);
		}
		g_string_append_c(out, '\n');
	}
}

void lo_describe_unbalanced(const LoVals *vals, LoFnId fn, const LoSummary *s, GString *out)
{
	const LoFn *f = lo_program_fn(lo_vals_program(vals), fn);

	for (guint i = 0; i < s->exits->len; i++) {
		const LoExit *x = &LO_AT(s->exits, LoExit, i);
		if (!x->n_held && !x->n_dropped)
			continue;
		g_string_append_printf(out, "%s %s:%u", f->name, lo_func_str(f->ir, f->ir->file), f->ir->line);
		put_exit(vals, s, x, out);
	}
}
