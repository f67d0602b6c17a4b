/*
 * Each thread locks a row of its own.
 *
 * verdict: clean
 * edge: cell[0] -> cell[0][1]
 * edge: cell[0][1] -> cell[0][2]
 * edge: cell[1] -> cell[1][1]
 * edge: cell[1][1] -> cell[1][2]
 * edge: cell[2] -> cell[2][1]
 * edge: cell[2][1] -> cell[2][2]
 */
#include <pthread.h>
#include <stdio.h>

#define R 3
#define C 3
pthread_mutex_t cell[R][C];

void *row(void *x)
{
	long r = (long)x;
	int c;
	for (c = 0; c < C; c++)
		pthread_mutex_lock(&cell[r][c]);
	for (c = C - 1; c >= 0; c--)
		pthread_mutex_unlock(&cell[r][c]);
	return 0;
}

int main(void)
{
	pthread_t t[R];
	long i;
	int j;
	for (i = 0; i < R; i++)
		for (j = 0; j < C; j++)
			pthread_mutex_init(&cell[i][j], 0);
	for (i = 0; i < R; i++)
		pthread_create(&t[i], NULL, row, (void *)i);
	for (i = 0; i < R; i++)
		pthread_join(t[i], NULL);
	return 0;
}