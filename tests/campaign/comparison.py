"""What a bookkeeper would complain about when both books are laid side by side."""

from dataclasses import dataclass, field
from decimal import Decimal

from .books import LISTS, VOIDED


@dataclass
class Difference:
    """Figures for the table, and each complaint in words."""

    documents: int = 0
    twice: int = 0
    missing: int = 0
    cents_off: int = 0
    complaints: list[str] = field(default_factory=list)

    def add(self, other: "Difference") -> None:
        """Add up the figures of several comparisons."""
        self.documents += other.documents
        self.twice += other.twice
        self.missing += other.missing
        self.cents_off += other.cents_off
        self.complaints += other.complaints


def compare(odoo: dict, quickbooks: dict, held: frozenset = frozenset()) -> Difference:
    """Return the differences. `held` are the documents (kind, number) that Odoo shows as problems: those
    may be missing or stale in QuickBooks, but never there twice."""
    result = Difference(documents=sum(map(len, quickbooks.values())))
    for key in sorted({*odoo, *quickbooks}):
        wanted, found = odoo.get(key, []), quickbooks.get(key, [])
        name = " ".join(key)
        if key[0] == VOIDED:
            _check_voided(result, name, found)
            continue
        surplus = len(found) - max(len(wanted), 1 if key[0] in LISTS or key in held else 0)
        if surplus > 0:
            result.twice += surplus
            result.complaints.append(f"{name}: {len(found)} times, not {len(wanted)}")
        if key in held:
            continue
        if len(found) < len(wanted):
            result.missing += len(wanted) - len(found)
            result.complaints.append(f"{name}: missing")
        for want, have in zip(wanted, found, strict=False):
            _check_equal(result, name, want, have)
    return result


def _check_voided(result, name, found):
    if any(each.total for each in found):
        result.complaints.append(f"{name}: still has a total")
    if len(found) > 1:
        result.twice += len(found) - 1
        result.complaints.append(f"{name}: voided {len(found)} times")


def _check_equal(result, name, want, have):
    if want == have:
        return
    off = abs(want.total - have.total) + abs(want.open - have.open)
    applied, expected = dict(have.applied), dict(want.applied)
    for number in {*applied, *expected}:
        off += abs(expected.get(number, Decimal(0)) - applied.get(number, Decimal(0)))
    result.cents_off += int(off * 100)
    result.complaints.append(f"{name}: {have} instead of {want}")
