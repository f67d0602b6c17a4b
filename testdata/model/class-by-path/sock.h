/* A mutex that nobody here initialises: its class has a name for each family. */
struct mutex { int owner; };
struct sock { struct mutex lock; };
void mutex_lock(struct mutex *lock);
void mutex_unlock(struct mutex *lock);
