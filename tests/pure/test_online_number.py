"""Numbers in QuickBooks: Odoo's, with a prefix, or QuickBooks' own; at most 21 characters and telling."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from online_samples import IDS, MARKER, US, form

from connex_bridge.bridge.online import text
from connex_bridge.bridge.online.number import AUTOMATIC, document_number
from connex_bridge.bridge.online.translate import translate, update

PREFIX = replace(US, number_policy="prefix", number_prefix="WEB-")
QUICKBOOKS = replace(US, number_policy="quickbooks")
NUMBERS = st.text(st.characters(categories=("L", "N", "P")), min_size=1, max_size=60)


def updated(document, before, company=US):
    bodies = [translate(each, IDS, company, MARKER)[1] for each in (document, before)]
    return update("Invoice", bodies[0], "71", "3", bodies[1])


def test_odoos_number_is_quickbooks_number():
    assert document_number(form(), US) == "INV/2026/00001"


@given(number=NUMBERS, variant=st.sampled_from(["", "4F2A"]), prefix=st.sampled_from(["", "WEB-"]))
def test_a_number_fits_and_keeps_prefix_and_end(number, variant, prefix):
    company = replace(PREFIX, number_prefix=prefix)
    made = document_number(form(number=number, number_variant=variant), company)
    assert len(made) <= text.DOC_NUMBER
    assert made.startswith(prefix)
    assert made == document_number(form(number=number, number_variant=variant), company)


@given(first=NUMBERS, second=NUMBERS)
def test_different_numbers_stay_different(first, second):
    made = [document_number(form(number=number), PREFIX) for number in (first, second)]
    alike = text.clean(first, 99) == text.clean(second, 99)
    assert (made[0] == made[1]) == alike


def test_a_variant_differs_from_the_number_and_from_other_variants():
    long = "COMPANY/BRANCH-7/2026/0000123"
    for number in ("INV/2026/00001", long):
        made = {
            document_number(form(number=number, number_variant=variant), US)
            for variant in ("", "4F2A", "99B0")
        }
        assert len(made) == 3


def test_quickbooks_gives_its_own_number_and_odoos_is_in_the_memo():
    document = form(memo="Odoo · INV/2026/00001")
    body = translate(document, IDS, QUICKBOOKS, MARKER)[1]
    assert "DocNumber" not in body
    assert "INV/2026/00001" in body["PrivateNote"]
    custom = replace(QUICKBOOKS, custom_numbers=True)
    assert translate(document, IDS, custom, MARKER)[1]["DocNumber"] == AUTOMATIC


def test_full_number_is_in_the_memo_of_a_shortened_one():
    long = "COMPANY/BRANCH-7/2026/0000123"
    body = translate(form(number=long, memo=f"Odoo · {long}"), IDS, US, MARKER)[1]
    assert body["DocNumber"] != long
    assert long in body["PrivateNote"]


def test_an_update_leaves_the_number_alone_unless_odoos_has_changed():
    assert "DocNumber" not in updated(form(tax="7.00"), form(), PREFIX)
    renamed = updated(form(number="INV/2026/00002"), form(), PREFIX)
    assert renamed["DocNumber"] == "WEB-INV/2026/00002"


def test_an_update_never_asks_for_another_number_of_quickbooks():
    custom = replace(QUICKBOOKS, custom_numbers=True)
    body = translate(form(), IDS, custom, MARKER)[1]
    assert "DocNumber" not in update("Invoice", body, "71", "3", None)
