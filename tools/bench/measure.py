"""What a command costs: wall clock, processor time, and peak memory of all its processes together."""
import os, resource, subprocess, threading, time


class Cost:
    def __init__(self, wall, cpu, peak, status, err):
        self.wall, self.cpu, self.peak, self.status, self.err = wall, cpu, peak, status, err


def children(pid):
    """The process and those below it."""
    found, queue = [], [pid]
    while queue:
        at = queue.pop()
        found.append(at)
        try:
            for task in os.listdir(f'/proc/{at}/task'):
                with open(f'/proc/{at}/task/{task}/children') as f:
                    queue += map(int, f.read().split())
        except OSError:
            pass
    return found


def memory(pid):
    """Bytes of one process, shared pages divided among those that share them."""
    try:
        with open(f'/proc/{pid}/smaps_rollup') as f:
            return sum(int(line.split()[1]) for line in f if line.startswith('Pss:')) * 1024
    except OSError:
        return 0


def watch(pid, stop, peak):
    wait = 0.05
    while not stop.wait(wait):
        peak[0] = max(peak[0], sum(map(memory, children(pid))))
        # to ask takes the kernel some time, for each page
        wait = min(1, 1.5 * wait)


def run(*words, cwd=None):
    """Runs it with its output thrown away; standard error is kept."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    p = subprocess.Popen(words, cwd=cwd, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, errors='replace')
    stop, peak = threading.Event(), [0]
    watcher = threading.Thread(target=watch, args=(p.pid, stop, peak))
    watcher.start()
    err = p.communicate()[1]
    wall = time.monotonic() - start
    stop.set()
    watcher.join()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Cost(wall, cpu, peak[0], p.returncode, err)
