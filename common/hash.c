#include "common/hash.h"
#include "common/error.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static LoHash finish(GChecksum *sum)
{
	guint8 digest[32];
	gsize len = sizeof(digest);
	LoHash h;

	g_checksum_get_digest(sum, digest, &len);
	memcpy(h.bytes, digest, sizeof(h.bytes));
	return h;
}

LoHash lo_hash_data(gconstpointer data, gsize len)
{
	g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);

	if (len)
		g_checksum_update(sum, data, (gssize)len);
	return finish(sum);
}

static gboolean add_contents(GChecksum *sum, int fd)
{
	guint8 buf[32768];
	gssize n;

	while ((n = read(fd, buf, sizeof(buf))) != 0) {
		if (n < 0 && errno != EINTR)
			return FALSE;
		if (n > 0)
			g_checksum_update(sum, buf, n);
	}
	return TRUE;
}

gboolean lo_hash_file(const char *path, LoHash *out, GError **error)
{
	g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
	struct stat st;
	/* O_NONBLOCK: the name comes from the input and may be a fifo. */
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	gboolean ok = fd >= 0 && fstat(fd, &st) == 0;

	if (ok && !S_ISREG(st.st_mode)) {
		errno = EINVAL;
		ok = FALSE;
	}
	ok = ok && add_contents(sum, fd);
	if (!ok)
		g_set_error(error, LO_ERROR, LO_ERROR_IO, "cannot read '%s': %s", path, g_strerror(errno));
	if (fd >= 0)
		close(fd);
	if (ok)
		*out = finish(sum);
	return ok;
}

char *lo_hash_to_hex(const LoHash *h)
{
	char *hex = g_malloc(2 * LO_HASH_SIZE + 1);

	for (guint i = 0; i < LO_HASH_SIZE; i++)
		g_snprintf(hex + 2 * i, 3, "%02x", h->bytes[i]);
	return hex;
}

char *lo_hash_strings(const char *const *strings)
{
	g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);

	/* The final zero goes in too: {"ab"} and {"a", "b"} differ. */
	for (; *strings; strings++)
		g_checksum_update(sum, (const guchar *)*strings, (gssize)strlen(*strings) + 1);
	LoHash h = finish(sum);
	return lo_hash_to_hex(&h);
}
