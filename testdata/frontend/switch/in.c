void f(int n);

void fallthrough(int n)
{
	switch (n) {
	case 1:
		f(1);
		/* fall through */
	case 2:
		f(2);
		break;
	case 3:
	case 4:
		f(3);
		break;
	}
	f(9);
}

void ranges(int n)
{
	switch (n) {
	case 0 ... 9:
		f(1);
		break;
	case -5:
		f(2);
		return;
	default:
		f(3);
	}
	f(9);
}

void default_in_the_middle(int n)
{
	switch (n) {
	case 1:
		f(1);
		break;
	default:
		f(2);
	case 3:
		f(3);
	}
}

enum state { OFF, ON = 7 };

int returns(enum state s)
{
	switch (s) {
	case OFF:
		return 1;
	case ON:
		return 2;
	}
	return 3;
}

void constant(void)
{
	switch (sizeof(int)) {
	case 1: f(1); break;
	case 4: f(4); break;
	default: f(0);
	}
}

void loop_inside(int n)
{
	while (n) {
		switch (n) {
		case 1:
			continue;
		case 2:
			break;
		}
		f(n);
		n--;
	}
}

void into_a_block(int n)
{
	switch (n) {
	case 1:
		do {
			f(1);
	case 2:
			f(2);
		} while (n--);
	}
}

#define pick(n) ({ int r_; switch (n) { case 1: r_ = 10; break; default: r_ = 20; } r_; })

int in_a_statement_expression(int n)
{
	return pick(n);
}
