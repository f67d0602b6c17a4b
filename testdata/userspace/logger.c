/*
 * The log is written with the database locked, and set up the other way round.
 *
 * verdict: deadlock
 * edge: db_m -> log_m
 * edge: log_m -> db_m
 * report: cycle db_m log_m
 */
#include <pthread.h>
#include <stdio.h>

pthread_mutex_t log_m = PTHREAD_MUTEX_INITIALIZER, db_m = PTHREAD_MUTEX_INITIALIZER;
int level;

void logmsg(const char *s)
{
	pthread_mutex_lock(&log_m);
	fputs(s, stderr);
	pthread_mutex_unlock(&log_m);
}

void set_level(int n)
{
	pthread_mutex_lock(&log_m);
	level = n;
	pthread_mutex_lock(&db_m);
	pthread_mutex_unlock(&db_m);
	pthread_mutex_unlock(&log_m);
}

void *db(void *x)
{
	pthread_mutex_lock(&db_m);
	logmsg("in db\n");
	pthread_mutex_unlock(&db_m);
	return 0;
}

int main(void)
{
	pthread_t t;
	pthread_create(&t, NULL, db, 0);
	set_level(2);
	pthread_join(t, NULL);
	return 0;
}