struct list {
	struct list *next;
};
struct item {
	int lock;
	struct {
		int pad;
		struct list node;
	} in;
	struct list all[2];
	union {
		struct list free;
		long word;
	};
};

#define offsetof(type, member) __builtin_offsetof(type, member)
#define container_of(ptr, type, member) ({ \
	void *p_ = (void *)(ptr); \
	((type *)(p_ - offsetof(type, member))); })
#define list_entry(ptr, type, member) container_of(ptr, type, member)
#define for_each_entry(pos, head, member) \
	for (pos = list_entry((head)->next, __typeof__(*pos), member); \
	     &pos->member != (head); \
	     pos = list_entry(pos->member.next, __typeof__(*pos), member))

void take(int *lock);

void direct(struct list *l)
{
	take(&((struct item *)((char *)l - offsetof(struct item, free)))->lock);
}

void nested(struct list *l)
{
	take(&list_entry(l, struct item, in.node)->lock);
}

void element(struct list *l)
{
	take(&list_entry(l, struct item, all[1])->lock);
}

void undone(struct item *i)
{
	struct item *same = (struct item *)((char *)&i->free - offsetof(struct item, free));

	take(&same->lock);
}

void iterate(struct list *head)
{
	struct item *pos;

	for_each_entry(pos, head, free)
		take(&pos->lock);
}

void member_by_offset(struct item *i)
{
	take((int *)((char *)i + offsetof(struct item, lock)));
}
