/*
 * Downwards in one thread, by the pointer to the parent in the other.
 *
 * verdict: deadlock
 * edge: (root).m -> (sub).m
 * edge: (sub).m -> (root).m
 * report: cycle (root).m (sub).m
 */
#include <pthread.h>
#include <stdio.h>

struct dir {
	pthread_mutex_t m;
	struct dir *parent;
	int count;
};
struct dir root, sub;

void *down(void *x)
{
	pthread_mutex_lock(&root.m);
	pthread_mutex_lock(&sub.m);
	sub.count++;
	pthread_mutex_unlock(&sub.m);
	pthread_mutex_unlock(&root.m);
	return 0;
}

void *up(void *x)
{
	struct dir *d = x;
	pthread_mutex_lock(&d->m);
	pthread_mutex_lock(&d->parent->m);
	d->parent->count++;
	pthread_mutex_unlock(&d->parent->m);
	pthread_mutex_unlock(&d->m);
	return 0;
}

int main(void)
{
	pthread_t a, b;
	pthread_mutex_init(&root.m, 0);
	pthread_mutex_init(&sub.m, 0);
	sub.parent = &root;
	pthread_create(&a, NULL, down, 0);
	pthread_create(&b, NULL, up, &sub);
	pthread_join(a, NULL);
	pthread_join(b, NULL);
	return 0;
}