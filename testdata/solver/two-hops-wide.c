/*
 * A call through one of many functions and then through one of two is followed; through one of many and one of three not.
 * edge: a -> b
 * edge: a -> d
 */
#include "kernel.h"

struct file;
struct file_ops {
	void (*poll)(struct file *file);
};
struct socket_ops {
	void (*poll)(struct file *file);
};
struct pipe_ops {
	void (*poll)(struct file *file);
};
struct file {
	const struct file_ops *ops;
	const struct socket_ops *socket;
	const struct pipe_ops *pipe;
};

static DEFINE_MUTEX(a);
static DEFINE_MUTEX(b);
static DEFINE_MUTEX(c);
static DEFINE_MUTEX(d);

static void stream_poll(struct file *file)
{
	mutex_lock(&b);
	mutex_unlock(&b);
}

static void datagram_poll(struct file *file)
{
	mutex_lock(&d);
	mutex_unlock(&d);
}

static void fifo_poll(struct file *file)
{
	mutex_lock(&c);
	mutex_unlock(&c);
}

static void other_poll(struct file *file)
{
	some_condition();
}

static void third_poll(struct file *file)
{
	some_condition();
}

const struct socket_ops stream = { stream_poll }, datagram = { datagram_poll };
const struct pipe_ops fifo = { fifo_poll }, other = { other_poll }, third = { third_poll };

static void socket_poll(struct file *file)
{
	file->socket->poll(file);
}

static void pipe_poll(struct file *file)
{
	file->pipe->poll(file);
}

#define DRIVER(n) static void poll_##n(struct file *file) { some_condition(); } const struct file_ops ops_##n = { poll_##n };
DRIVER(1) DRIVER(2) DRIVER(3) DRIVER(4) DRIVER(5) DRIVER(6) DRIVER(7) DRIVER(8) DRIVER(9) DRIVER(10)
DRIVER(11) DRIVER(12) DRIVER(13) DRIVER(14) DRIVER(15) DRIVER(16)
const struct file_ops socket_file = { socket_poll }, pipe_file = { pipe_poll };

void wait_for(struct file *file)
{
	mutex_lock(&a);
	file->ops->poll(file);
	mutex_unlock(&a);
}
