#pragma once
struct list {
	struct list *next;
};
extern int shared(int n);
static inline int used(int n)
{
	return shared(n) + 1;
}
static inline int by_address(int n)
{
	return used(n);
}
static inline int never(int n)
{
	return n;
}
static struct list referenced = { &referenced };
static struct list unreferenced = { &unreferenced };
