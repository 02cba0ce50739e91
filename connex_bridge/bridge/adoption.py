"""Documents that a person has entered in QuickBooks by hand: which of them are sales that Odoo knows.

Pure, and the same for both backends: Odoo's documents and what was found in QuickBooks in, proposals out.
How a row of QuickBooks is read is each backend's own (online/adoption.py, desktop/adoption.py). Nothing is
bound here, and nothing without a person: `certain` only says that number, customer, total and date agree
and that nothing else does.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from .key import Key
from .spelling import same

#: A person may have dated a document a few days off, but not by a month.
NEAR = timedelta(days=10)
CERTAIN = frozenset({"number", "customer", "total", "date"})
#: What must agree at least for a document to be shown to a person at all.
ENOUGH = ({"customer", "total", "near"}, {"number", "total"}, {"number", "customer"})


@dataclass(frozen=True, slots=True)
class Candidate:
    """A document that Odoo knows and QuickBooks does not have from us.

    `numbers` are those it may be known by there, `customer_id` is QuickBooks' id of its customer if that
    is known; otherwise `customer`, the name, counts.
    """

    key: Key
    numbers: tuple[str, ...]
    customer: str
    day: date
    total: Decimal
    currency: str = ""
    customer_id: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """A document in QuickBooks. `customers` are the name of its customer and of those above it: what is
    booked on a job is its customer's. `total` is in `currency`, which may be unknown (empty)."""

    qb_id: str
    number: str
    customer_id: str
    customers: tuple[str, ...]
    day: date
    total: Decimal
    currency: str = ""
    voided: bool = False


@dataclass(frozen=True, slots=True)
class Proposal:
    """`match` is `certain`, `proposed`, `ambiguous` or `none`; `ids` are QuickBooks' ids, the best first;
    `agreeing` says what the first has in common with Odoo's document: number, customer, total, date."""

    candidate: Candidate
    match: str
    ids: tuple[str, ...] = ()
    agreeing: frozenset[str] = frozenset()


def propose(
    candidates: Iterable[Candidate],
    found: Iterable[Found],
    refused: frozenset[tuple[Key, str]] = frozenset(),
) -> list[Proposal]:
    """A proposal for each candidate; `found` are QuickBooks' documents of one kind. `refused` are pairs of a
    document and a QuickBooks id of which a person has said that they are not the same.

    What fits two of Odoo's documents equally well is ambiguous for both.
    """
    candidates = list(candidates)
    tables = _tables(each for each in found if not each.voided)
    scores = {candidate.key: _scores(candidate, tables, refused) for candidate in candidates}
    wanted = _wanted(scores)
    first = [_proposal(each, scores[each.key], wanted) for each in candidates]
    certain = {each.candidate.key: each for each in first if each.match == "certain"}
    taken = {each.ids[0] for each in certain.values()}
    rest = {
        key: {qb_id: agreeing for qb_id, agreeing in own.items() if qb_id not in taken}
        for key, own in scores.items()
        if key not in certain
    }
    wanted = _wanted(rest)
    return [certain.get(each.key) or _proposal(each, rest[each.key], wanted) for each in candidates]


def is_to_decide(proposal: Proposal) -> bool:
    """Whether a document that is about to be sent waits for a person instead: number, customer, total and
    date agree with one of QuickBooks, or with several. While it is not known which customer there is
    Odoo's, the other three are enough."""
    known = proposal.candidate.customer_id
    return proposal.agreeing >= (CERTAIN if known else CERTAIN - {"customer"})


def _wanted(scores):
    """{QuickBooks id: (rank, key) of the documents that it fits best}."""
    wanted: dict[str, list] = {}
    for key, own in scores.items():
        for qb_id in _best(own):
            wanted.setdefault(qb_id, []).append((_rank(own[qb_id]), key))
    return wanted


def _proposal(candidate, own, wanted):
    if not own:
        return Proposal(candidate, "none")
    best = _best(own)
    ids = tuple(sorted(own, key=lambda qb_id: (-_rank(own[qb_id]), len(qb_id), qb_id)))
    agreeing = own[ids[0]]
    rivals = [
        key for rank, key in wanted[ids[0]] if key != candidate.key and rank >= _rank(agreeing)
    ]
    if len(best) > 1 or rivals:
        return Proposal(candidate, "ambiguous", ids, agreeing)
    match = "certain" if agreeing >= CERTAIN else "proposed"
    return Proposal(candidate, match, ids, agreeing)


def _rank(agreeing: frozenset[str]) -> int:
    return len(agreeing)


def _best(own: Mapping[str, frozenset]) -> list[str]:
    top = max((_rank(agreeing) for agreeing in own.values()), default=0)
    return [qb_id for qb_id, agreeing in own.items() if _rank(agreeing) == top]


def _tables(found):
    """What was found by number and by total: what agrees in neither is never looked at."""
    tables: dict[tuple, list] = {}
    for each in found:
        tables.setdefault(("number", same(each.number)), []).append(each)
        tables.setdefault(("total", each.total), []).append(each)
    return tables


def _scores(candidate, tables, refused):
    """{QuickBooks id: what agrees} of those that agree in enough."""
    keys = [("number", same(number)) for number in candidate.numbers if number]
    rows = [row for key in (*keys, ("total", candidate.total)) for row in tables.get(key, ())]
    scores = {}
    for row in rows:
        agreeing = _agreeing(candidate, row)
        if (candidate.key, row.qb_id) in refused or not _same_currency(candidate, row):
            continue
        if any(needed <= agreeing for needed in ENOUGH):
            scores[row.qb_id] = agreeing
    return scores


def _agreeing(candidate, row) -> frozenset[str]:
    days = abs(row.day - candidate.day)
    number = same(row.number)
    facts = {
        "number": bool(number) and number in {same(each) for each in candidate.numbers},
        "customer": _same_customer(candidate, row),
        "total": row.total == candidate.total,
        "date": not days,
        "near": days <= NEAR,
    }
    return frozenset(name for name, agrees in facts.items() if agrees)


def _same_customer(candidate, row):
    """By its id where that is known, and by the name of a customer above it."""
    known = candidate.customer_id
    if known and row.customer_id == known:
        return True
    names = row.customers[1:] if known else row.customers
    return same(candidate.customer) in map(same, names)


def _same_currency(candidate, row):
    return not row.currency or not candidate.currency or row.currency == candidate.currency
