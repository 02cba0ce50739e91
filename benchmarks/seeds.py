"""Databases that hold a given number of finished sales, made once and cloned for every run.

They are made without the addon: making sales must cost what it costs in any Odoo, and a change of the
addon does not make the seeds stale. Each number continues from the next smaller one.
"""

import hashlib
import json

from development import databases, odoo_process, paths, postgres
from development.progress import run, say

from . import odoo_task

PREFIX = "bench_seed"
MADE = "benchmark.made"


def ensure(number: int) -> str:
    """Return the name of a database with `number` finished sales; make it if it is not there."""
    template = databases.ensure_template()
    digest = hashlib.sha256(template.encode() + (paths.ROOT / "benchmarks/sales.py").read_bytes())
    stem = f"{PREFIX}_{digest.hexdigest()[:8]}"
    name = f"{stem}_{number}"
    if not (databases.exists(name) and made(name)["sales"] == number):
        _forget_others(stem)
        smaller = _largest(stem, number)
        say(f"· Making {number} finished sales in Odoo, once …")
        databases.clone(f"{stem}_{smaller}" if smaller else template, name)
        odoo_task.run("seeds:make", name, first=smaller, last=number)
    return name


def made(name: str) -> dict:
    """How many sales a seed holds, and the CPU seconds per step that making them took."""
    found = postgres.query(f"SELECT value FROM ir_config_parameter WHERE key = '{MADE}'", name)
    return json.loads(found) if found else {"sales": 0, "cpu": {}}


def make(env, first: int, last: int) -> None:
    """Task: continue a database that holds `first` sales until it holds `last`."""
    from . import sales  # imports odoo, which only the task's own process can

    before = json.loads(env["ir.config_parameter"].get_param(MADE) or '{"cpu": {}}')["cpu"]
    shop = sales.Shop(env)
    if not first:
        shop.open()
        shop.sell_everything_once()
        shop.cpu.clear()
    shop.sell(first, last, lambda done: say(f"  … {done}"))
    shop.cpu.update(before)
    value = json.dumps({"sales": last, "cpu": {step: round(s, 3) for step, s in shop.cpu.items()}})
    env["ir.config_parameter"].set_param(MADE, value)
    env.cr.commit()


def sell_more(env, first: int, batches: int) -> float:
    """Task: make further sales from number `first` on; return the CPU seconds of the cheapest one.

    The cheapest of a few batches, because what else the machine does can only add to it.
    """
    from . import sales

    shop, each = sales.Shop(env), []
    for start in range(first, first + batches * sales.PER_BATCH, sales.PER_BATCH):
        shop.cpu.clear()
        shop.sell(start, start + sales.PER_BATCH, lambda done: None)
        each.append(sum(shop.cpu.values()) / sales.PER_BATCH)
    return min(each)


def install_addon(database: str) -> None:
    """Install the addon, as it is on disk, into a clone of a seed."""
    configuration = odoo_process.configuration(database)
    arguments = ["-c", configuration, "-i", "connex_bridge", "--stop-after-init", "--no-http"]
    run(
        odoo_process.command(*arguments),
        log=f"install-{database}",
        env=odoo_process.environment(),
    )


def _largest(stem: str, below: int) -> int:
    numbers = [int(name.rsplit("_", 1)[1]) for name in _databases(stem)]
    return max((n for n in numbers if n < below and made(f"{stem}_{n}")["sales"] == n), default=0)


def _forget_others(stem: str) -> None:
    """Remove the seeds that an older template or an older way of selling has left."""
    for name in set(_databases(PREFIX)) - set(_databases(stem)):
        databases.drop(name)


def _databases(stem: str) -> list[str]:
    condition = f"starts_with(datname::text, '{stem}_')"
    return postgres.query(f"SELECT datname FROM pg_database WHERE {condition}").split()
