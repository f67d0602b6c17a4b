/*
 * A client walks the list of all with its own lock held.
 *
 * verdict: deadlock
 * edge: &client->m -> allm
 * edge: allm -> &client->m
 * report: cycle &client->m allm
 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

struct client {
	int fd;
	pthread_mutex_t m;
	struct client *next;
} * all;

pthread_mutex_t allm = PTHREAD_MUTEX_INITIALIZER;
extern int accept_one(void);

void broadcast(int v)
{
	struct client *c;
	pthread_mutex_lock(&allm);
	for (c = all; c; c = c->next) {
		pthread_mutex_lock(&c->m);
		c->fd = v;
		pthread_mutex_unlock(&c->m);
	}
	pthread_mutex_unlock(&allm);
}

void *serve(void *p)
{
	struct client *c = p;
	pthread_mutex_lock(&c->m);
	c->fd++;
	broadcast(c->fd);
	pthread_mutex_unlock(&c->m);
	return 0;
}

int main(void)
{
	int fd;
	while ((fd = accept_one()) >= 0) {
		pthread_t t;
		struct client *c = malloc(sizeof *c);
		c->fd = fd;
		pthread_mutex_init(&c->m, 0);
		pthread_mutex_lock(&allm);
		c->next = all;
		all = c;
		pthread_mutex_unlock(&allm);
		pthread_create(&t, NULL, serve, c);
		pthread_detach(t);
	}
	return 0;
}