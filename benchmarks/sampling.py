"""Where the CPU time of a process goes, by looking at its stack every millisecond of CPU time.

Unlike a tracing profiler this does not make small functions look expensive. Main thread only.
"""

import re
import signal
from collections import Counter
from contextlib import contextmanager

INTERVAL = 0.001
KNOWN = re.compile(r".*/(odoo|connex_bridge|benchmarks|site-packages|python3\.\d+)/")


@contextmanager
def sampled(enabled: bool, lines: int = 60):
    """Sample what happens inside; print the functions with the most time, own and with callees."""
    if not enabled:
        yield
        return
    own, total = Counter(), Counter()

    def look(_signal, frame):
        seen = set()
        own[frame.f_code] += 1
        while frame:
            seen.add(frame.f_code)
            frame = frame.f_back
        total.update(seen)

    before = signal.signal(signal.SIGPROF, look)
    signal.setitimer(signal.ITIMER_PROF, INTERVAL, INTERVAL)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
    samples = sum(own.values())
    for title, found in (("own time", own), ("with what it calls", total)):
        print(f"\n{samples} samples, {title}")
        for code, count in found.most_common(lines):
            place = KNOWN.sub(r"\1/", code.co_filename)
            print(f"{100 * count / samples:6.1f} %  {place}:{code.co_firstlineno} {code.co_name}")
