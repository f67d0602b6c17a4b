/*
 * The way down a tree is held.
 *
 * verdict: clean
 * edge: &node->m -> &node->m
 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

struct node {
	int k;
	pthread_mutex_t m;
	struct node *l, *r;
};

int find(struct node *n, int k)
{
	int r;
	if (!n)
		return 0;
	pthread_mutex_lock(&n->m);
	if (n->k == k) {
		pthread_mutex_unlock(&n->m);
		return 1;
	}
	r = find(k < n->k ? n->l : n->r, k);
	pthread_mutex_unlock(&n->m);
	return r;
}
static struct node *root;

void *t(void *x)
{
	find(root, 3);
	return 0;
}

int main(void)
{
	pthread_t a, b;
	root = calloc(1, sizeof *root);
	pthread_mutex_init(&root->m, 0);
	pthread_create(&a, NULL, t, 0);
	pthread_create(&b, NULL, t, 0);
	pthread_join(a, NULL);
	pthread_join(b, NULL);
	return 0;
}