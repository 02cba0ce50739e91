"""Measuring inside one process: CPU, wall time, SQL statements, memory.

Nothing here knows Odoo's models. SQL statements are counted on all cursors of the process.
"""

import re
import resource
import sys
import threading
import time
from collections import Counter
from contextlib import contextmanager

#: Lists of ids and rows of values differ in length from one statement to the next, not in kind.
REPEATED = re.compile(r"\(%s(?:, ?%s)+\)|(?:\(%s\)|%s)(?:, ?(?:\(%s\)|%s))+")
SAVEPOINT = re.compile(r'"[0-9a-f]{32}"|"[0-9a-f-]{36}"')


@contextmanager
def measured():
    """Yield a dictionary that holds, afterwards, `cpu`, `wall` (seconds) and `queries`."""
    figures = {}
    queries, wall, cpu = statements(), time.perf_counter(), time.process_time()
    yield figures
    figures["cpu"] = time.process_time() - cpu
    figures["wall"] = time.perf_counter() - wall
    figures["queries"] = statements() - queries


def statements() -> int:
    """How many SQL statements this process has sent to PostgreSQL."""
    from odoo import sql_db

    return sql_db.sql_counter


def peak_memory() -> float:
    """The most memory that this process has had so far, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def forget_peak() -> None:
    """Forget the peak so far, where the system can (Linux)."""
    with open("/proc/self/clear_refs", "w") as file:
        file.write("5")


@contextmanager
def statements_listed(enabled: bool, lines: int = 45):
    """Print, for what happens inside, the statements that were sent most often."""
    if not enabled:
        yield
        return
    found, seconds = Counter(), Counter()

    def note(cursor, query, params, start, delay):
        text = _normal(query if isinstance(query, str) else str(query))
        found[text] += 1
        seconds[text] += delay

    thread = threading.current_thread()
    thread.query_hooks = [*getattr(thread, "query_hooks", ()), note]
    yield
    thread.query_hooks.remove(note)
    print(f"{sum(found.values())} statements, {sum(seconds.values()):.2f} s in PostgreSQL")
    for text, count in found.most_common(lines):
        print(f"{count:6d} × {1000 * seconds[text] / count:7.2f} ms  {text[:180]}")
    sys.stdout.flush()


def _normal(query: str) -> str:
    query = SAVEPOINT.sub('"…"', " ".join(query.split()))
    return REPEATED.sub("(%s…)", query)
