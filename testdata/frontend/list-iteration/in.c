/* Lists that link a member: each element is the container of what the list holds. */
struct list_head { struct list_head *next, *prev; };
struct hlist_node { struct hlist_node *next, **pprev; };
struct hlist_head { struct hlist_node *first; };
struct lock { int raw; };
struct zone { struct lock lock; struct list_head link; struct hlist_node hash; struct { struct list_head deep; } in; };
struct zones { struct list_head all; struct hlist_head table[16]; };

#define container_of(ptr, type, member) ({ \
	void *mptr_ = (void *)(ptr); \
	_Static_assert(__builtin_types_compatible_p(__typeof__(*(ptr)), __typeof__(((type *)0)->member)), "type"); \
	((type *)(mptr_ - __builtin_offsetof(type, member))); })
#define list_entry(ptr, type, member) container_of(ptr, type, member)
#define list_first_entry(ptr, type, member) list_entry((ptr)->next, type, member)
#define list_next_entry(pos, member) list_entry((pos)->member.next, __typeof__(*(pos)), member)
#define list_entry_is_head(pos, head, member) (&pos->member == (head))
#define list_for_each_entry(pos, head, member) \
	for (pos = list_first_entry(head, __typeof__(*pos), member); \
	     !list_entry_is_head(pos, head, member); \
	     pos = list_next_entry(pos, member))
#define hlist_entry_safe(ptr, type, member) \
	({ __typeof__(ptr) ptr_ = (ptr); ptr_ ? container_of(ptr_, type, member) : (type *)0; })
#define hlist_for_each_entry(pos, head, member) \
	for (pos = hlist_entry_safe((head)->first, __typeof__(*(pos)), member); pos; \
	     pos = hlist_entry_safe((pos)->member.next, __typeof__(*(pos)), member))

void take(struct lock *l);
static struct list_head all_zones = { &all_zones, &all_zones };

void each_zone(struct zones *z)
{
	struct zone *p;

	list_for_each_entry(p, &z->all, link)
		take(&p->lock);
	list_for_each_entry(p, &all_zones, in.deep)
		take(&p->lock);
}

struct zone *look_up(struct zones *z, int key)
{
	struct zone *p;

	hlist_for_each_entry(p, &z->table[key], hash) {
		if (p->lock.raw == key)
			return p;
	}
	return 0;
}
