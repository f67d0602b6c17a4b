void ring_put(int);
void ring_swap(void);
