/*
 * Two rows, the lower number first.
 *
 * verdict: clean
 * edge: rowlock[0] -> rowlock[3]
 */
#include <pthread.h>
#include <stdio.h>

#define N 4
int mat[N][N];
pthread_mutex_t rowlock[N];

void *scale(void *p)
{
	int r = *(int *)p, c;
	for (c = 0; c < N; c++) {
		pthread_mutex_lock(&rowlock[r]);
		mat[r][c] *= 2;
		pthread_mutex_unlock(&rowlock[r]);
	}
	return NULL;
}

void add_rows(int a, int b)
{
	int c;
	int lo = a < b ? a : b, hi = a < b ? b : a;
	if (lo == hi)
		return;
	pthread_mutex_lock(&rowlock[lo]);
	pthread_mutex_lock(&rowlock[hi]);
	for (c = 0; c < N; c++)
		mat[a][c] += mat[b][c];
	pthread_mutex_unlock(&rowlock[hi]);
	pthread_mutex_unlock(&rowlock[lo]);
}

void *adder(void *p)
{
	add_rows(0, 3);
	add_rows(3, 0);
	return NULL;
}

int main(void)
{
	pthread_t t[N], u;
	int id[N], i;
	for (i = 0; i < N; i++)
		pthread_mutex_init(&rowlock[i], NULL);
	for (i = 0; i < N; i++) {
		id[i] = i;
		pthread_create(&t[i], NULL, scale, &id[i]);
	}
	pthread_create(&u, NULL, adder, NULL);
	for (i = 0; i < N; i++)
		pthread_join(t[i], NULL);
	pthread_join(u, NULL);
	return 0;
}