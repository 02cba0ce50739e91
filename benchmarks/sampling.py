"""Where the CPU time of a process goes, by looking at its stack every few milliseconds of CPU time.

Unlike a tracing profiler this does not make small functions look expensive. Main thread only.
"""

import re
import signal
from collections import Counter
from contextlib import contextmanager

INTERVAL = 0.001
KNOWN = re.compile(r".*/(odoo|connex_bridge|benchmarks|site-packages|python3\.\d+)/")

SHORT = r"\1/"
ADDON = "/connex_bridge/"


@contextmanager
def sampled(enabled: bool, lines: int = 60):
    """Sample what happens inside; print the functions with the most time, own and with callees, and
    the lines of the addon from which it was spent."""
    if not enabled:
        yield
        return
    own, total, of_addon = Counter(), Counter(), Counter()

    def look(_signal, frame):
        seen, line = set(), None
        own[_place(frame.f_code)] += 1
        while frame:
            seen.add(_place(frame.f_code))
            if line is None and ADDON in frame.f_code.co_filename:
                line = f"{_place(frame.f_code)} line {frame.f_lineno}"
            frame = frame.f_back
        total.update(seen)
        of_addon[line] += 1

    before = signal.signal(signal.SIGPROF, look)
    signal.setitimer(signal.ITIMER_PROF, INTERVAL, INTERVAL)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
    samples = sum(own.values())
    tables = {"own time": own, "with what it calls": total, "lines of the addon": of_addon}
    for title, found in tables.items():
        print(f"\n{samples} samples, {title}")
        for place, count in found.most_common(lines):
            print(f"{100 * count / samples:6.1f} %  {place}")


def _place(code):
    return f"{KNOWN.sub(SHORT, code.co_filename)}:{code.co_firstlineno} {code.co_name}"
