/* has a body: what the model says of those without one is not of it */
struct mutex { int m; } switches;
void set_up(void);

void set_up(void)
{
}
