#include <pthread.h>

struct op {
	void (*run)(void);
};

extern struct op ops[];
extern struct op *chosen;
extern pthread_mutex_t first, second;
