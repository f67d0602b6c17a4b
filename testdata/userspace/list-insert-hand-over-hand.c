/*
 * A sorted list, locked hand over hand.
 *
 * verdict: clean
 * edge: &node->m -> &node->m
 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

struct node {
	int v;
	pthread_mutex_t m;
	struct node *next;
} * head;

struct node *mk(int v)
{
	struct node *n = malloc(sizeof *n);
	n->v = v;
	pthread_mutex_init(&n->m, 0);
	n->next = 0;
	return n;
}

void insert(int v)
{
	struct node *p, *c, *n = mk(v);
	p = head;
	pthread_mutex_lock(&p->m);
	c = p->next;
	if (c)
		pthread_mutex_lock(&c->m);
	while (c && c->v < v) {
		pthread_mutex_unlock(&p->m);
		p = c;
		c = c->next;
		if (c)
			pthread_mutex_lock(&c->m);
	}
	n->next = c;
	p->next = n;
	if (c)
		pthread_mutex_unlock(&c->m);
	pthread_mutex_unlock(&p->m);
}

void *t(void *x)
{
	int i;
	for (i = 0; i < 10; i++)
		insert(i);
	return 0;
}

int main(void)
{
	pthread_t a, b;
	head = mk(-1);
	pthread_create(&a, NULL, t, 0);
	pthread_create(&b, NULL, t, 0);
	pthread_join(a, NULL);
	pthread_join(b, NULL);
	return 0;
}