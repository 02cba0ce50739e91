"""Texts and numbers arrive in QuickBooks Desktop as people wrote them, less what it cannot store."""

from dataclasses import replace

import pytest
from desktop_samples import Books, form
from hypothesis import given
from hypothesis import strategies as st
from online_samples import CUSTOMER, MARKER

from connex_bridge.bridge import documents as docs
from connex_bridge.bridge.desktop import number, qbxml, text
from connex_bridge.bridge.desktop.company import Company
from quickbooks_sandbox.desktop.message_set import read


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        ("O'Brien & Sons", "O'Brien & Sons"),
        ("Chairs: red\tand\nblue", "Chairs- red and blue"),
        ("  Anna   Müller ", "Anna Müller"),
        ("Łukasz Żółć", "Lukasz Zólc"),
        ("Đorđe Čolić", "Dorde Colic"),
        ("İstanbul ığdır", "Istanbul igdir"),
        ("Αθήνα", "Athina"),
        ("Щукин Дмитрий", "Shchukin Dmitrii"),
        ("Party 🎉 Supplies", "Party Supplies"),
        ("𝓙𝓸𝓱𝓷", "John"),
        ("zero\u200bwidth\x00\x07", "zerowidth"),
        ("50 €", "50 €"),
        ("“Best” – ever…", "“Best” – ever…"),
        ("\ud83d broken", "broken"),
        ("🎉", ""),
        (None, ""),
    ],
)
def test_a_name_keeps_all_that_quickbooks_can_store(written, stored):
    assert text.name(written, 100) == stored


@given(st.text(max_size=150), st.sampled_from([31, 41]), st.sampled_from(["", "V", "2"]))
def test_a_name_is_never_refused_for_its_characters_or_length(written, length, variant):
    name = text.name(written, length, variant)
    assert len(name) <= length
    assert not set(name) & set(":\t\n\r\x00")
    name.encode("cp1252")
    assert name == name.strip()
    request = qbxml.element(
        "CustomerAddRq", qbxml.element("CustomerAdd", qbxml.element("Name", name))
    )
    assert read(qbxml.message_set([request])).requests[0].fault is None


@given(st.text(max_size=100))
def test_a_stored_name_is_stored_the_same_the_next_time(written):
    once = text.name(written, 41)
    assert text.name(once, 41) == once


def test_names_that_only_differ_where_quickbooks_cannot_store_them_stay_two():
    pairs = [("a" * 50 + "x", "a" * 50 + "y"), ("株式会社", "有限会社"), ("Café 株", "Café 有")]
    for pair in pairs:
        first, second = (text.name(each, 41) for each in pair)
        assert first and first != second
        assert first == text.name(pair[0], 41)


@given(st.text(max_size=60))
def test_any_text_is_written_in_ascii_and_read_back_as_it_was_cleaned(written):
    cleaned = text.clean(written, 41)
    added = [qbxml.element("Name", "x"), qbxml.value("CompanyName", cleaned)]
    request = qbxml.element("CustomerAddRq", qbxml.element("CustomerAdd", *added))
    message = qbxml.message_set([request])
    assert message.isascii()
    [found] = read(message).requests
    assert (found.element[0].findtext("CompanyName") or "") == cleaned


def test_a_description_keeps_its_lines_and_ends_at_a_word_when_it_is_too_long():
    assert text.description("Oak\n two  doors ") == "Oak\ntwo doors"
    long = text.description("word " * 2000)
    assert len(long) <= text.DESCRIPTION
    assert long.endswith("word...")


@given(st.text(max_size=30), st.integers(0, 5000))
def test_the_marker_is_never_cut_from_a_memo(memo, length):
    note = text.note(memo + "m" * length, MARKER)
    assert note.endswith(MARKER)
    assert len(note) <= text.MEMO


# Numbers


@pytest.mark.parametrize(
    ("odoo", "quickbooks"),
    [
        ("S00042", "S00042"),
        ("INV/2026/00077", "INV26-00077"),
        ("RINV/2026/00005", "RINV26-0005"),
        ("RINV/2026/00123", "RINV26-0123"),
        ("INV/2026/1", "INV/2026/1"),
    ],
)
def test_odoos_usual_numbers_stay_readable(odoo, quickbooks):
    assert number.short(odoo) == quickbooks


@pytest.mark.parametrize("length", [8, 11, 20])
def test_numbers_that_differ_in_letters_that_quickbooks_lacks_stay_two(length):
    one, two = (number.short(f"{letter}/00001", length) for letter in "甲乙")
    assert one != two
    assert {each.partition("-")[0] for each in (one, two)} == {"/00001"[6 - length :]}


@given(st.text(max_size=40), st.sampled_from([8, 11, 20]))
def test_a_short_number_fits_and_is_always_the_same(written, length):
    short = number.short(written, length)
    assert len(short) <= length
    assert short == number.short(written, length)
    short.encode("cp1252")


def test_many_long_numbers_get_as_many_short_ones():
    numbers = [
        f"{journal}/{year}/{count:05}"
        for journal in ("INV", "RINV", "SHOP1/INV", "BNK1", "PBNK1")
        for year in (2025, 2026, 2027)
        for count in range(1, 2000)
    ]
    numbers += [f"HEADQUARTERS/INV/2026/{count:06}" for count in range(2000)]
    short = {each: number.short(each) for each in numbers}
    assert len(set(short.values())) == len(numbers)
    assert {len(each) for each in short.values()} <= set(range(8, 12))


@given(
    st.tuples(st.sampled_from("ABC"), st.integers(2000, 2099), st.integers(0, 99999)),
    st.tuples(st.sampled_from("ABC"), st.integers(2000, 2099), st.integers(0, 99999)),
)
def test_two_numbers_of_a_year_never_become_one(first, second):
    one, two = (f"{begin}INV/{year}/{count:05}" for begin, year, count in (first, second))
    assert (number.short(one) == number.short(two)) == (one == two)


def test_a_prefix_and_a_variant_survive_shortening():
    document = form("invoice", number="INV/2026/00077")
    prefixed = Company(number_policy="prefix", number_prefix="WEB")
    numbers = {
        number.document_number(each, company)
        for each in (document, replace(document, number_variant="2"))
        for company in (Company(), prefixed, replace(prefixed, number_prefix="WEBSHOP"))
    }
    assert len(numbers) == 6
    assert all(len(each) <= text.REF_NUMBER for each in numbers)
    assert number.document_number(document, prefixed).startswith("WEB")


def test_the_whole_number_is_in_the_memo():
    books = Books()
    document = form("invoice", number="HEADQUARTERS/INV/2026/000007")
    record = books.save(document)
    assert len(record.get("RefNumber")) == 11
    assert "HEADQUARTERS/INV/2026/000007" in record.get("Memo")
    assert record.get("Memo").endswith(MARKER)


def test_a_shared_customers_form_names_the_buyer():
    books = Books()
    books.company = replace(books.company, shared_customers=frozenset([books.ids[CUSTOMER]]))
    buyer = docs.SalesForm.__dataclass_fields__["billing"].default
    record = books.save(form("invoice", billing=replace(buyer, name="Anna", city="Salem")))
    assert "Anna" in record.get("Memo")
