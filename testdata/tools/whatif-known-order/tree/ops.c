/* One of seventy operations takes the second lock: who calls one of them hardly does. */
#include "locks.h"

#define OP(n) static void op##n(void) { done[n]++; }
static int done[70];
OP(0)
OP(1)
OP(2)
OP(3)
OP(4)
OP(5)
OP(6)
OP(7)
OP(8)
OP(9)
OP(10)
OP(11)
OP(12)
OP(13)
OP(14)
OP(15)
OP(16)
OP(17)
OP(18)
OP(19)
OP(20)
OP(21)
OP(22)
OP(23)
OP(24)
OP(25)
OP(26)
OP(27)
OP(28)
OP(29)
OP(30)
OP(31)
OP(32)
OP(33)
OP(34)
OP(35)
OP(36)
OP(37)
OP(38)
OP(39)
OP(40)
OP(41)
OP(42)
OP(43)
OP(44)
OP(45)
OP(46)
OP(47)
OP(48)
OP(49)
OP(50)
OP(51)
OP(52)
OP(53)
OP(54)
OP(55)
OP(56)
OP(57)
OP(58)
OP(59)
OP(60)
OP(61)
OP(62)
OP(63)
OP(64)
OP(65)
OP(66)
OP(67)
OP(68)
OP(69)

static void take_second(void)
{
	pthread_mutex_lock(&second);
	pthread_mutex_unlock(&second);
}

struct op ops[] = {
	{ .run = take_second },
	{ .run = op0 },
	{ .run = op1 },
	{ .run = op2 },
	{ .run = op3 },
	{ .run = op4 },
	{ .run = op5 },
	{ .run = op6 },
	{ .run = op7 },
	{ .run = op8 },
	{ .run = op9 },
	{ .run = op10 },
	{ .run = op11 },
	{ .run = op12 },
	{ .run = op13 },
	{ .run = op14 },
	{ .run = op15 },
	{ .run = op16 },
	{ .run = op17 },
	{ .run = op18 },
	{ .run = op19 },
	{ .run = op20 },
	{ .run = op21 },
	{ .run = op22 },
	{ .run = op23 },
	{ .run = op24 },
	{ .run = op25 },
	{ .run = op26 },
	{ .run = op27 },
	{ .run = op28 },
	{ .run = op29 },
	{ .run = op30 },
	{ .run = op31 },
	{ .run = op32 },
	{ .run = op33 },
	{ .run = op34 },
	{ .run = op35 },
	{ .run = op36 },
	{ .run = op37 },
	{ .run = op38 },
	{ .run = op39 },
	{ .run = op40 },
	{ .run = op41 },
	{ .run = op42 },
	{ .run = op43 },
	{ .run = op44 },
	{ .run = op45 },
	{ .run = op46 },
	{ .run = op47 },
	{ .run = op48 },
	{ .run = op49 },
	{ .run = op50 },
	{ .run = op51 },
	{ .run = op52 },
	{ .run = op53 },
	{ .run = op54 },
	{ .run = op55 },
	{ .run = op56 },
	{ .run = op57 },
	{ .run = op58 },
	{ .run = op59 },
	{ .run = op60 },
	{ .run = op61 },
	{ .run = op62 },
	{ .run = op63 },
	{ .run = op64 },
	{ .run = op65 },
	{ .run = op66 },
	{ .run = op67 },
	{ .run = op68 },
	{ .run = op69 },
};
