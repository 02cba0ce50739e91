"""The summary table of the campaigns."""

from collections.abc import Iterable


def summary(crash=None, fault=None, concurrency=None) -> list[str]:
    """Return the lines that say what the campaigns (those that ran) came to."""
    lines = []
    if crash:
        lines += _section("Kills by what Odoo was doing", _by_doing(crash.by_point))
        lines += _section("Kills by moment", _by_moment(crash.by_point))
        lines += _section("Kills by what was last sent", crash.by_document.most_common())
        lines += _section("Kills by situation", crash.by_situation.most_common())
    if fault:
        lines += _section(f"Faults injected (seed {fault.seed})", fault.injected.most_common())
        lines += _section("Done by hand in QuickBooks meanwhile", fault.by_hand.most_common())
        lines += _section("Documents held back for a while (most at once)", fault.problems.items())
        lines += _section("Documents still held back, and why", fault.left.items() or [("none", 0)])
    lines += ["", f"{'':24}{'crash':>10}{'faults':>10}{'at once':>10}"]
    reports = (crash, fault, concurrency)
    rows = {
        "kills": (crash and crash.kills, None, None),
        "rounds": tuple(report and report.rounds for report in reports),
        "processes at once": (None, None, concurrency and concurrency.processes),
        "faults injected": (None, fault and fault.injected.total(), None),
        "runs": (None, fault and fault.runs, None),
        "requests or sessions": (None, fault and fault.requests, None),
        "approvals again": (crash and crash.reconnected, fault and fault.reconnected, None),
        "refreshes of the token": (None, None, concurrency and concurrency.refreshes),
        "deadlocks": (None, None, concurrency and concurrency.deadlocks),
    }
    for name in ("documents", "twice", "missing", "cents_off"):
        rows[f"{name} compared" if name == "documents" else name.replace("_", " ")] = tuple(
            report and getattr(report.difference, name) for report in reports
        )
    rows["complaints"] = tuple(report and len(report.difference.complaints) for report in reports)
    for name, values in rows.items():
        lines.append(f"{name:24}" + "".join(f"{_shown(value):>10}" for value in values))
    return lines


def _section(title: str, rows: Iterable[tuple[str, int]]) -> list[str]:
    return ["", title, *(f"  {count:6}  {name}" for name, count in rows)]


def _by_doing(points):
    counts = {}
    for point, count in points.items():
        doing = point.split(": ")[0]
        counts[doing] = counts.get(doing, 0) + count
    return sorted(counts.items(), key=lambda row: -row[1])


def _by_moment(points):
    return _by_doing({": ".join(reversed(point.split(": "))): n for point, n in points.items()})


def _shown(value):
    return "" if value is None else f"{value:,}"
