/*
 * Two rows, in the order of the arguments.
 *
 * verdict: deadlock
 * edge: rowlock[0] -> rowlock[3]
 * edge: rowlock[3] -> rowlock[0]
 * report: cycle rowlock[0] rowlock[3]
 */
#include <pthread.h>
#include <stdio.h>

#define N 4
int mat[N][N];
pthread_mutex_t rowlock[N];

void add_rows(int a, int b)
{
	int c;
	pthread_mutex_lock(&rowlock[a]);
	pthread_mutex_lock(&rowlock[b]);
	for (c = 0; c < N; c++)
		mat[a][c] += mat[b][c];
	pthread_mutex_unlock(&rowlock[b]);
	pthread_mutex_unlock(&rowlock[a]);
}

void *up(void *p)
{
	add_rows(0, 3);
	return NULL;
}

void *down(void *p)
{
	add_rows(3, 0);
	return NULL;
}

int main(void)
{
	pthread_t u, v;
	int i;
	for (i = 0; i < N; i++)
		pthread_mutex_init(&rowlock[i], NULL);
	pthread_create(&u, NULL, up, NULL);
	pthread_create(&v, NULL, down, NULL);
	pthread_join(u, NULL);
	pthread_join(v, NULL);
	return 0;
}