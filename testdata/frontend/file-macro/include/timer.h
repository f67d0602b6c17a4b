struct timer { const char *name; };

#define STR_(x) #x
#define STR(x) STR_(x)
#define DEFINE_TIMER(t) struct timer t = { __FILE__ ":" STR(__LINE__) }
#define init_timer(t) set_name(t, __FILE__ ":" STR(__LINE__))

void set_name(struct timer *t, const char *name);

static inline void init_timer_here(struct timer *t)
{
	set_name(t, __FILE__);
}
