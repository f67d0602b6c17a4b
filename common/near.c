#include "common/near.h"

#include <string.h>

/* Longer ones are not typed. */
#define MAX_LENGTH 200

guint lo_near_limit(const char *word)
{
	gsize len = strlen(word);

	return len < 3 ? 0 : len < 6 ? 1 : 2;
}

/* Row `i` of the table from the two before it; gives its least entry. */
static guint fill_row(const char *a, const char *b, guint i, const guint *before, const guint *last, guint *row)
{
	guint n = (guint)strlen(b), least = row[0] = i;

	for (guint j = 1; j <= n; j++) {
		guint change = last[j - 1] + (a[i - 1] != b[j - 1]);

		row[j] = MIN(change, MIN(last[j], row[j - 1]) + 1);
		if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
			row[j] = MIN(row[j], before[j - 2] + 1);
		least = MIN(least, row[j]);
	}
	return least;
}

guint lo_near_distance(const char *a, const char *b, guint limit)
{
	guint rows[3][MAX_LENGTH + 1], m = (guint)strlen(a), n = (guint)strlen(b);

	if (m > MAX_LENGTH || n > MAX_LENGTH || MAX(m, n) - MIN(m, n) > limit)
		return limit + 1;
	for (guint j = 0; j <= n; j++)
		rows[0][j] = j;
	for (guint i = 1; i <= m; i++)
		if (fill_row(a, b, i, rows[(i + 1) % 3], rows[(i - 1) % 3], rows[i % 3]) > limit)
			return limit + 1;
	return MIN(rows[m % 3][n], limit + 1);
}
