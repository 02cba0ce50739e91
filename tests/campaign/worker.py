"""An Odoo worker that may be killed: every task runs in a process of its own, forked from one that has
loaded Odoo's registry, as Odoo forks its workers.

Started by workers.py, which writes tasks to its standard input and reads the answers from its output,
a line of JSON each.
"""

import importlib
import json
import os
import select
import signal
import sys
import time
import traceback
from datetime import timedelta

import odoo.modules.registry
import odoo.sql_db
from odoo import SUPERUSER_ID, api, fields
from odoo.tools import config

from . import killing

#: Seconds after which QuickBooks' silence counts as a lost answer here; nobody waits a minute for it.
PATIENCE = (5, 1.5)


def main(configuration: str, database: str) -> None:
    """Load Odoo once, then do tasks until the standard input ends."""
    answers = os.fdopen(os.dup(1), "w", buffering=1)
    os.dup2(2, 1)
    config.parse_config(["-c", configuration, "--log-level=warn"], setup_logging=True)
    registry = odoo.modules.registry.Registry(database)
    for module in ("tasks", "bulk", "desktop_tasks"):
        # Here and not in every child: that is faster, and all children run the same code.
        importlib.import_module(f"{__package__}.{module}")
    odoo.sql_db.close_all()
    print(json.dumps({"ready": True}), file=answers)
    for line in sys.stdin:
        children = [_start(registry, task) for task in json.loads(line)]
        print(json.dumps([_answer(*child) for child in children]), file=answers)


def _start(registry, task):
    reading, writing = os.pipe()
    process = os.fork()
    if process:
        os.close(writing)
        return process, reading, time.monotonic() + task.get("timeout", 1200)
    os.close(reading)
    # What the parent owns (its standard input, its exit handlers) is not for the child.
    status = 1
    try:
        status = _work(registry, task, writing)
    finally:
        os._exit(status)


def _work(registry, task, pipe):
    def tell(**values):
        os.write(pipe, json.dumps(values).encode() + b"\n")

    try:
        registry.clear_all_caches()
        _move_clock(task.get("clock", 0))
        _lose_patience()
        module, function = task["call"].split(":")
        call = getattr(importlib.import_module(f"{__package__}.{module}"), function)
        with registry.cursor() as cursor:
            env = api.Environment(cursor, task.get("user") or SUPERUSER_ID, {})
            points = killing.Points(task.get("kill_at"), tell)
            with points if task.get("watch") else _unwatched():
                result = call(env, **task.get("arguments", {}))
        tell(ended="done", result=result, points=points.passed)
    except BaseException:  # noqa: BLE001  whatever it is, the driver has to know
        tell(ended="failed", error=traceback.format_exc())
        return 1
    return 0


def _unwatched():
    import contextlib

    return contextlib.nullcontext()


def _answer(process, pipe, deadline):
    """What the child told, merged; `ended` is done, failed, killed (by itself) or hung."""
    said = b""
    while True:
        left = deadline - time.monotonic()
        if left <= 0 or not select.select([pipe], [], [], left)[0]:
            os.kill(process, signal.SIGKILL)
            said += b'{"ended": "hung"}\n'
            break
        piece = os.read(pipe, 1 << 20)
        if not piece:
            break
        said += piece
    os.close(pipe)
    _process, status = os.waitpid(process, 0)
    answer = {"ended": "killed" if os.WIFSIGNALED(status) else "failed"}
    for line in said.splitlines():
        answer.update(json.loads(line))
    return answer


def _move_clock(seconds):
    """Let Odoo live that many seconds later than the machine."""
    if seconds:
        real = fields.Datetime.now
        fields.Datetime.now = staticmethod(lambda *args: real(*args) + timedelta(seconds=seconds))


def _lose_patience():
    from odoo.addons.connex_bridge.bridge.online import oauth, session

    session.TIMEOUT = oauth.TIMEOUT = PATIENCE
    session.Session.__init__.__defaults__ = (None, PATIENCE)


if __name__ == "__main__":
    main(*sys.argv[1:])
