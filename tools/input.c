/* Files that a user names and we only read. */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#if LO_HAVE_LZMA
#include <lzma.h>
#endif

#include "common/error.h"
#include "common/read_file.h"
#include "tools/command.h"

#define INPUT_LIMIT ((gsize)512 << 20)
#define MAX_MEMORY ((guint64)256 << 20)
#define CHUNK 65536

static gboolean set_too_large(const char *name, GError **error)
{
	g_set_error(error, LO_ERROR, LO_ERROR_INPUT, "%s: larger than %" G_GSIZE_FORMAT " MiB", name, INPUT_LIMIT >> 20);
	return FALSE;
}

static GByteArray *read_whole(const char *path, GError **error)
{
	gboolean is_stdin = !strcmp(path, "-");
	GByteArray *out = is_stdin ? lo_read_fd(STDIN_FILENO, INPUT_LIMIT) : lo_read_file(path, INPUT_LIMIT);
	const char *name = is_stdin ? "standard input" : path;

	if (out)
		return out;
	if (errno == EFBIG)
		set_too_large(name, error);
	else
		g_set_error(error, LO_ERROR, LO_ERROR_IO, "cannot read '%s': %s", name, g_strerror(errno));
	return NULL;
}

static gboolean is_xz(const GByteArray *in)
{
	return in->len >= 6 && !memcmp(in->data, "\xfd" "7zXZ\0", 6);
}

#if LO_HAVE_LZMA
static gboolean unpack(const GByteArray *in, const char *name, GByteArray *out, GError **error)
{
	lzma_stream s = LZMA_STREAM_INIT;
	lzma_ret ret = lzma_stream_decoder(&s, MAX_MEMORY, LZMA_CONCATENATED);
	guint8 buffer[CHUNK];

	s.next_in = in->data;
	s.avail_in = in->len;
	while (ret == LZMA_OK && out->len <= INPUT_LIMIT) {
		s.next_out = buffer;
		s.avail_out = sizeof(buffer);
		ret = lzma_code(&s, LZMA_FINISH);
		g_byte_array_append(out, buffer, (guint)(sizeof(buffer) - s.avail_out));
	}
	lzma_end(&s);
	if (out->len > INPUT_LIMIT)
		return set_too_large(name, error);
	if (ret == LZMA_STREAM_END)
		return TRUE;
	g_set_error(error, LO_ERROR, LO_ERROR_INPUT, "%s: damaged or cut off xz data", name);
	return FALSE;
}
#else
static gboolean unpack(const GByteArray *in G_GNUC_UNUSED, const char *name, GByteArray *out G_GNUC_UNUSED,
		       GError **error)
{
	g_set_error(error, LO_ERROR, LO_ERROR_INPUT,
		    "%s: compressed, and this lockorder was built without liblzma: give it 'xzcat %s' on standard input, '-'",
		    name, name);
	return FALSE;
}
#endif

GByteArray *lo_read_input(const char *path, GError **error)
{
	g_autoptr(GByteArray) in = read_whole(path, error), out = NULL;

	if (!in || !is_xz(in))
		return g_steal_pointer(&in);
	out = g_byte_array_new();
	return unpack(in, path, out, error) ? g_steal_pointer(&out) : NULL;
}
