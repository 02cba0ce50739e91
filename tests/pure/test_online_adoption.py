"""Which documents of QuickBooks are sales that Odoo knows: certain, proposed, ambiguous or none."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connex_bridge.bridge import adoption
from connex_bridge.bridge.adoption import Candidate
from connex_bridge.bridge.documents import Key
from connex_bridge.bridge.online.adoption import found as compared
from connex_bridge.bridge.online.adoption import maintained

DAY = date(2026, 11, 2)


def propose(candidates, rows, refused=frozenset()):
    return adoption.propose(candidates, map(compared, rows), refused)


def candidate(number=1, **more):
    values = {
        "key": Key("invoice", "account.move", number),
        "numbers": (f"INV/{number}",),
        "customer": "Blue Harbor",
        "day": DAY,
        "total": Decimal("49.00"),
    }
    return Candidate(**values | more)


def row(identifier="71", number="INV/1", customer="Blue Harbor", total="49.00", day=DAY, **more):
    return {
        "Id": identifier,
        "DocNumber": number,
        "CustomerRef": {"value": "5", "name": customer},
        "TotalAmt": Decimal(total),
        "TxnDate": str(day),
    } | more


def match_of(*rows, **more):
    [proposal] = propose([candidate(**more)], rows)
    return proposal.match, proposal.ids


def test_number_customer_total_and_date_make_it_certain():
    assert match_of(row(), row("72", "INV/2", day=DAY - timedelta(days=30))) == ("certain", ("71",))
    assert match_of(row(number="inv/1", customer="BLUE HARBOR"))[0] == "certain"


@pytest.mark.parametrize(
    "other",
    [
        {"number": "1007"},
        {"customer": "Harbour, Blue"},
        {"total": "48.99"},
        {"day": DAY + timedelta(days=3)},
        {"number": "1007", "day": DAY - timedelta(days=3)},
    ],
    ids=str,
)
def test_what_agrees_only_in_part_is_proposed_and_never_certain(other):
    assert match_of(row(**other)) == ("proposed", ("71",))


@pytest.mark.parametrize(
    "other",
    [
        {"number": "1007", "customer": "Somebody Else"},
        {"number": "1007", "total": "10"},
        {"number": "1007", "day": DAY + timedelta(days=30)},
        {"customer": "Somebody Else", "total": "10"},
        {"CurrencyRef": {"value": "EUR"}},
        {"PrivateNote": "Voided - typed twice"},
    ],
    ids=str,
)
def test_what_agrees_in_too_little_is_none(other):
    assert match_of(row(**other), currency="USD") == ("none", ())


def test_two_that_fit_equally_are_ambiguous_and_both_are_named():
    match, ids = match_of(row("71", "1007"), row("72", "1008"))
    assert (match, set(ids)) == ("ambiguous", {"71", "72"})


def test_one_that_fits_two_of_odoos_documents_is_ambiguous_for_both():
    both = [candidate(1), candidate(2)]
    assert [each.match for each in propose(both, [row(number="1007")])] == ["ambiguous"] * 2
    better = propose(both, [row(number="INV/2")])
    assert [each.match for each in better] == ["none", "certain"]


def test_customer_that_is_known_in_quickbooks_counts_by_its_id():
    assert match_of(row(customer="Renamed There"), customer_id="5")[0] == "certain"
    assert match_of(row(), customer_id="6")[0] == "proposed"


def test_pair_that_a_person_has_refused_is_not_proposed_again():
    one = candidate()
    [proposal] = propose([one], [row()], frozenset({(one.key, "71")}))
    assert proposal.match == "none"


def test_a_payment_goes_by_its_reference():
    one = replace(candidate(), key=Key("payment", "account.payment", 6), numbers=("PAY1", "CHK 7"))
    payment = row() | {"PaymentRefNum": "chk 7"}
    del payment["DocNumber"]
    assert [each.match for each in propose([one], [payment])] == ["certain"]


@given(st.lists(st.tuples(*[st.integers(0, 2)] * 4), max_size=6), st.data())
def test_certain_is_one_to_one_and_agrees_in_everything(shapes, data):
    rows = [
        row(str(n), f"INV/{a}", f"Customer {b}", str(c), DAY + timedelta(days=d))
        for n, (a, b, c, d) in enumerate(shapes, 1)
    ]
    ours = [
        candidate(n, numbers=(f"INV/{a}",), customer=f"Customer {b}", total=Decimal(c), day=DAY)
        for n, (a, b, c, _d) in enumerate(data.draw(st.just(shapes[::-1])), 1)
    ]
    certain = [each for each in propose(ours, rows) if each.match == "certain"]
    assert len({each.ids[0] for each in certain}) == len(certain)
    for each in certain:
        there = rows[int(each.ids[0]) - 1]
        one = each.candidate
        assert there["DocNumber"] in one.numbers
        assert (there["CustomerRef"]["name"], there["TotalAmt"]) == (one.customer, one.total)
        assert there["TxnDate"] == str(one.day)


def test_of_an_adopted_document_only_status_and_applications_are_sent():
    body = {
        "Id": "7",
        "SyncToken": "1",
        "sparse": True,
        "TxnStatus": "Closed",
        "Line": [],
        "Memo": "",
    }
    assert maintained("Estimate", body).keys() == {"Id", "SyncToken", "sparse", "TxnStatus"}
    assert maintained("Payment", body).keys() == {"Id", "SyncToken", "sparse", "Line"}
    assert maintained("Invoice", body).keys() == {"Id", "SyncToken", "sparse"}
