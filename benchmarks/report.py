"""The benchmark's figures as a table and as JSON."""

import json


def table(results: list[dict]) -> str:
    """Columns: one per number of orders. `results` as `backlog.measure` returns them."""
    header = ["orders", *(str(result["orders"]) for result in results)]
    rows = [header]
    for title, value in ROWS:
        rows.append([title, *(value(result) for result in results)])
    widths = [max(len(row[column]) for row in rows) for column in range(len(header))]
    lines = [
        "  ".join(
            [
                row[0].ljust(widths[0]),
                *(cell.rjust(w) for cell, w in zip(row[1:], widths[1:], strict=True)),
            ]
        )
        for row in rows
    ]
    lines.insert(1, "─" * len(lines[0]))
    return "\n".join(lines)


def growth(results: list[dict]) -> list[str]:
    """How the figures per order change from the smallest to the largest number of orders."""
    if len(results) < 2:
        return []
    small, large = results[0], results[-1]
    span = f"from {small['orders']} to {large['orders']} orders"
    lines = [
        f"growth of {name} per order {span}: "
        f"{100 * (_each(large, 'addon', name) / _each(small, 'addon', name) - 1):+.1f} %"
        for name in ("requests", "queries", "cpu", "wall")
    ]
    more = _peak(large) - _peak(small)
    lines.append(f"growth of peak memory {span}: {more:+.0f} MiB")
    return lines


def save(results: list[dict], file) -> None:
    """Write all figures as JSON."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(results, indent=1) + "\n")


def _each(result, client, name):
    return result[client][name] / result[client]["orders"]


def _peak(result):
    return result["addon"]["memory"]


def _making(result):
    return sum(result["made"].values()) / result["orders"]


def _row(client, name, form, factor=1):
    return lambda result: (
        form.format(factor * _each(result, client, name)) if result.get(client) else "–"
    )


def _share(result, added=0.0):
    return f"{100 * (_each(result, 'addon', 'cpu') + added) / _making(result):.1f} %"


def _share_with_noticing(result):
    if "noticing" not in result:
        return "–"
    return _share(result, result["noticing"]["with"] - result["noticing"]["without"])


def _noticing(result):
    """CPU that the addon adds to making orders, because changes are noted and statuses computed."""
    if "noticing" not in result:
        return "–"
    added = result["noticing"]["with"] - result["noticing"]["without"]
    return f"{1000 * added:+.1f}"


ROWS = [
    ("requests per order", _row("addon", "requests", "{:.3f}")),
    ("  plain client", _row("plain", "requests", "{:.3f}")),
    ("SQL statements per order", _row("addon", "queries", "{:.2f}")),
    ("  plain client (reads only)", _row("plain", "queries", "{:.2f}")),
    ("Odoo CPU, ms per order", _row("addon", "cpu", "{:.2f}", 1000)),
    ("  plain client", _row("plain", "cpu", "{:.2f}", 1000)),
    ("wall time, ms per order", _row("addon", "wall", "{:.1f}", 1000)),
    ("  plain client", _row("plain", "wall", "{:.1f}", 1000)),
    ("peak memory, MiB", lambda result: f"{_peak(result):.0f}"),
    ("  before the sync", lambda result: f"{result['addon']['memory_before']:.0f}"),
    ("Odoo CPU to make the orders, ms per order", lambda result: f"{1000 * _making(result):.1f}"),
    ("  added to it by the addon", _noticing),
    ("mirroring as a share of it", _share),
    ("  with what is added", _share_with_noticing),
]
