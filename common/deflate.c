#include "common/deflate.h"

#include "common/pack.h"

#include <gio/gio.h>

#define PIECE ((gsize)4 << 20)
#define MOST_THREADS 4
#define MAX_RATIO 1032	/* of zlib's format */
#define FAST 1

/* One piece, plain and packed. */
typedef struct {
	const guint8 *from;	/* borrowed */
	gsize n_from;
	guint8 *to;
	gsize n_to;		/* room, then what was made */
	gboolean bad;
} Piece;

static void convert(Piece *p, GConverter *c)
{
	gsize done = 0, made = 0;
	GConverterResult r = G_CONVERTER_CONVERTED;
	guint8 beyond;	/* the end may come only after all has been written */

	while (r == G_CONVERTER_CONVERTED && made <= p->n_to) {
		gsize n_read, n_written, room = p->n_to - made;
		r = g_converter_convert(c, p->from + done, p->n_from - done, room ? p->to + made : &beyond, room ? room : 1,
					G_CONVERTER_INPUT_AT_END, &n_read, &n_written, NULL);
		if (r == G_CONVERTER_ERROR)
			break;
		done += n_read;
		made += n_written;
	}
	p->bad = r != G_CONVERTER_FINISHED || done != p->n_from || made > p->n_to;
	p->n_to = made;
}

static void deflate_piece(gpointer data, gpointer user)
{
	Piece *p = data;
	g_autoptr(GZlibCompressor) c = g_zlib_compressor_new(G_ZLIB_COMPRESSOR_FORMAT_RAW, FAST);

	(void)user;
	p->to = g_malloc(p->n_to);
	convert(p, G_CONVERTER(c));
	p->to = g_realloc(p->to, p->n_to);
}

/* Into its own place, of the length that it must have. */
static void inflate_piece(gpointer data, gpointer user)
{
	Piece *p = data;
	gsize want = p->n_to;
	g_autoptr(GZlibDecompressor) c = g_zlib_decompressor_new(G_ZLIB_COMPRESSOR_FORMAT_RAW);

	(void)user;
	convert(p, G_CONVERTER(c));
	p->bad |= p->n_to != want;
}

static void run(GArray *pieces, GFunc f)
{
	GThreadPool *pool = g_thread_pool_new(f, NULL, (gint)CLAMP(g_get_num_processors(), 1, MOST_THREADS), FALSE, NULL);

	for (guint i = 0; i < pieces->len; i++)
		g_thread_pool_push(pool, &g_array_index(pieces, Piece, i), NULL);
	g_thread_pool_free(pool, FALSE, TRUE);
}


GBytes *lo_deflate(const guint8 *data, gsize len)
{
	g_autoptr(GArray) pieces = g_array_new(FALSE, TRUE, sizeof(Piece));
	GByteArray *out = g_byte_array_new();

	for (gsize at = 0; at < len; at += PIECE) {
		gsize n = MIN(PIECE, len - at);
		Piece p = { .from = data + at, .n_from = n, .n_to = n + n / 1000 + 1024 };
		g_array_append_val(pieces, p);
	}
	run(pieces, deflate_piece);
	lo_pack_u32(out, (guint32)(len >> 32));
	lo_pack_u32(out, (guint32)len);
	for (guint i = 0; i < pieces->len; i++) {
		Piece *p = &g_array_index(pieces, Piece, i);
		g_assert(!p->bad);	/* deflate has a bound on what it adds */
		lo_pack_data(out, p->to, p->n_to);
		g_free(p->to);
	}
	return g_byte_array_free_to_bytes(out);
}

GBytes *lo_inflate(const guint8 *data, gsize len)
{
	LoUnpacker u = { data, data + len, FALSE };
	guint64 total = (guint64)lo_unpack_u32(&u) << 32;
	g_autoptr(GArray) pieces = g_array_new(FALSE, TRUE, sizeof(Piece));

	total |= lo_unpack_u32(&u);
	if (u.bad || total / MAX_RATIO > len)
		return NULL;
	guint8 *to = g_try_malloc(total + 1);
	if (!to)
		return NULL;
	for (gsize at = 0; at < total; at += PIECE) {
		Piece p = { .to = to + at, .n_to = MIN(PIECE, total - at) };
		p.from = lo_unpack_data(&u, &p.n_from);
		g_array_append_val(pieces, p);
	}
	gboolean bad = u.bad || u.p != u.end;
	if (!bad)
		run(pieces, inflate_piece);
	for (guint i = 0; i < pieces->len; i++)
		bad |= g_array_index(pieces, Piece, i).bad;
	if (!bad)
		return g_bytes_new_take(to, total);
	g_free(to);
	return NULL;
}
