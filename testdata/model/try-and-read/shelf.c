#include <pthread.h>

static pthread_rwlock_t shelf = PTHREAD_RWLOCK_INITIALIZER;
static pthread_mutex_t ledger = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t till = PTHREAD_MUTEX_INITIALIZER;

void look(void)
{
	pthread_rwlock_rdlock(&shelf);
	pthread_mutex_lock(&ledger);
	pthread_mutex_unlock(&ledger);
	pthread_rwlock_unlock(&shelf);
}

void fill(void)
{
	pthread_rwlock_wrlock(&shelf);
	if (pthread_mutex_trylock(&till) == 0) {
		pthread_mutex_lock(&ledger);
		pthread_mutex_unlock(&ledger);
		pthread_mutex_unlock(&till);
	}
	pthread_rwlock_unlock(&shelf);
}
