#include "common/read_file.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#define CHUNK 65536

/* A pipe opened without waiting may have a writer who has not written yet. */
static gboolean may_go_on(int fd)
{
	if (errno == EAGAIN)
		return !fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) & ~O_NONBLOCK);
	return errno == EINTR;
}

GByteArray *lo_read_fd(int fd, gsize limit)
{
	g_autoptr(GByteArray) out = g_byte_array_new();
	guint8 buffer[CHUNK];
	gssize n;

	while ((n = read(fd, buffer, sizeof(buffer))) != 0) {
		if (n < 0 && !may_go_on(fd))
			return NULL;
		if (n > 0)
			g_byte_array_append(out, buffer, (guint)n);
		if (out->len > limit) {
			errno = EFBIG;
			return NULL;
		}
	}
	g_byte_array_append(out, (const guint8 *)"", 1);
	g_byte_array_set_size(out, out->len - 1);
	return g_steal_pointer(&out);
}

static gboolean is_pipe(int fd)
{
	struct stat st;

	return fstat(fd, &st) == 0 && S_ISFIFO(st.st_mode);
}

GByteArray *lo_read_file(const char *path, gsize limit)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);

	if (fd < 0)
		return NULL;
	GByteArray *out = lo_read_fd(fd, limit);
	int why = errno;
	if (out && !out->len && is_pipe(fd)) {
		g_clear_pointer(&out, g_byte_array_unref);
		why = ENODATA;
	}
	close(fd);
	errno = why;
	return out;
}
