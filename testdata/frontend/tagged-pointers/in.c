struct obj {
	int lock;
};
struct holder {
	unsigned long word;
};
void take(int *l);

void untag(struct holder *h)
{
	struct obj *o = (struct obj *)(h->word & ~3UL);

	take(&o->lock);
}

void tag(struct holder *h, struct obj *o)
{
	h->word = (unsigned long)o | 1;
	take(&((struct obj *)((unsigned long)o | 1))->lock);
}

void through_an_integer(struct obj *o, unsigned long off)
{
	unsigned long n = (unsigned long)o;

	take(&((struct obj *)(n + off))->lock);
}
