struct mutex { int owner; };
struct object { struct mutex lock; };
extern struct mutex list_lock, other_lock;
void mutex_lock(struct mutex *m);
void mutex_unlock(struct mutex *m);
void lock_object(struct object *o);
void unlock_object(struct object *o);
