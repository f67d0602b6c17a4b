/*
 * Two objects that point at each other.
 *
 * verdict: deadlock
 * edge: &sock->lock -> &sock->lock
 * report: cycle &sock->lock &sock->lock
 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

struct sock {
	pthread_mutex_t lock;
	struct sock *peer;
	int buf;
};

static struct sock *mk(void)
{
	struct sock *s = malloc(sizeof *s);
	pthread_mutex_init(&s->lock, 0);
	return s;
}

static void send_to_peer(struct sock *s, int v)
{
	pthread_mutex_lock(&s->lock);
	pthread_mutex_lock(&s->peer->lock);
	s->peer->buf = v;
	pthread_mutex_unlock(&s->peer->lock);
	pthread_mutex_unlock(&s->lock);
}
static struct sock *s0, *s1;

void *a(void *x)
{
	send_to_peer(s0, 1);
	return 0;
}

void *b(void *x)
{
	send_to_peer(s1, 2);
	return 0;
}

int main(void)
{
	pthread_t p, q;
	s0 = mk();
	s1 = mk();
	s0->peer = s1;
	s1->peer = s0;
	pthread_create(&p, NULL, a, 0);
	pthread_create(&q, NULL, b, 0);
	pthread_join(p, NULL);
	pthread_join(q, NULL);
	return 0;
}