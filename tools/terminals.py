"""For tests that play a terminal: some machines have none to give."""
import os, pty, sys


def need_terminal():
    """Ends the test, as one that was left out, where no pseudo terminal can be opened."""
    try:
        pair = pty.openpty()
    except OSError as e:
        print(f'1..0 # SKIP no terminal can be opened here: {e}')
        sys.exit(0)
    for fd in pair:
        os.close(fd)
